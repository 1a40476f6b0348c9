namespace Eds.Bench;

/// <summary>The whole table, as docs/performance.md holds it.</summary>
internal static class Measurements
{
    private const long MostBytes = 250L << 20;

    public static async Task<int> RunAsync(Sizes sizes)
    {
        var started = TimeProvider.System.GetTimestamp();
        Progress.Say("registering");
        var (writing, goalsOfWriting) = await RegistrationFigures.MeasureAsync(sizes);
        Progress.Say("reading, and growing");
        var (reading, goalsOfReading) = await GrowthFigures.MeasureAsync(sizes);
        Progress.Say("starting");
        List<Goal> goals = [.. goalsOfReading, .. goalsOfWriting, await StartFigures.BuiltAsync()];
        if (sizes.FreshClone)
        {
            goals.Add(await StartFigures.FreshCloneAsync());
        }

        goals.Add(new("server's working set, the largest seen", "< 250 MB", $"{Peak.WorkingSet / (1 << 20)} MB", Peak.WorkingSet < MostBytes));
        Print(Goal.Header, goals);
        foreach (var (title, operations) in reading.Append(("An empty store", writing)))
        {
            Console.WriteLine($"\n{title}:\n");
            Print(Operation.Header, operations);
        }

        Console.WriteLine($"\n{Machine.Describe()} {TimeProvider.System.GetElapsedTime(started).TotalMinutes:F0} minutes.");
        return 0;
    }

    private static void Print(string header, IEnumerable<object> lines)
    {
        Console.WriteLine(header);
        foreach (var line in lines)
        {
            Console.WriteLine(line);
        }
    }
}

/// <summary>What is under way, on standard error, so that the table alone can be kept.</summary>
internal static class Progress
{
    public static void Say(string what) => Console.Error.WriteLine($"… {what}");
}
