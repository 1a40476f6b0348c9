namespace Eds.Bench;

/// <summary>The fault programs by name. Each ends by itself and prints one line of figures.</summary>
internal static class FaultPrograms
{
    private static readonly IReadOnlyList<(string Name, Func<Task<int>> Short, Func<Task<int>> Long)> All =
    [
        ("kill9", () => Kill9.RunAsync(batches: 30), () => Kill9.RunAsync(batches: 500)),
        ("storage", () => StorageRestarts.RunAsync(restarts: 3, powerCuts: 1), () => StorageRestarts.RunAsync(restarts: 40, powerCuts: 10)),
        ("network", () => NetworkFaults.RunAsync(operations: 150), () => NetworkFaults.RunAsync(operations: 5_000)),
        ("races", () => RunRacesAsync(rounds: 2), () => RunRacesAsync(rounds: 40)),
        ("clock", () => ClockSteps.RunAsync(steps: 12), () => ClockSteps.RunAsync(steps: 200)),
        ("purge", () => PurgeKills.RunAsync(every: 5), () => PurgeKills.RunAsync(every: 1)),
        ("rides", () => CarriageReports.RunAsync(rides: 2_000, restarts: 3), () => CarriageReports.RunAsync(rides: 100_000, restarts: 20)),
        ("soak", () => Soak.RunAsync(TimeSpan.FromMinutes(1)), () => Soak.RunAsync(TimeSpan.FromMinutes(20))),
    ];

    private static string Names => string.Join(", ", All.Select(program => program.Name));

    /// <param name="name">Null: all, one after the other.</param>
    /// <returns>The exit code: 0 if nothing is lost or partial.</returns>
    public static async Task<int> RunAsync(string? name, bool isLong)
    {
        var chosen = All.Where(program => name is null || program.Name == name).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"There is no fault program \"{name}\". There are: {Names}.");
            return 1;
        }

        var exitCode = 0;
        foreach (var program in chosen)
        {
            exitCode = Math.Max(exitCode, await (isLong ? program.Long : program.Short)());
        }

        return exitCode;
    }

    public static int PrintUsage()
    {
        Console.Error.WriteLine(
            $"""
            dotnet run -c Release --project bench                              all measurements: a quarter of an hour
            dotnet run -c Release --project bench -- --short                   fewer of each: under two minutes
            dotnet run -c Release --project bench -- --micro                   the parts without storage, by BenchmarkDotNet
            dotnet run -c Release --project bench -- faults [NAME] [--long]    {Names}
            dotnet run -c Release --project bench -- attack [--long]           guesses at secrets, in ten seconds or ten minutes
            """);
        return 1;
    }

    private static async Task<int> RunRacesAsync(int rounds) =>
        Math.Max(await Races.RunAsync(processes: 2, rounds), await Races.RunAsync(processes: 4, rounds));
}
