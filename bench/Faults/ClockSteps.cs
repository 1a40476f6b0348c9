namespace Eds.Bench;

/// <summary>
/// Steps the clocks of two servers by an hour, back and forth, each for itself, under load. Now and then it kills one: what that server
/// began an hour ahead must not block the others for an hour.
/// </summary>
internal static class ClockSteps
{
    private const int Taxpayers = 6;
    private const int StepsPerKill = 4;

    public static async Task<int> RunAsync(int steps)
    {
        await using var storage = await BenchStorage.StartAsync();
        var counters = new FaultCounters();
        await using var servers = await ServerPool.StartAsync(2, storage.ServerOptions);
        var client = new RetryingClient(servers.Any, counters);
        var load = await SimulatedLoad.StartAsync(Taxpayers, client, counters);
        for (var step = 1; step <= steps; step++)
        {
            await load.RunAsync(RandomChoice.Milliseconds(200, 1_500));
            counters.CountFault();
            var ahead = TimeSpan.FromHours(RandomChoice.Of([-1, 0, 1]));
            if (step % StepsPerKill == 0)
            {
                await servers.KillFirstAsync();
                await servers.ReplaceFirstAsync(storage.ServerOptions with { ClockAhead = ahead });
            }
            else
            {
                await RandomChoice.Of(servers.All).StepClockAsync(ahead);
            }
        }

        await load.StopAsync();
        await Task.WhenAll(servers.All.Select(server => server.StepClockAsync(TimeSpan.Zero)));
        await Verification.RunAsync(storage.Tables, load.Taxpayers, client, counters);
        return counters.Print("clock", $"{load.Operations} operations");
    }
}
