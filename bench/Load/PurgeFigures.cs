using Eds.Tests;

namespace Eds.Bench;

/// <param name="Clients">Due.</param>
/// <param name="CallsEach">Calls to storage for each client removed.</param>
/// <param name="Each">For each client removed.</param>
/// <param name="BareEach">The same calls to storage alone, on the same store.</param>
/// <param name="Complete">All is gone, after a run that was killed and one that was not, and nothing else is.</param>
internal sealed record PurgeCost(int Clients, double CallsEach, TimeSpan Each, TimeSpan BareEach, bool Complete);

/// <summary>What a purge costs, after one that was killed in its midst.</summary>
internal static class PurgeFigures
{
    private const int BareRemovals = 500;

    public static async Task<PurgeCost> MeasureAsync(Store store, Server server, Generator generator, IReadOnlyList<Fleet> due)
    {
        await generator.AnnulLongAgoAsync(due);
        var all = due.Sum(fleet => fleet.Clients.Count);
        await using (var killed = await Server.StartAsync(store.ServerOptions with { DiesAtWrite = all / 5 }))
        {
            if (await killed.PurgeAsync() is not null)
            {
                throw new InvalidOperationException("The purge that was to be killed ended.");
            }
        }

        var bare = await Bare.RemoveAsync(store.Tables, BareRemovals);
        var (before, started) = (await server.StateAsync(), TimeProvider.System.GetTimestamp());
        var report = (await server.PurgeAsync())!;
        var (elapsed, after) = (TimeProvider.System.GetElapsedTime(started), await server.StateAsync());
        Peak.Note(after.WorkingSet);
        var again = (await server.PurgeAsync())!;
        var (left, faults) = (0, 0);
        foreach (var fleet in due)
        {
            left += (await Wholeness.RowsAsync(store.Tables, fleet.TaxpayerId)).Of("client").Count();
            faults += (await Wholeness.FaultsAsync(store.Tables, fleet.TaxpayerId)).Count;
        }

        return new PurgeCost(
            all,
            (double)(after.StorageCalls - before.StorageCalls) / report.Clients,
            elapsed / report.Clients,
            bare,
            report.Finished && again is { Clients: 0, Other: 0 } && left == 0 && faults == 0);
    }

    /// <summary>The same where nothing else is stored.</summary>
    public static async Task<PurgeCost> MeasureAloneAsync(int taxpayers, int clientsEach)
    {
        await using var store = await Store.StartAsync();
        await using var server = await Server.StartAsync(store.ServerOptions);
        var generator = new Generator(store);
        return await MeasureAsync(store, server, generator, await generator.FleetsAsync(taxpayers, clientsEach));
    }

    public static IEnumerable<Goal> Goals(PurgeCost among, PurgeCost alone, int stored)
    {
        yield return new(
            $"purge: {among.Clients:N0} due among {stored:N0}", "calls to storage for each as where nothing else is stored",
            $"{Each(among)}; alone {Each(alone)}",
            among.CallsEach < alone.CallsEach * 1.05);
        yield return new("purge killed in its midst", "the next run finishes", among.Complete ? "all gone, nothing else" : "rows left or faults", among.Complete);
    }

    private static string Each(PurgeCost cost) =>
        $"{cost.CallsEach:F2} calls and {cost.Each.TotalMilliseconds:F1} ms each (bare {cost.BareEach.TotalMilliseconds:F1} ms)";
}
