namespace Eds.Bench;

/// <summary>
/// Restarts Azurite on its data under load: nothing may be lost. Then cuts the power: Azurite and server die at once, and Azurite loses
/// what it had not saved; what remains must meet the invariants, and the server must work with it.
/// </summary>
internal static class StorageRestarts
{
    private const int Taxpayers = 6;
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(31);

    public static async Task<int> RunAsync(int restarts, int powerCuts)
    {
        await using var storage = await BenchStorage.StartAsync(onDisk: true);
        var (counters, options) = (new FaultCounters(), storage.ServerOptions);
        await using var servers = await ServerPool.StartAsync(1, options);
        var client = new RetryingClient(servers.Any, counters);
        var load = await SimulatedLoad.StartAsync(Taxpayers, client, counters);
        for (var i = 0; i < restarts; i++)
        {
            await load.RunAsync(RandomChoice.Milliseconds(500, 3_000));
            counters.CountFault();
            await storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.Delay(RandomChoice.Milliseconds(0, 2_000)));
        }

        await load.StopAsync();
        await Verification.RunAsync(storage.Tables, load.Taxpayers, client, counters);
        for (var i = 0; i < powerCuts; i++)
        {
            await storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.CompletedTask); // saves everything so far
            var ignored = new FaultCounters(); // confirmed operations get lost in a power cut; only the invariants count
            var cutOff = await SimulatedLoad.StartAsync(Taxpayers, new RetryingClient(servers.Any, ignored), ignored);
            await cutOff.RunAsync(RandomChoice.Milliseconds(5_000, 9_000));
            counters.CountFault();
            options = options with { ClockAhead = options.ClockAhead + ClockStep };
            await storage.RestartAzuriteAsync(kill: true, whileDown: servers.KillFirstAsync);
            await servers.ReplaceFirstAsync(options);
            await cutOff.StopAsync();
            foreach (var taxpayer in cutOff.Taxpayers)
            {
                await Verification.CheckInvariantsAsync(storage.Tables, taxpayer.Id, counters);
            }
        }

        return counters.Print("storage", $"{load.Operations} operations, {restarts} restarts, {powerCuts} power cuts");
    }
}
