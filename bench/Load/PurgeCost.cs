namespace Eds.Bench;

/// <summary>What a purge costs, after one that was killed halfway.</summary>
/// <param name="CallsEach">Calls to storage for each removed client.</param>
/// <param name="Each">Time for each removed client.</param>
/// <param name="BareEach">Time of the same calls to storage alone, on the same storage.</param>
/// <param name="Complete">After a killed run and a whole one, everything due is gone, and nothing else.</param>
internal sealed record PurgeCost(int Clients, double CallsEach, TimeSpan Each, TimeSpan BareEach, bool Complete)
{
    private const int BareRemovals = 500;

    public static async Task<PurgeCost> MeasureAsync(MeasuredSystem system, IReadOnlyList<SimulatedTaxpayer> due)
    {
        var all = due.Sum(taxpayer => taxpayer.Active.Count);
        await system.Storage.AnnulLongAgoAsync(due);
        await using (var killed = await ServerProcess.StartAsync(system.Storage.ServerOptions with { KillAtWrite = all / 5 }))
        {
            if (await killed.PurgeAsync() is not null)
            {
                throw new InvalidOperationException("The purge ended before it was killed.");
            }
        }

        var bare = await BareStorage.RemoveAsync(system.Tables, BareRemovals);
        var (before, started) = (await system.StateAsync(), TimeProvider.System.GetTimestamp());
        var report = (await system.Server.PurgeAsync())!;
        var (elapsed, after) = (TimeProvider.System.GetElapsedTime(started), await system.StateAsync());
        var complete = report.Finished && await system.Server.PurgeAsync() is { Clients: 0, Other: 0 };
        foreach (var taxpayer in due)
        {
            complete &= !(await StorageInvariants.RowsAsync(system.Tables, taxpayer.Id)).Of("client").Any()
                && (await StorageInvariants.ViolationsAsync(system.Tables, taxpayer.Id)).Count == 0;
        }

        return new PurgeCost(
            all, (double)(after.StorageCalls - before.StorageCalls) / report.Clients, elapsed / report.Clients, bare, complete);
    }

    public override string ToString() =>
        $"{CallsEach:F2} calls and {Each.TotalMilliseconds:F1} ms each (bare {BareEach.TotalMilliseconds:F1} ms)";
}
