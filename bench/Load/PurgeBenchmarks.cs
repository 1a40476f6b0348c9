namespace Eds.Bench;

/// <param name="Clients">That were due.</param>
/// <param name="CallsEach">Calls to storage for each removed client.</param>
/// <param name="Each">Time for each removed client.</param>
/// <param name="BareEach">Time of the same calls to storage alone, on the same storage.</param>
/// <param name="Complete">After a killed run and a whole one, everything due is gone, and nothing else.</param>
internal sealed record PurgeCost(int Clients, double CallsEach, TimeSpan Each, TimeSpan BareEach, bool Complete)
{
    public override string ToString() =>
        $"{CallsEach:F2} calls and {Each.TotalMilliseconds:F1} ms each (bare {BareEach.TotalMilliseconds:F1} ms)";
}

/// <summary>What a purge costs, after one that was killed halfway.</summary>
internal static class PurgeBenchmarks
{
    private const int BareRemovals = 500;

    public static async Task<PurgeCost> MeasureAsync(
        BenchStorage storage, ServerProcess server, StorageSeeder seeder, IReadOnlyList<Fleet> due)
    {
        await seeder.AnnulLongAgoAsync(due);
        var all = due.Sum(fleet => fleet.Clients.Count);
        await using (var killed = await ServerProcess.StartAsync(storage.ServerOptions with { KillAtWrite = all / 5 }))
        {
            if (await killed.PurgeAsync() is not null)
            {
                throw new InvalidOperationException("The purge ended before it was killed.");
            }
        }

        var bare = await BareStorage.RemoveAsync(storage.Tables, BareRemovals);
        var (before, started) = (await server.StateAsync(), TimeProvider.System.GetTimestamp());
        var report = (await server.PurgeAsync())!;
        var (elapsed, after) = (TimeProvider.System.GetElapsedTime(started), await server.StateAsync());
        PeakMemory.Update(after);
        var complete = report.Finished && await server.PurgeAsync() is { Clients: 0, Other: 0 };
        foreach (var fleet in due)
        {
            complete &= !(await StorageInvariants.RowsAsync(storage.Tables, fleet.TaxpayerId)).Of("client").Any()
                && (await StorageInvariants.ViolationsAsync(storage.Tables, fleet.TaxpayerId)).Count == 0;
        }

        return new PurgeCost(
            all, (double)(after.StorageCalls - before.StorageCalls) / report.Clients, elapsed / report.Clients, bare, complete);
    }

    /// <summary>The same where nothing else is stored.</summary>
    public static async Task<PurgeCost> MeasureAloneAsync(int taxpayers, int clientsEach)
    {
        await using var storage = await BenchStorage.StartAsync();
        await using var server = await ServerProcess.StartAsync(storage.ServerOptions);
        var seeder = new StorageSeeder(storage);
        return await MeasureAsync(storage, server, seeder, await seeder.AddFleetsAsync(taxpayers, clientsEach));
    }

    public static IEnumerable<Target> Targets(PurgeCost among, PurgeCost alone, int stored)
    {
        yield return new(
            $"purge: {among.Clients:N0} due among {stored:N0}", "as many calls to storage for each as where nothing else is stored",
            $"{among}; alone {alone}", among.CallsEach < alone.CallsEach * 1.05);
        yield return new(
            "purge killed halfway", "the next run finishes", among.Complete
                ? "all gone, nothing else"
                : "rows left or violations", among.Complete);
    }
}
