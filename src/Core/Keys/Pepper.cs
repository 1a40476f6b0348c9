namespace Eds.Core;

/// <summary>
/// One version of the key behind stored secret hashes. It is kept apart from the tables, so that a stolen table cannot be searched
/// for secrets.
/// </summary>
public sealed class Pepper
{
    private readonly byte[] _key;

    internal Pepper(KeyVersion version)
    {
        Version = version.Version;
        _key = KeyBytes.Read(KeyName.Pepper, version);
    }

    /// <summary>Stored hashes name it, so they stay readable after a rotation.</summary>
    public string Version { get; }

    /// <summary>HMAC-SHA-256 (32 bytes) of <paramref name="use"/>, a zero byte and <paramref name="data"/>.</summary>
    /// <param name="use">A constant that tells the uses of the key apart; no zero byte.</param>
    /// <param name="data">What is authenticated.</param>
    public byte[] Mac(string use, ReadOnlySpan<byte> data)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes(use), 0, .. data];
        return HMACSHA256.HashData(_key, message);
    }

    public override string ToString() => $"pepper {Version} [redacted]";
}
