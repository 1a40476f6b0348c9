namespace Eds.Bench;

/// <summary>A <see cref="FaultyProxy"/> between one server and Azurite, under load.</summary>
internal static class BadNetwork
{
    private const int Companies = 6;
    private const int Percent = 12;

    public static async Task<int> RunAsync(int deeds)
    {
        await using var store = await Store.StartAsync();
        var tally = new Tally();
        await using var proxy = new FaultyProxy(store.Azurite.Port, tally);
        var options = store.ServerOptions;
        await using var servers = await Servers.StartAsync(1, options with
        {
            ConnectionString = options.ConnectionString.Replace($":{store.Azurite.Port}/", $":{proxy.Port}/", StringComparison.Ordinal),
        });
        proxy.Percent = Percent;
        var caller = new Insistent(servers.Any, tally);
        var workers = await Workers.StartAsync(Companies, caller, tally);
        while (workers.Steps < deeds)
        {
            await workers.DuringAsync(TimeSpan.FromMilliseconds(200));
        }

        await workers.StopAsync();
        proxy.Percent = 0;
        await Inspection.RunAsync(store.Tables, workers.Companies, caller, tally);
        return tally.Report("network", $"{workers.Steps} deeds");
    }
}
