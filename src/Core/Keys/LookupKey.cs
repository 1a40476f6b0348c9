namespace Eds.Core;

/// <summary>
/// Turns what must not appear in a table key, such as a personal code, into a keyed digest. There are so few personal codes that a plain
/// digest could be reversed by trying them all. Never rotated: under another key no row would be found.
/// </summary>
/// <remarks>The MAC is over <see cref="MacMessage"/> of kind and parts; each use has a kind of its own.</remarks>
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
