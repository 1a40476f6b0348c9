namespace Eds.Core;

/// <summary>The versions of one key in memory, and when to read them again.</summary>
/// <remarks>
/// One read at a time, on behalf of nobody's request in particular: a caller who goes away does not end it. While it runs, callers
/// use what is known; only where nothing is known, or a version is missed, do they wait for it. A failed read changes nothing but
/// the time of the next one; a read that finds no usable version ends the use of those known.
/// </remarks>
internal sealed class KeyCache<T>(KeyName name, IKeyring keyring, Func<KeyVersion, T> make, TimeProvider time, ILogger logger)
    where T : class
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstReadRetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile Snapshot _seen = new(null, null, TimeSpan.Zero, null);
    private Task<Snapshot>? _reading;

    /// <summary>For a key that is never rotated: only the oldest version is looked at, so one added by mistake changes nothing.</summary>
    public bool OldestOnly { get; init; }

    /// <summary>Newest first; never empty.</summary>
    public async ValueTask<IReadOnlyList<CachedKey<T>>> VersionsAsync(CancellationToken cancellation)
    {
        var seen = _seen;
        if (HasPassed(seen.AgainAfter, seen))
        {
            var reading = ReadOnce(seen, out var started);
            if (started || seen.Versions is null)
            {
                seen = await reading.WaitAsync(cancellation);
            }
        }

        return seen.Versions ?? throw new KeysUnavailableException(seen.Failure!.Message, seen.Failure);
    }

    /// <summary>Null: there is no such version, even after reading anew (which is done at most every 30 s).</summary>
    public async ValueTask<T?> FindAsync(string version, CancellationToken cancellation)
    {
        var found = Find(await VersionsAsync(cancellation), version);
        var seen = _seen;
        if (found is not null || !HasPassed(RetryAfter, seen))
        {
            return found ?? Find(seen.Versions, version);
        }

        return Find((await ReadOnce(seen, out _).WaitAsync(cancellation)).Versions, version);
    }

    private static T? Find(IReadOnlyList<CachedKey<T>>? versions, string version) =>
        versions?.FirstOrDefault(held => held.Version == version)?.Key;

    /// <summary>Since its read ended, whatever the wall clock was set to meanwhile.</summary>
    private bool HasPassed(TimeSpan span, Snapshot seen) => seen.TriedAt is not { } triedAt || time.GetElapsedTime(triedAt) >= span;

    /// <param name="seen">What the caller knows: if another read has ended since, that one is the answer.</param>
    /// <param name="started">Whether the read was started by this call.</param>
    private Task<Snapshot> ReadOnce(Snapshot seen, out bool started)
    {
        lock (_gate)
        {
            started = false;
            if (_reading is { IsCompleted: false })
            {
                return _reading;
            }

            if (!ReferenceEquals(_seen, seen))
            {
                return Task.FromResult(_seen);
            }

            started = true;
            return _reading = Task.Run(ReadAsync);
        }
    }

    private async Task<Snapshot> ReadAsync()
    {
        var before = _seen.Versions;
        try
        {
            var versions = Make(await keyring.ReadAsync(name, CancellationToken.None), before ?? []);
            return _seen = new Snapshot(versions, time.GetTimestamp(), RefreshEvery, null);
        }
        catch (Exception e) // whatever a keyring throws, known keys stay in use, unless it says that they are not to
        {
            var failure = e as KeysUnavailableException ?? new KeysUnavailableException($"The key {name} cannot be read.", e);
            if (before is null || failure.NoUsableVersion)
            {
                logger.KeyUnavailable(name, failure);
                return _seen = new Snapshot(null, time.GetTimestamp(), FirstReadRetryAfter, failure);
            }

            logger.KeyNotRefreshed(name, failure);
            return _seen = new Snapshot(before, time.GetTimestamp(), RetryAfter, failure);
        }
    }

    private List<CachedKey<T>> Make(IReadOnlyList<KeyVersion> newestFirst, IReadOnlyList<CachedKey<T>> before)
    {
        var held = new List<CachedKey<T>>();
        KeysUnavailableException? malformed = null;
        foreach (var version in OldestOnly ? newestFirst.TakeLast(1) : newestFirst)
        {
            try
            {
                held.Add(before.FirstOrDefault(b => b.Version == version.Version)
                    ?? new CachedKey<T>(version.Version, version.CreatedAt, make(version)));
            }
            catch (KeysUnavailableException e)
            {
                logger.KeyVersionMalformed(name, version.Version, e);
                malformed ??= e;
            }
        }

        return held.Count > 0 ? held : throw KeysUnavailableException.NoVersion(malformed!.Message);
    }

    /// <param name="Versions">Null as long as no read succeeded, and when the last one that did found no usable version.</param>
    /// <param name="TriedAt">Timestamp of the end of the last read, well or not; null if there was none.</param>
    /// <param name="AgainAfter">From then to the next read, unless a version is missed before.</param>
    /// <param name="Failure">Why the last read failed; null if it did not.</param>
    private sealed record Snapshot(
        IReadOnlyList<CachedKey<T>>? Versions, long? TriedAt, TimeSpan AgainAfter, KeysUnavailableException? Failure);
}
