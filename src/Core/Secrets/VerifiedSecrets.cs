namespace Eds.Core;

/// <summary>
/// Remembers for five minutes that a presented secret matched, so that Argon2id runs once and not for every token. Successes only;
/// of the instance, not shared.
/// </summary>
/// <remarks>
/// What is kept is an HMAC of all four values under a key made at start and known to nobody: memory holds no secret, and a lookup's
/// timing tells nothing about one. Another version, hash or secret has another digest, so nothing needs to be forgotten on rotation.
/// Five minutes from the verification, not from the last use. When full, the least recently used go first.
/// </remarks>
public sealed class VerifiedSecrets(TimeProvider time, int capacity = 10_000)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byDigest = [];
    private readonly LinkedList<Entry> _leastRecentlyUsedFirst = [];

    public bool Knows(string secretId, int version, string hash, ClientSecret presented)
    {
        var digest = Digest(secretId, version, hash, presented);
        lock (_gate)
        {
            if (!_byDigest.TryGetValue(digest, out var node))
            {
                return false;
            }

            if (time.GetUtcNow() >= node.Value.EndsAt)
            {
                Forget(node);
                return false;
            }

            _leastRecentlyUsedFirst.Remove(node);
            _leastRecentlyUsedFirst.AddLast(node);
            return true;
        }
    }

    /// <summary>Only after <see cref="SecretHasher"/> said Right (of this very hash).</summary>
    public void Remember(string secretId, int version, string hash, ClientSecret presented)
    {
        var entry = new Entry(Digest(secretId, version, hash, presented), time.GetUtcNow() + Lifetime);
        lock (_gate)
        {
            if (_byDigest.TryGetValue(entry.Digest, out var earlier))
            {
                Forget(earlier);
            }
            else if (_byDigest.Count >= capacity)
            {
                Forget(_leastRecentlyUsedFirst.First!);
            }

            _byDigest.Add(entry.Digest, _leastRecentlyUsedFirst.AddLast(entry));
        }
    }

    public override string ToString() => "verified secrets [redacted]";

    private void Forget(LinkedListNode<Entry> node)
    {
        _byDigest.Remove(node.Value.Digest);
        _leastRecentlyUsedFirst.Remove(node);
    }

    private string Digest(string secretId, int version, string hash, ClientSecret presented) => Convert.ToBase64String(HMACSHA256.HashData(
        _key, MacMessage.Of(secretId, version.ToString(CultureInfo.InvariantCulture), hash, presented.Reveal())));

    private readonly record struct Entry(string Digest, DateTimeOffset EndsAt);
}
