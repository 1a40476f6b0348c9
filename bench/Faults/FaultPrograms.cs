namespace Eds.Bench;

/// <summary>The fault programs by name. Each ends by itself and prints one line of figures.</summary>
internal static class FaultPrograms
{
    private static readonly IReadOnlyList<(string Name, Func<bool, Task<int>> Run)> All =
    [
        ("kill9", isLong => LoadFaults.Kill9Async(batches: isLong ? 500 : 30)),
        ("storage", isLong => LoadFaults.StorageAsync(restarts: isLong ? 40 : 3, powerCuts: isLong ? 10 : 1)),
        ("network", isLong => LoadFaults.NetworkAsync(operations: isLong ? 5_000 : 150)),
        ("races", async isLong => Math.Max(
            await Races.RunAsync(processes: 2, rounds: isLong ? 40 : 2), await Races.RunAsync(processes: 4, rounds: isLong ? 40 : 2))),
        ("clock", isLong => LoadFaults.ClockAsync(steps: isLong ? 200 : 12)),
        ("purge", isLong => PurgeKills.RunAsync(every: isLong ? 1 : 5)),
        ("rides", isLong => isLong
            ? LoadFaults.RidesAsync(rides: 100_000, devicesEach: 16, restarts: 20)
            : LoadFaults.RidesAsync(rides: 2_000, devicesEach: 1, restarts: 3)),
        ("soak", isLong => LoadFaults.SoakAsync(TimeSpan.FromMinutes(isLong ? 20 : 1))),
    ];

    /// <returns>The exit code: 0 if nothing is lost or partial.</returns>
    public static async Task<int> RunAsync(Func<string, bool> isChosen, bool isLong)
    {
        var exitCodes = new List<int>();
        foreach (var program in All.Where(program => isChosen(program.Name)))
        {
            exitCodes.Add(await program.Run(isLong));
        }

        return exitCodes.Count == 0 ? PrintUsage() : exitCodes.Max();
    }

    public static int PrintUsage()
    {
        Console.Error.WriteLine(
            $"""
            dotnet run -c Release --project bench                              all measurements: a quarter of an hour
            dotnet run -c Release --project bench -- --short                   fewer of each: two minutes
            dotnet run -c Release --project bench -- --rides                   the part about rides
            dotnet run -c Release --project bench -- --micro                   the parts without storage, by BenchmarkDotNet
            dotnet run -c Release --project bench -- faults [NAME] [--long]    {string.Join(", ", All.Select(program => program.Name))}
            dotnet run -c Release --project bench -- attack [--long]           guesses at secrets, in ten seconds or ten minutes
            """);
        return 1;
    }
}
