namespace Eds.Core;

/// <summary>One version of the key behind stored secret hashes. Without it, secrets cannot be guessed from stolen tables.</summary>
public sealed class Pepper
{
    private readonly byte[] _key;

    internal Pepper(KeyVersion version)
    {
        Version = version.Version;
        _key = KeyBytes.Read(KeyName.Pepper, version);
    }

    public string Version { get; }

    /// <summary>HMAC-SHA-256 of <paramref name="use"/>, a zero byte and <paramref name="data"/>.</summary>
    /// <param name="use">A constant without zero bytes, one per use of the key.</param>
    public byte[] Mac(string use, ReadOnlySpan<byte> data)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes(use), 0, .. data];
        return HMACSHA256.HashData(_key, message);
    }

    public override string ToString() => $"pepper {Version} [redacted]";
}
