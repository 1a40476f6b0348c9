namespace Eds.Core;

/// <summary>Keys from the settings <c>Keys:…</c>: one version each, fixed while the process runs.</summary>
public sealed class LocalKeyring(KeyOptions keys) : IKeyring
{
    public Task<IReadOnlyList<KeyVersion>> ReadAsync(KeyName name, CancellationToken cancellation)
    {
        var value = name switch
        {
            KeyName.Pepper => keys.Pepper!,
            KeyName.TokenSigning => keys.TokenSigning!,
            KeyName.Lookup => keys.Lookup!,
            _ => throw new UnreachableException($"{name}"),
        };

        return Task.FromResult<IReadOnlyList<KeyVersion>>([new(VersionOf(value), DateTimeOffset.UnixEpoch, value)]);
    }

    /// <summary>64 bits of SHA-256, so that a hash made under another value of the setting is detected.</summary>
    private static string VersionOf(string value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, 8));
}
