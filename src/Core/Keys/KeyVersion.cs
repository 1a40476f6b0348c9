namespace Eds.Core;

/// <summary>One version of a key, as it is kept: the value is not read yet, and may be malformed.</summary>
/// <param name="Version">What stored hashes name, e.g. <c>4387e9f3d6e14c459867679a90fd0f79</c> in Key Vault; no <c>$</c> or comma.</param>
/// <param name="CreatedAt">Decides which version is in use; see <see cref="Rotation"/>.</param>
/// <param name="Value">Base64 or PEM; see <see cref="KeyName"/>.</param>
public sealed record KeyVersion(string Version, DateTimeOffset CreatedAt, string Value)
{
    public override string ToString() => $"version {Version} of {CreatedAt:O} [redacted]";
}
