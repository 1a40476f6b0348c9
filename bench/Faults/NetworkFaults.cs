namespace Eds.Bench;

/// <summary>A <see cref="FaultyProxy"/> between one server and Azurite, under load.</summary>
internal static class NetworkFaults
{
    private const int Taxpayers = 6;
    private const int FaultPercent = 12;

    public static async Task<int> RunAsync(int operations)
    {
        await using var storage = await BenchStorage.StartAsync();
        var counters = new FaultCounters();
        await using var proxy = new FaultyProxy(storage.Azurite.Port, counters);
        await using var servers = await ServerPool.StartAsync(1, proxy.Between(storage.ServerOptions));
        proxy.FaultPercent = FaultPercent;
        var client = new RetryingClient(servers.Any, counters);
        var load = await SimulatedLoad.StartAsync(Taxpayers, client, counters);
        while (load.Operations < operations)
        {
            await load.RunAsync(TimeSpan.FromMilliseconds(200));
        }

        await load.StopAsync();
        proxy.FaultPercent = 0;
        await Verification.RunAsync(storage.Tables, load.Taxpayers, client, counters);
        return counters.Print("network", $"{load.Operations} operations");
    }
}
