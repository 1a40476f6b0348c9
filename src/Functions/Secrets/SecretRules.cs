namespace Eds.Functions;

/// <summary>What a request may say about a secret.</summary>
internal static class SecretRules
{
    private static readonly int MaxOverlapHours = (int)SecretRotation.MaxOverlap.TotalHours;

    /// <summary>Exactly one of value, generate and (if it may be) secretId. <see cref="SecretScreening"/> judges the value.</summary>
    /// <param name="mayBeExisting">For a registration, which may also want one secret each.</param>
    public static SecretChoice? Choice(SecretChoiceBody? body, InputRules rules, bool mayBeExisting)
    {
        switch (body)
        {
            case { Value: { } value, Generate: null, Each: null, SecretId: null }:
                return ClientSecret.TryRead(value) is { } secret ? new SecretChoice.Chosen(secret) : null;
            case { Value: null, Generate: true, SecretId: null } when mayBeExisting || body.Each is null:
                return new SecretChoice.Generated(body.Each ?? false);
            case { Value: null, Generate: null, Each: null, SecretId: { } secretId } when mayBeExisting:
                return new SecretChoice.Existing(secretId);
            case null:
                rules.Required(body, "/secret");
                return null;
            default:
                rules.AddError("/secret", "secret-choice", mayBeExisting
                    ? "Exactly one of value, generate (true; with each, if wanted) and secretId is needed."
                    : "Exactly one of value and generate (true) is needed.");
                return null;
        }
    }

    /// <summary>The name of a new secret for all drivers; null: none.</summary>
    public static string? Name(SecretChoiceBody? body, InputRules rules)
    {
        if (body?.Name is null)
        {
            return null;
        }

        if (body.SecretId is not null || body.Each is true)
        {
            rules.AddError("/secret/name", "secret-name-unused", "Only a new secret for all drivers takes a name.");
        }

        return rules.Name(body.Name, "/secret/name");
    }

    /// <param name="hours">A JSON number, which need be neither whole nor small.</param>
    public static TimeSpan Overlap(double hours, InputRules rules)
    {
        if (hours >= 0 && hours <= MaxOverlapHours && double.IsInteger(hours))
        {
            return TimeSpan.FromHours(hours);
        }

        rules.AddError("/overlapHours", "overlap-invalid", $"A whole number of hours from 0 to {MaxOverlapHours}.");
        return default;
    }
}
