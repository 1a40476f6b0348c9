namespace Eds.Bench;

/// <summary>A mixed load for a while: no errors, and neither memory nor handles grow.</summary>
internal static class Soak
{
    private const int Companies = 6;
    private const int Samples = 6;

    /// <summary>What caches may fill up with between the first sample, which is after a warm-up, and the last; and in the second half of that.</summary>
    private const long MostGrowth = 12L << 20;
    private const long MostLateGrowth = 4L << 20;
    private const int MostNewHandles = 16;

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        await using var store = await Store.StartAsync();
        var tally = new Tally();
        await using var servers = await Servers.StartAsync(1, store.ServerOptions with { ShowsErrors = true });
        var caller = new Insistent(servers.Any, tally);
        var workers = await Workers.StartAsync(Companies, caller, tally, pause: TimeSpan.FromMilliseconds(20));
        var states = new List<ServerState>();
        for (var i = 0; i < Samples; i++)
        {
            await workers.DuringAsync(duration / Samples);
            states.Add(await servers.All[0].CollectAsync());
        }

        await workers.StopAsync();
        await Inspection.RunAsync(store.Tables, workers.Companies, caller, tally);
        var (first, middle, last) = (states[0], states[Samples / 2], states[^1]);
        if (last.Heap - first.Heap > MostGrowth || last.Heap - middle.Heap > MostLateGrowth)
        {
            tally.Lose($"memory: the heap grew from {first.Heap >> 20} over {middle.Heap >> 20} to {last.Heap >> 20} MB");
        }

        if (last.Handles - first.Handles > MostNewHandles)
        {
            tally.Lose($"handles: {first.Handles} became {last.Handles}");
        }

        if (last.Errors > 0)
        {
            tally.Lose($"{last.Errors} errors in the log");
        }

        return tally.Report(
            "soak",
            $"{duration.TotalMinutes:0.#} minutes, {workers.Steps} deeds, heap {string.Join(" ", states.Select(state => $"{state.Heap / 1e6:F1}"))} MB, "
            + $"working set {string.Join(" ", states.Select(state => state.WorkingSet >> 20))} MB, handles {string.Join(" ", states.Select(state => state.Handles))}, {last.Errors} errors");
    }
}
