namespace Eds.Bench;

/// <summary>
/// Kills a purging server at its n-th write, before storage receives it and after storage applied it, for each n. The invariants must
/// hold, and the next run must finish. Due are clients, their secret, the rows of an aborted batch, an idempotency row and events.
/// </summary>
internal static class PurgeKills
{
    private const int Kept = 2;
    private const int Due = 5;
    private const int BatchClients = 2;

    /// <summary>Besides clients and their guards: taxpayer, user and secret.</summary>
    private const int OtherRows = 3;

    private static readonly TimeSpan BeyondRetention = TimeSpan.FromDays(400);

    /// <param name="every">1: at every write; 5: at every fifth.</param>
    public static async Task<int> RunAsync(int every)
    {
        await using var storage = await BenchStorage.StartAsync();
        var counters = new FaultCounters();
        await using var healthy = await ServerProcess.StartAsync(storage.ServerOptions);
        var (write, killed) = (0, true);
        for (; killed; write += every)
        {
            killed = false;
            foreach (var after in new[] { false, true })
            {
                var taxpayerId = await SeedAsync(storage);
                await using var server = await ServerProcess.StartAsync(
                    storage.ServerOptions with { KillAtWrite = write, KillAfterWrite = after });
                if (await server.PurgeAsync() is null)
                {
                    killed = true;
                    counters.CountFault();
                }

                await counters.CheckInvariantsAsync(storage.Tables, taxpayerId);
                await FinishAsync(storage, healthy, taxpayerId, counters);
            }
        }

        return counters.Print("purge", $"at writes 0 to {write - every} by {every}");
    }

    private static async Task<string> SeedAsync(BenchStorage storage)
    {
        storage.Clock.Ahead = -BeyondRetention;
        var taxpayer = await storage.EnrolAsync(Due, SharedSecret.Generated());
        var due = taxpayer.Active.ToList();
        await taxpayer.RegisterAsync(Kept, SharedSecret.Generated());
        await AddPendingBatchAsync(storage, taxpayer.Id);
        await taxpayer.AnnulAsync(due);
        storage.Clock.Ahead = TimeSpan.Zero;
        return taxpayer.Id;
    }

    /// <summary>What a server leaves that dies between two transactions of a batch.</summary>
    private static async Task AddPendingBatchAsync(BenchStorage storage, string taxpayerId)
    {
        var (batchId, at) = (Crockford.Draw(16), storage.Clock.GetUtcNow());
        using var queue = new PurgeQueue(storage.Tables);
        await queue.BatchAsync(taxpayerId, batchId, at, CancellationToken.None);
        for (var i = 0; i < BatchClients; i++)
        {
            var clientId = ClientId.Draw(taxpayerId);
            await storage.Tables.Taxpayers.AddEntityAsync(new ClientRow
            {
                PartitionKey = taxpayerId,
                RowKey = RowKeys.Client(clientId),
                BatchId = batchId,
                SecretId = Crockford.Draw(16),
                CreatedAt = at,
            });
            await storage.Tables.Taxpayers.AddEntityAsync(new ActiveDriverRow
            {
                PartitionKey = taxpayerId,
                RowKey = RowKeys.Driver(Crockford.Draw(26)),
                BatchId = batchId,
                ClientId = clientId.Compact,
                StartedAt = at,
            });
        }
    }

    private static async Task FinishAsync(BenchStorage storage, ServerProcess server, string taxpayerId, FaultCounters counters)
    {
        counters.CountAttempt();
        var report = await server.PurgeAsync();
        var rows = await StorageInvariants.RowsAsync(storage.Tables, taxpayerId);
        var due = await StorageInvariants.DueAsync(storage.Tables, taxpayerId);
        var counts = (rows.Of("client").Count(), rows.Of("driver").Count(), rows.Of("secret").Count(), rows.Count, due.Count);
        counters.Expect(
            report is { Finished: true } && counts == (Kept, Kept, 1, Kept + Kept + OtherRows, 0),
            $"the next run left (clients, guards, secrets, rows, purge entries) {counts}");
        await counters.CheckInvariantsAsync(storage.Tables, taxpayerId);
    }
}
