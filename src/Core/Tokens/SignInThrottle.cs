namespace Eds.Core;

/// <summary>
/// Limits guessing (RFC 6749 §2.3.1, NIST SP 800-63B-4 §3.2.2): per client and network a growing wait after ten failures in a row; per
/// client over all networks a hundred, after which only networks that had a success go on.
/// </summary>
/// <remarks>
/// This instance's memory decides. From the fifth failure of a client that exists, counts are also written to table <c>Guesses</c>, behind
/// the request, and the client row is marked; whoever reads a marked row looks there too. So counts survive a restart, and other instances
/// know them within 15 s (of two counts the larger is kept, not the sum), and a client nobody guesses at costs its requests nothing. Ids
/// that do not exist are counted in this instance's memory alone, as storage must not grow with made-up ids; there they get the same
/// answers for the same reads.
/// </remarks>
public sealed class SignInThrottle(EdsTables tables, Keys keys, FailedAttemptWriter writer, TimeProvider time) : IDisposable
{
    private const int WrittenFrom = 5;

    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SuccessEvery = TimeSpan.FromDays(1);

    // An entry takes up to 25 KB, if guesses come from 200 networks. Anybody can make up an id, so there are fewer of those.
    private readonly MemoryCache _clients = new(new MemoryCacheOptions { SizeLimit = 50_000 });
    private readonly MemoryCache _unknown = new(new MemoryCacheOptions { SizeLimit = 2_000 });
    private readonly Lock _adding = new();

    /// <summary>Waits until no other attempt at this client is under way; the next one waits until this one is disposed.</summary>
    /// <param name="client">Null: there is none with this id.</param>
    /// <param name="network">As <c>203.0.113.0/24</c>.</param>
    /// <exception cref="HashingQueueFullException">Too many attempts at this client are under way.</exception>
    internal async ValueTask<Attempt> BeginAsync(ClientId clientId, ClientRow? client, string network, CancellationToken cancellation)
    {
        var digest = (await keys.LookupAsync(cancellation)).Digest("network", network);
        var guessed = Of(client is null ? _unknown : _clients, clientId.Compact);
        if (!await guessed.Turn.WaitAsync(HashingLimiter.MaxWait, cancellation))
        {
            throw new HashingQueueFullException();
        }

        try
        {
            var now = time.GetUtcNow();
            var isMarked = client is null ? guessed.FailuresOverAll >= WrittenFrom : now - client.GuessedAt < FailedAttemptWriter.MarkedFor;
            if (isMarked && !(guessed.ReadAt is { } readAt && time.GetElapsedTime(readAt) < ReadEvery))
            {
                await foreach (var row in tables.Guesses.QueryAsync<FailedAttemptsRow>(row => row.PartitionKey == clientId.Compact, cancellationToken: cancellation))
                {
                    guessed.Learn(row.RowKey, row.Count);
                }

                guessed.ReadAt = time.GetTimestamp();
            }

            return new Attempt(this, client, guessed, digest, guessed.WaitOf(digest, now));
        }
        catch
        {
            guessed.Turn.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _clients.Dispose();
        _unknown.Dispose();
    }

    private ClientAttempts Of(MemoryCache memory, string clientId)
    {
        if (memory.TryGetValue(clientId, out ClientAttempts? known))
        {
            return known!;
        }

        // GetOrCreate alone would let two first attempts count for themselves.
        lock (_adding)
        {
            return memory.GetOrCreate(clientId, entry =>
            {
                entry.Size = 1;
                entry.SlidingExpiration = TimeSpan.FromDays(1);
                return new ClientAttempts();
            })!;
        }
    }

    private void End(Attempt attempt, bool succeeded)
    {
        var now = time.GetUtcNow();
        if (!succeeded)
        {
            var after = attempt.Guessed.Failed(attempt.Network, now);
            if (attempt.Client is not null && (after.Network.Failures >= WrittenFrom || after.All.Failures >= WrittenFrom))
            {
                writer.Write(attempt.Client, [(attempt.Network, after.Network), (ClientAttempts.All, after.All)], mark: true);
            }

            return;
        }

        // A success is written once a day for each network, so that it is known as the driver's when an attack comes; and at once when
        // it ends a row of failures that was written.
        var before = attempt.Guessed.Succeeded(attempt.Network, now);
        var ends = before.Network.Failures >= WrittenFrom || before.All.Failures >= WrittenFrom;
        if (ends || !(now - before.Network.SucceededAt < SuccessEvery))
        {
            var success = FailedAttempts.OfSuccess(now);
            writer.Write(attempt.Client!, ends ? [(attempt.Network, success), (ClientAttempts.All, success)] : [(attempt.Network, success)], mark: false);
        }
    }

    /// <param name="Wait">Not null: refused unseen, and told to come back then.</param>
    internal sealed record Attempt(SignInThrottle SignInThrottle, ClientRow? Client, ClientAttempts Guessed, string Network, TimeSpan? Wait) : IDisposable
    {
        public void Failed() => SignInThrottle.End(this, succeeded: false);

        public void Succeeded() => SignInThrottle.End(this, succeeded: true);

        public void Dispose() => Guessed.Turn.Release();
    }
}
