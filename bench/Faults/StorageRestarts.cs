namespace Eds.Bench;

/// <summary>
/// Stops Azurite (which saves) and starts it again on its data under load: nothing may be lost. Then the power fails: Azurite and server
/// die at once, and Azurite loses its last seconds; what it still has must be whole, and work.
/// </summary>
internal static class StorageRestarts
{
    private const int Companies = 6;
    private static readonly TimeSpan BetweenLives = TimeSpan.FromSeconds(31);

    public static async Task<int> RunAsync(int restarts, int powerCuts)
    {
        await using var store = await Store.StartAsync(onDisk: true);
        var (tally, options) = (new Tally(), store.ServerOptions);
        await using var servers = await Servers.StartAsync(1, options);
        var caller = new Insistent(servers.Any, tally);
        var workers = await Workers.StartAsync(Companies, caller, tally);
        for (var i = 0; i < restarts; i++)
        {
            await workers.DuringAsync(Chance.Milliseconds(500, 3_000));
            tally.Fault();
            await store.RestartAzuriteAsync(kill: false, whileDown: () => Task.Delay(Chance.Milliseconds(0, 2_000)));
        }

        await workers.StopAsync();
        await Inspection.RunAsync(store.Tables, workers.Companies, caller, tally);

        for (var i = 0; i < powerCuts; i++)
        {
            await store.RestartAzuriteAsync(kill: false, whileDown: () => Task.CompletedTask); // what was acknowledged before is saved
            var forgotten = new Tally(); // they will be told of what is lost; only what is partial counts
            var doomed = await Workers.StartAsync(Companies, new Insistent(servers.Any, forgotten), forgotten);
            await doomed.DuringAsync(Chance.Milliseconds(5_000, 9_000));
            tally.Fault();
            options = options with { ClockAhead = options.ClockAhead + BetweenLives };
            await store.RestartAzuriteAsync(kill: true, whileDown: servers.KillAsync);
            await servers.ReplaceAsync(options);
            await doomed.StopAsync();
            foreach (var company in doomed.Companies)
            {
                await Inspection.WholeAsync(store.Tables, company.Id, tally);
            }
        }

        return tally.Report("storage", $"{workers.Steps} deeds, {restarts} restarts, {powerCuts} power cuts");
    }
}
