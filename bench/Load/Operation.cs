using System.Globalization;

namespace Eds.Bench;

/// <summary>One line of the table of latencies, gathered over rounds.</summary>
/// <param name="ours">
/// False: a bare operation on storage, sent from the measuring process; then that one's CPU and memory are told: what the SDK takes.
/// </param>
internal sealed class Operation(string name, int callers, bool ours, Func<int, Task> run)
{
    private double _cpuSeconds;
    private double _azuriteCpuSeconds;
    private long _allocated;

    public static string Header =>
        "| Operation | Callers | Per second | p50 ms | p95 ms | p99 ms | Per CPU-second | Allocated, KB each | Azurite's core |\n"
        + "|---|---|---|---|---|---|---|---|---|";

    public string Name => name;

    public Sample Sample { get; private set; } = Sample.None;

    public double PerCpuSecond => Sample.Latencies.Count / _cpuSeconds;

    /// <summary>Calls storage or the server once.</summary>
    public Task RunOnceAsync(int caller) => run(caller);

    public Task WarmUpAsync(TimeSpan duration) => ClosedLoop.RunAsync(callers, duration, run);

    public Task MeasureAsync(Store store, Server server, TimeSpan duration) =>
        MeasureAsync(store, server, () => ClosedLoop.RunAsync(callers, duration, run));

    /// <summary>So many, by one caller.</summary>
    public Task RepeatAsync(Store store, Server server, int times) => MeasureAsync(store, server, () => ClosedLoop.RepeatAsync(times, run));

    public override string ToString()
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {callers} | {Sample.PerSecond:N0} | {Sample.Percentile(50):F2} | {Sample.Percentile(95):F2} | {Sample.Percentile(99):F2} | {PerCpuSecond:N0} | {_allocated / 1024.0 / Sample.Latencies.Count:N0} | {_azuriteCpuSeconds / Sample.Elapsed.TotalSeconds:P0} |");
    }

    private async Task MeasureAsync(Store store, Server server, Func<Task<Sample>> sample)
    {
        var (before, azuriteBefore) = (await StateAsync(server), store.AzuriteCpuSeconds());
        Sample = Sample.With(await sample());
        var (after, azuriteAfter) = (await StateAsync(server), store.AzuriteCpuSeconds());
        _cpuSeconds += after.CpuSeconds - before.CpuSeconds;
        _allocated += after.Allocated - before.Allocated;
        _azuriteCpuSeconds += azuriteAfter - azuriteBefore;
    }

    private async Task<(double CpuSeconds, long Allocated)> StateAsync(Server server)
    {
        var state = await server.StateAsync();
        Peak.Note(state.WorkingSet);
        return ours ? (state.CpuSeconds, state.Allocated) : (Environment.CpuUsage.TotalTime.TotalSeconds, GC.GetTotalAllocatedBytes(precise: true));
    }
}

/// <summary>The largest working set of the server that was seen, in bytes.</summary>
internal static class Peak
{
    public static long WorkingSet { get; private set; }

    public static void Note(long workingSet) => WorkingSet = Math.Max(WorkingSet, workingSet);
}
