namespace Eds.Bench;

/// <summary>A mixed load for a while: nothing fails, and neither memory nor handles grow.</summary>
internal static class Soak
{
    private const int Samples = 6;
    private const int MaxNewHandles = 16;

    /// <summary>
    /// Bytes that caches may take between the first sample, which follows a warm-up, and the last; and in the second half. Pools of arrays
    /// come and go with 1 MB each.
    /// </summary>
    private const long MaxGrowth = 24L << 20;
    private const long MaxLateGrowth = 12L << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        await using var storage = await BenchStorage.StartAsync();
        var (counters, states) = (new FaultCounters(), new List<ServerState>());
        await using var servers = await ServerPool.StartAsync(1, storage.ServerOptions);
        var load = await SimulatedLoad.StartAsync(servers, counters, async taxpayer =>
        {
            await taxpayer.StepAsync();
            await Task.Delay(Pause);
        });
        for (var i = 0; i < Samples; i++)
        {
            await load.RunAsync(duration / Samples);
            states.Add(await servers.All[0].CollectAsync());
        }

        await load.StopAsync();
        await load.VerifyAsync(storage.Tables);
        var (first, middle, last) = (states[0], states[Samples / 2], states[^1]);
        counters.Expect(
            last.Heap - first.Heap <= MaxGrowth && last.Heap - middle.Heap <= MaxLateGrowth,
            $"memory: the heap grew from {first.Heap >> 20} over {middle.Heap >> 20} to {last.Heap >> 20} MB");
        counters.Expect(last.Handles - first.Handles <= MaxNewHandles, $"handles: {first.Handles} became {last.Handles}");
        counters.ExpectAll(last.Errors, [], "an error in the log");
        return counters.Print(
            "soak",
            $"{duration.TotalMinutes:0.#} minutes, {load.Operations} operations, heap {List(state => $"{state.Heap / 1e6:F1}")} MB, "
            + $"working set {List(state => $"{state.WorkingSet >> 20}")} MB, handles {List(state => $"{state.Handles}")}, "
            + $"{last.Errors.Count} errors");

        string List(Func<ServerState, string> value) => string.Join(' ', states.Select(value));
    }
}
