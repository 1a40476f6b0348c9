namespace Eds.Core;

internal sealed record CachedKey<T>(string Version, DateTimeOffset CreatedAt, T Key);

/// <summary>The versions of one key, read again every five minutes.</summary>
/// <remarks>
/// One read at a time, which a cancelled caller does not end. While it runs, other callers use the known versions; they wait only if none
/// is known or the one they want is missing. A failed read keeps the known versions; a read that finds no usable version drops them.
/// </remarks>
internal sealed class KeyCache<T>(KeyName name, IKeyring keyring, Func<KeyVersion, T> parse, TimeProvider time, ILogger logger)
    where T : class
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryIntervalWithoutKey = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private volatile Snapshot _latest = new(null, null, TimeSpan.Zero, null);
    private Task<Snapshot>? _reading;

    /// <summary>Newest first; never empty.</summary>
    public async ValueTask<IReadOnlyList<CachedKey<T>>> VersionsAsync(CancellationToken cancellation)
    {
        var latest = _latest;
        if (HasPassed(latest.Interval, latest))
        {
            var reading = ReadOnce(latest, out var started);
            if (started || latest.Versions is null)
            {
                latest = await reading.WaitAsync(cancellation);
            }
        }

        return latest.Versions ?? throw new KeysUnavailableException(latest.Failure!.Message, latest.Failure);
    }

    /// <summary>Null: no such version, even after another read (at most one every 30 s).</summary>
    public async ValueTask<T?> FindAsync(string version, CancellationToken cancellation)
    {
        var found = Find(await VersionsAsync(cancellation), version);
        var latest = _latest;
        if (found is not null || !HasPassed(RetryInterval, latest))
        {
            return found ?? Find(latest.Versions, version);
        }

        return Find((await ReadOnce(latest, out _).WaitAsync(cancellation)).Versions, version);
    }

    private static T? Find(IReadOnlyList<CachedKey<T>>? versions, string version) =>
        versions?.FirstOrDefault(known => known.Version == version)?.Key;

    private bool HasPassed(TimeSpan interval, Snapshot since) => since.ReadAt is not { } readAt || time.GetElapsedTime(readAt) >= interval;

    /// <param name="known">If another read has ended since, its result is returned instead.</param>
    private Task<Snapshot> ReadOnce(Snapshot known, out bool started)
    {
        lock (_lock)
        {
            started = false;
            if (_reading is { IsCompleted: false })
            {
                return _reading;
            }

            if (!ReferenceEquals(_latest, known))
            {
                return Task.FromResult(_latest);
            }

            started = true;
            return _reading = Task.Run(ReadAsync);
        }
    }

    private async Task<Snapshot> ReadAsync()
    {
        var known = _latest.Versions;
        try
        {
            var versions = Parse(await keyring.ReadAsync(name, CancellationToken.None), known ?? []);
            return _latest = new Snapshot(versions, time.GetTimestamp(), RefreshInterval, null);
        }
        catch (Exception e)
        {
            var failure = e as KeysUnavailableException ?? new KeysUnavailableException($"The key {name} cannot be read.", e);
            if (known is null || failure.NoUsableVersion)
            {
                logger.KeyUnavailable(name, failure);
                return _latest = new Snapshot(null, time.GetTimestamp(), RetryIntervalWithoutKey, failure);
            }

            logger.KeyNotRefreshed(name, failure);
            return _latest = new Snapshot(known, time.GetTimestamp(), RetryInterval, failure);
        }
    }

    private List<CachedKey<T>> Parse(IReadOnlyList<KeyVersion> newestFirst, IReadOnlyList<CachedKey<T>> known)
    {
        var parsed = new List<CachedKey<T>>();
        KeysUnavailableException? malformed = null;
        foreach (var version in newestFirst)
        {
            try
            {
                parsed.Add(known.FirstOrDefault(key => key.Version == version.Version)
                    ?? new CachedKey<T>(version.Version, version.CreatedAt, parse(version)));
            }
            catch (KeysUnavailableException e)
            {
                logger.KeyVersionMalformed(name, version.Version, e);
                malformed ??= e;
            }
        }

        return parsed.Count > 0 ? parsed : throw KeysUnavailableException.NoVersion(malformed!.Message);
    }

    /// <param name="Versions">Null before the first successful read, and after one that found no usable version.</param>
    /// <param name="ReadAt">Timestamp of the end of the last read.</param>
    private sealed record Snapshot(
        IReadOnlyList<CachedKey<T>>? Versions, long? ReadAt, TimeSpan Interval, KeysUnavailableException? Failure);
}
