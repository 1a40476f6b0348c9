namespace Eds.Bench;

/// <param name="Round">One measurement of one operation. Bare operations and ours take turns, so that both see the same machine.</param>
/// <param name="Repeats">Of a slow operation, by one caller.</param>
/// <param name="Stored">Clients in the large storage.</param>
/// <param name="Taxpayers">Over which they are spread.</param>
/// <param name="Large">Clients of one taxpayer more.</param>
internal sealed record WorkloadSize(TimeSpan Round, int Rounds, int Repeats, int Stored, int Taxpayers, int Large, int Due, bool FreshClone)
{
    public static WorkloadSize Full { get; } = new(TimeSpan.FromSeconds(2), 12, 20, 100_000, 2_000, 10_000, 10_000, FreshClone: true);
    public static WorkloadSize Short { get; } = new(TimeSpan.FromSeconds(0.5), 4, 5, 4_000, 80, 2_000, 400, FreshClone: false);
}

/// <summary>Measures everything, and prints the tables of docs/performance.md.</summary>
internal static class Benchmarks
{
    public static async Task<int> RunAsync(WorkloadSize size)
    {
        var (report, started) = (new Report(), TimeProvider.System.GetTimestamp());
        await GrowthBenchmarks.MeasureAsync(size, report);
        await WriteBenchmarks.MeasureRegistrationAsync(size, report);
        await WriteBenchmarks.MeasureBulkAsync(size, report);
        await CarriageBenchmarks.MeasureAsync(size, report);
        await StartupBenchmarks.MeasureAsync(size, report);
        var peak = MeasuredSystem.PeakWorkingSet >> 20;
        report.AddTarget("server's working set, the largest seen", "< 250 MB", $"{peak} MB", peak < 250);
        report.Print();
        Console.WriteLine($"\n{Report.Machine()} {TimeProvider.System.GetElapsedTime(started).TotalMinutes:F0} minutes.");
        return 0;
    }

    public static async Task<int> RunRidesAsync(WorkloadSize size)
    {
        var report = new Report();
        await CarriageBenchmarks.MeasureAsync(size, report);
        report.Print();
        return 0;
    }
}
