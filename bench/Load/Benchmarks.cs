namespace Eds.Bench;

/// <summary>Measures everything, and prints the tables of docs/performance.md. Progress goes to standard error.</summary>
internal static class Benchmarks
{
    private const long MaxWorkingSet = 250L << 20;

    public static async Task<int> RunAsync(WorkloadSize size)
    {
        var started = TimeProvider.System.GetTimestamp();
        ReportProgress("registering");
        var (writes, writeTargets) = await WriteBenchmarks.MeasureAsync(size);
        ReportProgress("annulling and rotating");
        var (bulk, bulkTargets) = await BulkBenchmarks.MeasureAsync(size);
        ReportProgress("reporting rides");
        var (rides, rideTargets) = await CarriageBenchmarks.MeasureAsync(size);
        ReportProgress("reading");
        var (reads, readTargets) = await GrowthBenchmarks.MeasureAsync(size);
        ReportProgress("starting");
        List<Target> targets =
            [.. readTargets, .. writeTargets, .. bulkTargets, .. rideTargets, await StartupBenchmarks.MeasureBuiltAsync()];
        if (size.FreshClone)
        {
            targets.Add(await StartupBenchmarks.MeasureFreshCloneAsync());
        }

        var peak = PeakMemory.WorkingSet;
        targets.Add(new("server's working set, the largest seen", "< 250 MB", $"{peak >> 20} MB", peak < MaxWorkingSet));
        Print(Target.Header, targets);
        foreach (var (title, operations) in reads.Concat([("An empty store", writes), ("Many at once", bulk), ("Rides", rides)]))
        {
            Console.WriteLine($"\n{title}:\n");
            Print(MeasuredOperation.Header, operations);
        }

        Console.WriteLine($"\n{MachineInfo.Describe()} {TimeProvider.System.GetElapsedTime(started).TotalMinutes:F0} minutes.");
        return 0;
    }

    /// <summary>The rides' part of it alone.</summary>
    public static async Task<int> RunRidesAsync(WorkloadSize size)
    {
        var (operations, targets) = await CarriageBenchmarks.MeasureAsync(size);
        Print(Target.Header, targets);
        Console.WriteLine();
        Print(MeasuredOperation.Header, operations);
        return 0;
    }

    public static void ReportProgress(string what) => Console.Error.WriteLine($"… {what}");

    private static void Print(string header, IEnumerable<object> lines)
    {
        Console.WriteLine(header);
        foreach (var line in lines)
        {
            Console.WriteLine(line);
        }
    }
}
