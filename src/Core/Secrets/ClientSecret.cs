namespace Eds.Core;

public enum SecretKind
{
    Generated, // as GeneratedSecret
    Chosen, // by a person, as ChosenSecret
}

/// <summary>A client_secret in the clear.</summary>
public sealed class ClientSecret
{
    private readonly string _value;

    private ClientSecret(SecretKind kind, string value) => (Kind, _value) = (kind, value);

    public SecretKind Kind { get; }

    public static ClientSecret Generate() => new(SecretKind.Generated, GeneratedSecret.Draw());

    /// <summary>Null: no stored secret can look like this.</summary>
    public static ClientSecret? TryRead(string? presented) => presented switch
    {
        null => null,
        _ when GeneratedSecret.IsWellFormed(presented) => new ClientSecret(SecretKind.Generated, presented),
        _ when ChosenSecret.IsWellFormed(presented) => new ClientSecret(SecretKind.Chosen, presented),
        _ => null,
    };

    public string Reveal() => _value;

    public override string ToString() => "[redacted]";
}
