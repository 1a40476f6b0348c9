namespace Eds.Client;

/// <summary>The secrets that a registration or a rotation may ask for.</summary>
public static class SecretChoices
{
    /// <summary>One generated secret for all.</summary>
    public static SecretChoiceBody Generate { get; } = new(null, true, null, null);

    /// <summary>A generated secret for each.</summary>
    public static SecretChoiceBody GenerateEach { get; } = new(null, true, true, null);

    public static SecretChoiceBody Value(string value) => new(value, null, null, null);

    /// <summary>The secret of other clients.</summary>
    public static SecretChoiceBody Existing(string secretId) => new(null, null, null, secretId);
}
