namespace Eds.Core;

/// <summary>
/// The key that turns what must not stand in a table key (personal codes above all) into an opaque one that is the same every time.
/// </summary>
/// <remarks>
/// Uses, each with a kind of its own: user ids and driver guards (kind, taxpayer id, 11 digits), operators, registration numbers, hints
/// from a person to taxpayers, networks, idempotency keys, and fingerprints of request bodies. There are few personal codes, so a plain digest could
/// be searched; a keyed one cannot. Another key would make every row unfindable, which is why this one is never rotated.
/// The MAC runs over a <see cref="MacMessage"/> of kind and parts.
/// </remarks>
public sealed class LookupKey
{
    /// <summary>130 bits; five per character.</summary>
    internal const int DigestCharacters = 26;

    private readonly byte[] _key;

    internal LookupKey(KeyVersion version) => _key = KeyBytes.Read(KeyName.Lookup, version);

    /// <summary>26 Crockford characters, e.g. <c>n9ddqnd2xj5hq0d10ck1pr5fc1</c>: fit for a table key or a URL.</summary>
    public string Digest(string kind, params ReadOnlySpan<string> parts) => Crockford.Encode(Mac(kind, parts), DigestCharacters);

    /// <summary>The whole HMAC-SHA-256 (32 bytes), for fingerprints.</summary>
    public byte[] Mac(string kind, params ReadOnlySpan<string> parts) => HMACSHA256.HashData(_key, MacMessage.Of(kind, parts));

    public override string ToString() => "lookup key [redacted]";
}
