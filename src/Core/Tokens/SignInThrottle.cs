namespace Eds.Core;

/// <summary>
/// Limits guessing (RFC 6749 §2.3.1, NIST SP 800-63B-4 §3.2.2). Ten failures in a row are free for each client and network, and for each
/// taxpayer and network; then waits grow. After a hundred failures of a client, or a thousand of a taxpayer, over all networks, only known
/// networks go on: those from which the client signed in within 30 days. For them nothing counts but their own failures.
/// </summary>
/// <remarks>
/// An attempt is counted in storage before its secret is checked, and taken back on success: so the counts of all instances add up, and a
/// caller who hangs up gains nothing. Only a client on a known network that nobody has marked as guessed at goes without, so that a token
/// costs one read; its first failure is written before it is answered. With N instances at most N more than ten are answered.
/// </remarks>
public sealed class SignInThrottle(
    EdsTables tables, ClientStore clients, Keys keys, AuditLog auditLog, PurgeQueue purgeQueue, BackgroundWrites writes,
    TimeProvider time) : IDisposable
{
    private const int MaxOfClient = 100;
    private const int MaxOfTaxpayer = 1_000;
    private const int MaxQueue = 1_000;

    /// <summary>A success is written once a day for each client and network.</summary>
    private static readonly TimeSpan SuccessEvery = TimeSpan.FromDays(1);

    /// <summary>How long a refusal, or a taxpayer without failures, is remembered without reading again.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(15);

    private readonly FailedAttemptStore _store = new(tables, purgeQueue, time);
    private readonly MemoryCache _successes = new(new MemoryCacheOptions { SizeLimit = 200_000 });
    private readonly MemoryCache _refusals = new(new MemoryCacheOptions { SizeLimit = 50_000 });
    private readonly MemoryCache _quietTaxpayers = new(new MemoryCacheOptions { SizeLimit = 50_000 });
    private readonly KeyedLimiter _turns = new(permits: 1, MaxQueue);

    internal async ValueTask<AttemptSource> SourceAsync(ClientId clientId, string network) =>
        new(clientId, (await keys.LookupAsync(CancellationToken.None)).Digest("network", network));

    /// <summary>How long the caller has to wait, as far as this instance knows without reading; null: not known.</summary>
    internal TimeSpan? RememberedWait(AttemptSource source) =>
        _refusals.TryGetValue(source, out (long At, DateTimeOffset Until) refusal) && time.GetElapsedTime(refusal.At) < Trusted
        && refusal.Until - time.GetUtcNow() is { Ticks: > 0 } wait ? wait : null;

    /// <summary>Storage has a success of the client from this network of less than a day ago, as far as this instance knows.</summary>
    internal bool IsFamiliar(AttemptSource source) =>
        _successes.TryGetValue(source, out DateTimeOffset at) && time.GetUtcNow() - at < SuccessEvery;

    /// <summary>Counts an attempt. Those at one client take turns, and so do those at one taxpayer from an unknown network.</summary>
    /// <param name="client">Null: no such client. The work is the same.</param>
    /// <param name="hasWaited">Time has passed since the client was read, so others may have marked it.</param>
    /// <exception cref="QueueFullException">Too many attempts are under way.</exception>
    /// <exception cref="ContentionException">Too many other instances count attempts at this client.</exception>
    internal async ValueTask<SignInAttempt> BeginAsync(AttemptSource source, ClientRow? client, bool hasWaited)
    {
        // A familiar client does not queue behind strangers.
        var key = IsFamiliar(source) ? $"{source.ClientId.Compact}|{source.Network}" : source.ClientId.Compact;
        var turn = _turns.TryAcquire(key);
        hasWaited |= turn is null;
        turn ??= await _turns.AcquireAsync(key);
        var attempt = new SignInAttempt(this, source, turn) { Client = client };
        try
        {
            if (hasWaited)
            {
                attempt.Client = client = await clients.FindRowAsync(source.TaxpayerId, source.ClientId, CancellationToken.None);
            }

            var isMarked = client is null || _store.IsMarked(client);
            if (isMarked || !IsFamiliar(source))
            {
                await CountAsync(attempt, isMarked);
            }

            return attempt;
        }
        catch
        {
            attempt.Release();
            throw;
        }
    }

    internal async Task FailedAsync(SignInAttempt attempt)
    {
        attempt.IsDecided = true;
        var source = attempt.Source;
        try
        {
            if (!attempt.IsCounted)
            {
                await _store.ChangeAsync(source.OfClient, (row, now) => row.Fail(now));
            }

            await _store.MarkAsync(source.ClientId);
        }
        finally
        {
            _successes.Remove(source); // only now: whoever has read the client before it was marked must find the failure counted
        }

        if (!attempt.IsKnownNetwork)
        {
            _quietTaxpayers.Remove(source.TaxpayerNetwork);
            await _store.ChangeAsync(source.OfTaxpayer, (row, now) => row.Fail(now));
        }

        if (attempt is { IsCounted: true, Client: not null } && attempt.Rows?.Total.Failures >= FailedAttemptsRow.Free)
        {
            Report(source, "guessing-detected", row => row.DetectedAt, (row, now) => row.DetectedAt = now);
        }
    }

    /// <summary>The caller knows the secret, so failures before were not guesses.</summary>
    internal async Task SucceededAsync(SignInAttempt attempt)
    {
        attempt.IsDecided = true;
        var source = attempt.Source;
        var recordedAt = attempt.Rows?.OfNetwork.SucceededAt;
        if (attempt.IsCounted || !attempt.IsRecorded)
        {
            recordedAt = time.GetUtcNow();
            await TryAsync(_store.ChangeAsync(source.OfClient, (row, now) => row.Reset(now), attempt.Rows));
        }

        if (!attempt.IsKnownNetwork && !_quietTaxpayers.TryGetValue(source.TaxpayerNetwork, out _))
        {
            await TryAsync(_store.ChangeAsync(source.OfTaxpayer, (row, _) => row.Reset(null)));
        }

        if (recordedAt is { } at) // else nothing was read, as it is remembered already
        {
            _successes.Set(source, at, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = SuccessEvery });
        }
    }

    /// <summary>The secret was not checked: an outage.</summary>
    internal Task TakeBackAsync(AttemptSource source) => TryAsync(_store.ChangeAsync(
        source.OfClient, (row, _) => row.Failures = Math.Max(0, row.Failures - 1)));

    /// <summary>The secret was right, but may not be used from there.</summary>
    internal void ReportNetworkNotAllowed(AttemptSource source) => Report(
        source, "foreign-network-refused", row => row.NetworkRefusedAt, (row, now) => row.NetworkRefusedAt = now);

    public void Dispose()
    {
        _successes.Dispose();
        _refusals.Dispose();
        _quietTaxpayers.Dispose();
        _turns.Dispose();
    }

    /// <summary>Adds an event for the rights manager, one a day for each client. If the queue is full, the next failure tries.</summary>
    private void Report(
        AttemptSource source, string action, Func<FailedAttemptsRow, DateTimeOffset?> reportedAt,
        Action<FailedAttemptsRow, DateTimeOffset> setReportedAt) => writes.Enqueue(async cancellation =>
    {
        var now = time.GetUtcNow();
        var (_, total) = await _store.ReadAsync(source.OfClient);
        if (now - reportedAt(total) < FailedAttemptsRow.Memory)
        {
            return;
        }

        setReportedAt(total, now);
        if (await _store.TryWriteAsync(total))
        {
            var auditEvent = AuditLog.NewEvent(source.TaxpayerId, now, action, Actor.System);
            auditEvent.ClientId = source.ClientId.ToString();
            await auditLog.TrySubmitAsync([], auditEvent, cancellation);
        }
    });

    private async Task CountAsync(SignInAttempt attempt, bool isMarked)
    {
        var source = attempt.Source;
        for (var retry = 1; ; retry = TableClientExtensions.Retry(retry))
        {
            var now = time.GetUtcNow();
            var (ofNetwork, total) = await _store.ReadAsync(source.OfClient);
            attempt.IsKnownNetwork = now - ofNetwork.SucceededAt < FailedAttemptStore.KnownFor;
            attempt.IsRecorded = now - ofNetwork.SucceededAt < SuccessEvery;
            attempt.Rows = (ofNetwork, total);
            if (attempt.IsKnownNetwork && !isMarked && ofNetwork.FailuresAt(now) == 0)
            {
                return;
            }

            attempt.Wait = ofNetwork.WaitAt(now);
            if (!attempt.IsKnownNetwork)
            {
                attempt.Hold(await _turns.AcquireAsync(source.TaxpayerNetwork));
                attempt.Wait ??= total.WaitAt(now, MaxOfClient) ?? await TaxpayerWaitAsync(source, now);
            }

            if (attempt.Wait is { } wait)
            {
                _refusals.Set(source, (time.GetTimestamp(), now + wait), Brief());
                return;
            }

            ofNetwork.Fail(now);
            total.Fail(now);
            if (await _store.TryWriteAsync(ofNetwork, total))
            {
                attempt.IsCounted = true;
                return;
            }

            attempt.Release(keep: 1);
        }
    }

    private async Task<TimeSpan?> TaxpayerWaitAsync(AttemptSource source, DateTimeOffset now)
    {
        if (_quietTaxpayers.TryGetValue(source.TaxpayerNetwork, out long readAt) && time.GetElapsedTime(readAt) < Trusted)
        {
            return null;
        }

        var (ofNetwork, total) = await _store.ReadAsync(source.OfTaxpayer);
        if (ofNetwork.FailuresAt(now) == 0 && total.FailuresAt(now) < MaxOfTaxpayer)
        {
            _quietTaxpayers.Set(source.TaxpayerNetwork, time.GetTimestamp(), Brief());
            return null;
        }

        return ofNetwork.WaitAt(now) ?? total.WaitAt(now, MaxOfTaxpayer);
    }

    /// <summary>Only helps the caller: if it cannot be written, the attempt stays counted.</summary>
    private static async Task TryAsync(Task change)
    {
        try
        {
            await change;
        }
        catch (Exception e) when (e is ContentionException || StorageOutage.Is(e))
        {
        }
    }

    private static MemoryCacheEntryOptions Brief() => new() { Size = 1, AbsoluteExpirationRelativeToNow = Trusted };
}
