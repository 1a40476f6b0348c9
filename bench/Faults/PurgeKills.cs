using Eds.Core;
using Eds.Tests;

namespace Eds.Bench;

/// <summary>
/// Kills a purging server at its n-th write, before storage sees it or after, for each n: what is left is whole, and the next run
/// finishes. Due are clients, their secret, what an abandoned batch left, an idempotency row and events.
/// </summary>
internal static class PurgeKills
{
    private const int Kept = 2;
    private const int Due = 3;
    private const int Leftovers = 2;

    /// <param name="every">1: at every write; 5: at every fifth.</param>
    public static async Task<int> RunAsync(int every)
    {
        await using var store = await Store.StartAsync();
        var tally = new Tally();
        await using var whole = await Server.StartAsync(store.ServerOptions);
        var (write, died) = (0, true);
        for (; died; write += every)
        {
            died = false;
            foreach (var after in new[] { false, true })
            {
                var taxpayerId = await PrepareAsync(store);
                await using var server = await Server.StartAsync(store.ServerOptions with { DiesAtWrite = write, DiesAfterWrite = after });
                var dies = await server.PurgeAsync() is null;
                died |= dies;
                if (dies)
                {
                    tally.Fault();
                }

                await Inspection.WholeAsync(store.Tables, taxpayerId, tally);
                await FinishAsync(store, whole, taxpayerId, tally);
            }
        }

        return tally.Report("purge", $"at writes 0 to {write - every} by {every}");
    }

    /// <summary>A taxpayer of 400 days ago.</summary>
    private static async Task<string> PrepareAsync(Store store)
    {
        var generator = new Generator(store);
        var retention = TimeSpan.FromDays(400);
        store.Clock.Ahead = -retention;
        var due = await generator.FleetAsync(Due, new SecretChoice.Generated(Each: false));
        await generator.AddAsync(due, Kept, new SecretChoice.Generated(Each: false));
        await AbandonBatchAsync(store, due.TaxpayerId);
        await generator.AnnulAsync([due]);
        store.Clock.Ahead = TimeSpan.Zero;
        return due.TaxpayerId;
    }

    /// <summary>As a server leaves it that dies between two transactions.</summary>
    private static async Task AbandonBatchAsync(Store store, string taxpayerId)
    {
        var (batchId, at) = (Crockford.Draw(16), store.Clock.GetUtcNow());
        using var due = new PurgeQueue(store.Tables);
        await due.BatchAsync(taxpayerId, batchId, at, CancellationToken.None);
        for (var i = 0; i < Leftovers; i++)
        {
            var clientId = ClientId.Draw(taxpayerId);
            await store.Tables.Taxpayers.AddEntityAsync(new ClientRow
            {
                PartitionKey = taxpayerId,
                RowKey = RowKeys.Client(clientId),
                BatchId = batchId,
                SecretId = Crockford.Draw(16),
                CreatedAt = at,
            });
            await store.Tables.Taxpayers.AddEntityAsync(new ActiveDriverRow
            {
                PartitionKey = taxpayerId,
                RowKey = RowKeys.Driver(Crockford.Draw(26)),
                BatchId = batchId,
                ClientId = clientId.Compact,
                StartedAt = at,
            });
        }
    }

    private static async Task FinishAsync(Store store, Server server, string taxpayerId, Tally tally)
    {
        tally.Attempt();
        var report = await server.PurgeAsync();
        var rows = await Wholeness.RowsAsync(store.Tables, taxpayerId);
        var counts = (rows.Of("client").Count(), rows.Of("driver").Count(), rows.Of("secret").Count(), rows.Count);

        // Besides: the taxpayer and its user.
        if (report is not { Finished: true } || counts != (Kept, Kept, 1, Kept + Kept + 3) || (await Wholeness.DueAsync(store.Tables, taxpayerId)).Count != 0)
        {
            tally.Lose($"after the next run there are (clients, guards, secrets, rows) {counts}, and {(await Wholeness.DueAsync(store.Tables, taxpayerId)).Count} notes");
        }

        await Inspection.WholeAsync(store.Tables, taxpayerId, tally);
    }
}
