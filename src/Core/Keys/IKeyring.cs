namespace Eds.Core;

public interface IKeyring
{
    /// <summary>All versions in use, newest first; never empty.</summary>
    /// <exception cref="KeysUnavailableException"/>
    Task<IReadOnlyList<KeyVersion>> ReadAsync(KeyName name, CancellationToken cancellation);
}

/// <summary>Each name is also its setting: <c>Keys:Pepper</c>, and so on.</summary>
public enum KeyName
{
    Pepper, // base64 of at least 32 bytes: keys the hashes of client secrets; if it is lost, so is every client secret
    TokenSigning, // PKCS#8 PEM, EC P-256: signs access tokens
    Lookup, // base64 of at least 32 bytes: turns personal codes and the like into table keys; never rotated
}

/// <param name="Version">What stored hashes name, e.g. <c>4387e9f3d6e14c459867679a90fd0f79</c> in Key Vault; no <c>$</c> or comma.</param>
public sealed record KeyVersion(string Version, DateTimeOffset CreatedAt, string Value)
{
    public override string ToString() => $"version {Version} of {CreatedAt:O} [redacted]";
}

/// <summary>A key cannot be read, has no usable version or is malformed. The message is for the operator and never has a value.</summary>
public sealed class KeysUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The keyring was read and has no usable version, so cached versions must not be used either.</summary>
    internal bool NoUsableVersion { get; private init; }

    internal static KeysUnavailableException NoVersion(string message) => new(message) { NoUsableVersion = true };

    internal static KeysUnavailableException Malformed(KeyName name, KeyVersion version, string rule) =>
        new($"The key {name}, version {version.Version}, is malformed: it must be {rule}.");
}
