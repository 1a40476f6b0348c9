namespace Eds.Bench;

/// <summary>
/// Two servers, whose clocks are stepped back and forth by an hour, each for itself, under load; now and then one is killed, and what it
/// began an hour ahead must not block the others for an hour.
/// </summary>
internal static class ClockSteps
{
    private const int Companies = 6;
    private const int KilledEvery = 4;

    public static async Task<int> RunAsync(int steps)
    {
        await using var store = await Store.StartAsync();
        var tally = new Tally();
        await using var servers = await Servers.StartAsync(2, store.ServerOptions);
        var caller = new Insistent(servers.Any, tally);
        var workers = await Workers.StartAsync(Companies, caller, tally);
        for (var i = 0; i < steps; i++)
        {
            await workers.DuringAsync(Chance.Milliseconds(200, 1_500));
            tally.Fault();
            var ahead = TimeSpan.FromHours(Chance.Pick([-1, 0, 1]));
            if (i % KilledEvery == KilledEvery - 1)
            {
                await servers.KillAsync();
                await servers.ReplaceAsync(store.ServerOptions with { ClockAhead = ahead });
            }
            else
            {
                await Chance.Pick(servers.All).StepClockAsync(ahead);
            }
        }

        await workers.StopAsync();
        await Task.WhenAll(servers.All.Select(server => server.StepClockAsync(TimeSpan.Zero)));
        await Inspection.RunAsync(store.Tables, workers.Companies, caller, tally);
        return tally.Report("clock", $"{workers.Steps} deeds");
    }
}
