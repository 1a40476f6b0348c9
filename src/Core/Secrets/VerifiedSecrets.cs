namespace Eds.Core;

/// <summary>Remembers verified secrets for five minutes, so that Argon2id does not run for every token.</summary>
/// <remarks>
/// Kept is an HMAC of all four values under a key of this process: memory has no secret, and timing tells nothing about one. A new
/// version, hash or secret has another digest, so a rotation needs no eviction.
/// </remarks>
public sealed class VerifiedSecrets(TimeProvider time, int capacity = 10_000) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly MemoryCache _expiries = new(new MemoryCacheOptions { SizeLimit = capacity });

    public bool Knows(string secretId, int version, string hash, ClientSecret presented) =>
        _expiries.TryGetValue(Digest(secretId, version, hash, presented), out DateTimeOffset expiresAt) && time.GetUtcNow() < expiresAt;

    public void Remember(string secretId, int version, string hash, ClientSecret presented) => _expiries.Set(
        Digest(secretId, version, hash, presented),
        time.GetUtcNow() + Lifetime,
        new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime }); // only frees memory: time decides

    public override string ToString() => "verified secrets [redacted]";

    public void Dispose() => _expiries.Dispose();

    private string Digest(string secretId, int version, string hash, ClientSecret presented) => Convert.ToBase64String(HMACSHA256.HashData(
        _key, MacMessage.Of(secretId, version.ToString(CultureInfo.InvariantCulture), hash, presented.Reveal())));
}
