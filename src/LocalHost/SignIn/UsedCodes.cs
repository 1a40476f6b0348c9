using System.Collections.Concurrent;

namespace Eds.LocalHost;

/// <summary>Remembers exchanged codes until they expire: OpenIddict without a store would take a code as often as it is sent.</summary>
internal sealed class UsedCodes(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new();

    /// <summary>Of many at once, one is told true.</summary>
    public bool TryUse(string id, DateTimeOffset expires)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, _) in _used.Where(used => used.Value < now))
        {
            _used.TryRemove(old, out _);
        }

        return _used.TryAdd(id, expires);
    }
}
