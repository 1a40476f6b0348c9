using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Eds.Core;

/// <summary>
/// Keys from the settings <c>Keys:Pepper</c>, <c>Keys:TokenSigning</c> and <c>Keys:Lookup</c>: one version each, fixed while the
/// process runs.
/// </summary>
public sealed class LocalKeyring(KeyOptions keys) : IKeyring
{
    /// <summary>Eight bytes, 16 hex characters: enough to tell one value from the next.</summary>
    private const int VersionBytes = 8;

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

    /// <summary>
    /// The beginning of the value's SHA-256: a changed setting is another version, so a hash that names the old one is noticed.
    /// </summary>
    private static string VersionOf(string value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, VersionBytes));
}
