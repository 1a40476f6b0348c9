namespace Eds.Bench;

/// <summary>One row of the table of latencies, gathered over rounds.</summary>
/// <param name="isOurs">
/// True: CPU and memory are the server's. False: a bare operation on storage, and they are the measuring process's: the SDK's cost.
/// </param>
internal sealed class MeasuredOperation(string name, int callers, bool isOurs, Func<int, Task> run)
{
    private double _cpuSeconds;
    private double _azuriteCpuSeconds;
    private long _allocated;

    public static string Header =>
        "| Operation | Callers | Per second | p50 ms | p95 ms | p99 ms | Per CPU-second | Allocated, KB each | Azurite's core |\n"
        + "|---|---|---|---|---|---|---|---|---|";

    public LatencySample Sample { get; private set; } = LatencySample.None;

    public double PerCpuSecond => Sample.Latencies.Count / _cpuSeconds;

    public Task RunOnceAsync(int caller) => run(caller);

    public Task WarmUpAsync(TimeSpan duration) => RunAsync(duration);

    /// <summary>One caller, this number of times.</summary>
    public Task RepeatAsync(BenchStorage storage, ServerProcess server, int times) =>
        MeasureAsync(storage, server, () => ClosedLoop.RepeatAsync(times, run));

    /// <summary>In turns, so that all see the same machine.</summary>
    public static async Task TakeTurnsAsync(
        BenchStorage storage, ServerProcess server, int rounds, TimeSpan duration, params IEnumerable<MeasuredOperation> operations)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var operation in operations)
            {
                await operation.MeasureAsync(storage, server, () => operation.RunAsync(duration));
            }
        }
    }

    public override string ToString()
    {
        var (perSecond, p50, p95, p99) = (Sample.PerSecond, Sample.Percentile(50), Sample.Percentile(95), Sample.Percentile(99));
        var (kilobytes, azurite) = (_allocated / 1024.0 / Sample.Latencies.Count, _azuriteCpuSeconds / Sample.Elapsed.TotalSeconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {callers} | {perSecond:N0} | {p50:F2} | {p95:F2} | {p99:F2} "
            + $"| {PerCpuSecond:N0} | {kilobytes:N0} | {azurite:P0} |");
    }

    private Task<LatencySample> RunAsync(TimeSpan duration) => ClosedLoop.RunAsync(callers, duration, run);

    private async Task MeasureAsync(BenchStorage storage, ServerProcess server, Func<Task<LatencySample>> sample)
    {
        var (before, azuriteBefore) = (await UsageAsync(server), storage.AzuriteCpuSeconds());
        Sample = Sample.With(await sample());
        var (after, azuriteAfter) = (await UsageAsync(server), storage.AzuriteCpuSeconds());
        _cpuSeconds += after.CpuSeconds - before.CpuSeconds;
        _allocated += after.Allocated - before.Allocated;
        _azuriteCpuSeconds += azuriteAfter - azuriteBefore;
    }

    private async Task<(double CpuSeconds, long Allocated)> UsageAsync(ServerProcess server)
    {
        var state = await server.StateAsync();
        PeakMemory.Update(state);
        return isOurs
            ? (state.CpuSeconds, state.Allocated)
            : (Environment.CpuUsage.TotalTime.TotalSeconds, GC.GetTotalAllocatedBytes(precise: true));
    }
}

/// <summary>The server's largest working set that was seen, in bytes.</summary>
internal static class PeakMemory
{
    public static long WorkingSet { get; private set; }

    public static void Update(ServerState state) => WorkingSet = Math.Max(WorkingSet, state.WorkingSet);
}
