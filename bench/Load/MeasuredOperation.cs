namespace Eds.Bench;

/// <summary>One row of the table of latencies, gathered over rounds.</summary>
/// <param name="isOurs">
/// True: CPU and memory are the server's. False: a bare operation on storage, and they are the measuring process's: the SDK's cost.
/// </param>
/// <param name="run">Gets 0, 1, 2, … over all callers; throws if it fails.</param>
internal sealed class MeasuredOperation(MeasuredSystem system, string name, int callers, bool isOurs, Func<int, Task> run)
{
    private readonly List<double> _milliseconds = [];
    private int _turn = -1;
    private TimeSpan _elapsed;
    private double _cpuSeconds;
    private double _azuriteCpuSeconds;
    private long _allocated;

    public static string Header =>
        "| Operation | Callers | Per second | p50 ms | p95 ms | p99 ms | Per CPU-second | Allocated, KB each | Azurite's core |\n"
        + "|---|---|---|---|---|---|---|---|---|";

    public double PerSecond => _milliseconds.Count / _elapsed.TotalSeconds;
    public double PerCpuSecond => _milliseconds.Count / _cpuSeconds;
    public double MedianSeconds => Percentile(50) / 1000;

    /// <summary>In milliseconds, by nearest rank.</summary>
    public double Percentile(int percent) =>
        _milliseconds.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(_milliseconds.Count * percent / 100.0) - 1));

    public Task RunOnceAsync() => run(Interlocked.Increment(ref _turn));

    /// <summary>One caller, this number of times.</summary>
    public Task RepeatAsync(int times) => MeasureAsync(1, (done, _) => done < times);

    /// <summary>After a warm-up, in turns, so that all see the same machine.</summary>
    public static async Task TakeTurnsAsync(WorkloadSize size, params IEnumerable<MeasuredOperation> operations)
    {
        foreach (var operation in operations)
        {
            await operation.RunAsync(operation.Callers, (_, elapsed) => elapsed < 4 * size.Round);
        }

        foreach (var operation in Enumerable.Repeat(operations, size.Rounds).SelectMany(round => round))
        {
            await operation.MeasureAsync(operation.Callers, (_, elapsed) => elapsed < size.Round);
        }
    }

    public override string ToString() =>
        $"| {name} | {callers} | {PerSecond:N0} | {Percentile(50):F2} | {Percentile(95):F2} | {Percentile(99):F2} | {PerCpuSecond:N0} "
        + $"| {_allocated / 1024.0 / _milliseconds.Count:N0} | {_azuriteCpuSeconds / _elapsed.TotalSeconds:P0} |";

    private int Callers => callers;

    private async Task MeasureAsync(int atOnce, Func<int, TimeSpan, bool> goesOn)
    {
        var (before, started) = (await UsageAsync(), TimeProvider.System.GetTimestamp());
        _milliseconds.AddRange(await RunAsync(atOnce, goesOn));
        _elapsed += TimeProvider.System.GetElapsedTime(started);
        var after = await UsageAsync();
        _cpuSeconds += after.CpuSeconds - before.CpuSeconds;
        _allocated += after.Allocated - before.Allocated;
        _azuriteCpuSeconds += after.AzuriteCpuSeconds - before.AzuriteCpuSeconds;
    }

    /// <summary>A closed loop: each caller sends its next request when the last one is answered.</summary>
    /// <param name="goesOn">Given how many requests the caller has sent, and the time since the start.</param>
    private async Task<IEnumerable<double>> RunAsync(int atOnce, Func<int, TimeSpan, bool> goesOn)
    {
        var (clock, started) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        var latencies = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (goesOn(own.Count, clock.GetElapsedTime(started)))
            {
                var at = clock.GetTimestamp();
                await RunOnceAsync();
                own.Add(clock.GetElapsedTime(at).TotalMilliseconds);
            }

            return own;
        })));
        return latencies.SelectMany(own => own);
    }

    private async Task<(double CpuSeconds, long Allocated, double AzuriteCpuSeconds)> UsageAsync()
    {
        var (state, azurite) = (await system.StateAsync(), system.Storage.AzuriteCpuSeconds());
        return isOurs
            ? (state.CpuSeconds, state.Allocated, azurite)
            : (Environment.CpuUsage.TotalTime.TotalSeconds, GC.GetTotalAllocatedBytes(precise: true), azurite);
    }
}
