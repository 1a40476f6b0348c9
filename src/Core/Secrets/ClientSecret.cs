namespace Eds.Core;

/// <summary>How a secret came to be; it decides how it is hashed.</summary>
public enum SecretKind
{
    /// <summary>Drawn by us, in the form of <see cref="GeneratedSecret"/>: too random for guessing.</summary>
    Generated,

    /// <summary>Thought of by a person, in the form of <see cref="ChosenSecret"/>.</summary>
    Chosen,
}

/// <summary>A client's secret in the clear. It prints as "[redacted]", also as a member of a record.</summary>
public sealed class ClientSecret
{
    private readonly string _value;

    private ClientSecret(SecretKind kind, string value)
    {
        Kind = kind;
        _value = value;
    }

    public SecretKind Kind { get; }

    public static ClientSecret Generate() => new(SecretKind.Generated, GeneratedSecret.Draw());

    /// <summary>
    /// Null if no stored secret can look like this, so that it costs no hash. A text that begins with <c>eds_</c> is a generated
    /// secret with its checksum or none at all.
    /// </summary>
    public static ClientSecret? TryRead(string? presented) => presented switch
    {
        null => null,
        _ when GeneratedSecret.IsWellFormed(presented) => new ClientSecret(SecretKind.Generated, presented),
        _ when ChosenSecret.IsWellFormed(presented) => new ClientSecret(SecretKind.Chosen, presented),
        _ => null,
    };

    /// <summary>The secret itself, for hashing it, or for the one answer that delivers it.</summary>
    public string Reveal() => _value;

    public override string ToString() => "[redacted]";
}
