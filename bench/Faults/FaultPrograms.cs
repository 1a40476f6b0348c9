namespace Eds.Bench;

/// <summary>The fault programs by name: each ends by itself with one line of figures.</summary>
internal static class FaultPrograms
{
    private static readonly IReadOnlyList<(string Name, Func<Task<int>> Short, Func<Task<int>> Long)> All =
    [
        ("kill9", () => Kill9.RunAsync(batches: 30), () => Kill9.RunAsync(batches: 500)),
        ("storage", () => StorageRestarts.RunAsync(restarts: 3, powerCuts: 1), () => StorageRestarts.RunAsync(restarts: 40, powerCuts: 10)),
        ("network", () => BadNetwork.RunAsync(deeds: 150), () => BadNetwork.RunAsync(deeds: 5_000)),
        ("races", () => RacesAsync(rounds: 2), () => RacesAsync(rounds: 40)),
        ("clock", () => ClockSteps.RunAsync(steps: 12), () => ClockSteps.RunAsync(steps: 200)),
        ("purge", () => PurgeKills.RunAsync(every: 5), () => PurgeKills.RunAsync(every: 1)),
        ("soak", () => Soak.RunAsync(TimeSpan.FromMinutes(1)), () => Soak.RunAsync(TimeSpan.FromMinutes(20))),
    ];

    /// <param name="name">Null: all, one after the other.</param>
    /// <returns>0 if nothing was lost and nothing is partial.</returns>
    public static async Task<int> RunAsync(string? name, bool isLong)
    {
        var chosen = All.Where(program => name is null || program.Name == name).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"There is no fault program \"{name}\"; there are {string.Join(", ", All.Select(program => program.Name))}.");
            return 1;
        }

        var worst = 0;
        foreach (var program in chosen)
        {
            worst = Math.Max(worst, await (isLong ? program.Long : program.Short)());
        }

        return worst;
    }

    public static int Usage()
    {
        Console.Error.WriteLine(
            $"""
            dotnet run -c Release --project bench                              measures everything: a quarter of an hour
            dotnet run -c Release --project bench -- --short                   the same, less of it: under two minutes
            dotnet run -c Release --project bench -- --micro                   what needs no storage, by BenchmarkDotNet
            dotnet run -c Release --project bench -- faults [NAME] [--long]    {string.Join(", ", All.Select(program => program.Name))}
            """);
        return 1;
    }

    private static async Task<int> RacesAsync(int rounds) =>
        Math.Max(await Races.RunAsync(processes: 2, rounds), await Races.RunAsync(processes: 4, rounds));
}
