using Microsoft.Extensions.Caching.Memory;

namespace Eds.Core;

/// <summary>
/// Limits guessing (RFC 6749 §2.3.1, NIST SP 800-63B-4 §3.2.2): per client and network a growing wait after ten failures in a row; per
/// client over all networks a hundred, after which only networks that had a success go on.
/// </summary>
/// <remarks>
/// This instance's memory decides. From the fifth failure of a client that exists, counts are also written to table <c>Guesses</c>, behind
/// the request, and the client row is marked; whoever reads a marked row looks there too. So counts survive a restart and add up over
/// instances, and a client nobody guesses at costs nothing. Ids that do not exist are counted in memory alone and get the same answers.
/// </remarks>
public sealed class Guessing(EdsTables tables, Keys keys, GuessWriter writer, TimeProvider time) : IDisposable
{
    private const int WrittenFrom = 5;

    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SuccessEvery = TimeSpan.FromDays(1);

    private readonly MemoryCache _clients = new(new MemoryCacheOptions { SizeLimit = 50_000 });
    private readonly MemoryCache _unknown = new(new MemoryCacheOptions { SizeLimit = 50_000 });

    /// <param name="client">Null: there is none with this id.</param>
    /// <param name="network">As <c>203.0.113.0/24</c>.</param>
    internal async ValueTask<Attempt> BeginAsync(ClientId clientId, ClientRow? client, string network, CancellationToken cancellation)
    {
        var digest = (await keys.LookupAsync(cancellation)).Digest("network", network);
        var guessed = (client is null ? _unknown : _clients).GetOrCreate(clientId.Compact, entry =>
        {
            entry.Size = 1;
            entry.SlidingExpiration = TimeSpan.FromDays(1);
            return new GuessedClient();
        })!;
        var now = time.GetUtcNow();
        if (client?.GuessedAt is { } marked && now - marked < SuccessEvery && !(now - guessed.ReadAt < ReadEvery))
        {
            await foreach (var row in tables.Guesses.QueryAsync<GuessRow>(row => row.PartitionKey == clientId.Compact, cancellationToken: cancellation))
            {
                guessed.Learn(row.RowKey, row.Count);
            }

            guessed.ReadAt = now;
        }

        return new Attempt(this, client, guessed, digest, guessed.WaitOf(digest, now));
    }

    public void Dispose()
    {
        _clients.Dispose();
        _unknown.Dispose();
    }

    private void End(Attempt attempt, bool succeeded)
    {
        var now = time.GetUtcNow();
        if (!succeeded)
        {
            var after = attempt.Guessed.Failed(attempt.Network, now);
            if (attempt.Client is not null && (after.Network.Failures >= WrittenFrom || after.All.Failures >= WrittenFrom))
            {
                writer.Write(attempt.Client, [(attempt.Network, after.Network), (GuessedClient.All, after.All)], mark: true);
            }

            return;
        }

        // A success is written once a day for each network, so that it is known as the driver's when an attack comes; and at once when
        // it ends a row of failures that was written.
        var before = attempt.Guessed.Succeeded(attempt.Network, now);
        var ends = before.Network.Failures >= WrittenFrom || before.All.Failures >= WrittenFrom;
        if (ends || !(now - before.Network.SucceededAt < SuccessEvery))
        {
            var success = GuessCount.OfSuccess(now);
            writer.Write(attempt.Client!, ends ? [(attempt.Network, success), (GuessedClient.All, success)] : [(attempt.Network, success)], mark: false);
        }
    }

    /// <param name="Wait">Not null: refused unseen, and told to come back then.</param>
    internal sealed record Attempt(Guessing Guessing, ClientRow? Client, GuessedClient Guessed, string Network, TimeSpan? Wait)
    {
        public void Failed() => Guessing.End(this, succeeded: false);

        public void Succeeded() => Guessing.End(this, succeeded: true);
    }
}
