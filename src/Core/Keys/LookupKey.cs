namespace Eds.Core;

/// <summary>
/// Digests what must not appear in a table key. Keyed, because a plain digest of a personal code could be reversed by trying them all;
/// never rotated, because under another key no row would be found.
/// </summary>
public sealed class LookupKey
{
    internal const int DigestLength = 26;

    private readonly byte[] _key;

    internal LookupKey(KeyVersion version) => _key = KeyBytes.Read(KeyName.Lookup, version);

    /// <summary>26 Crockford characters (130 bits), e.g. <c>n9ddqnd2xj5hq0d10ck1pr5fc1</c>.</summary>
    public string Digest(string kind, params ReadOnlySpan<string> parts) => Crockford.Encode(Mac(kind, parts), DigestLength);

    /// <summary>The whole HMAC-SHA-256 (32 bytes).</summary>
    public byte[] Mac(string kind, params ReadOnlySpan<string> parts) => HMACSHA256.HashData(_key, MacMessage.Of(kind, parts));

    public override string ToString() => "lookup key [redacted]";
}
