namespace Eds.Bench;

/// <summary>Programs that injure the system while simulated taxpayers work, and then look whether all that was confirmed holds.</summary>
internal static class LoadFaults
{
    /// <summary>A new process's clock ahead of the dead one's, so that nobody waits for pending batches of that.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(31);

    /// <summary>
    /// Kills the server (SIGKILL) at random points of batch registrations, which callers retry or abandon, and of bulk annulments and
    /// rotations, which they retry.
    /// </summary>
    public static async Task<int> Kill9Async(int batches)
    {
        const int BatchesPerKill = 3;
        await using var storage = await BenchStorage.StartAsync();
        var (counters, clockAhead) = (new FaultCounters(), TimeSpan.Zero);
        await using var servers = await ServerPool.StartAsync(1, storage.ServerOptions);
        var load = await SimulatedLoad.StartAsync(servers, counters, RegisterBatchAsync);
        while (load.Operations < batches || counters.Faults < batches / BatchesPerKill)
        {
            // Half of the kills come at any time; before the others one or two batches are answered, so that there is some progress.
            for (var until = Registered() + RandomChoice.Of([0, 0, 1, 2]); Registered() < until;)
            {
                await load.RunAsync(TimeSpan.FromMilliseconds(10));
            }

            await load.RunAsync(RandomChoice.Milliseconds(10, 1_500));
            counters.CountFault();
            clockAhead += ClockStep;
            await servers.ReplaceFirstAsync(clockAhead);
        }

        await load.StopAsync();
        await load.VerifyAsync(storage.Tables);
        return counters.Print(
            "kill9",
            $"{load.Operations} batches, {Registered()} registered whole, {Confirmed(SimulatedTaxpayer.ClientsAnnulled)} clients annulled "
            + $"and {Confirmed(SimulatedTaxpayer.SecretsRotated)} secrets rotated in bulk");

        int Confirmed(string action) => load.Taxpayers.Sum(taxpayer => taxpayer.Confirmed.GetValueOrDefault(action));

        int Registered() => Confirmed("clients-registered");

        async Task RegisterBatchAsync(SimulatedTaxpayer taxpayer)
        {
            var drivers = RandomChoice.Of([30, 60, 60, 100, 150]);
            await (RandomChoice.Occurs(35)
                ? taxpayer.AbandonRegistrationAsync(drivers, RandomChoice.Milliseconds(100, 4_000))
                : taxpayer.RegisterAsync(drivers));
            if (RandomChoice.Occurs(30))
            {
                await Verification.CheckListAsync(taxpayer, counters);
            }

            if (taxpayer.Active.Count > 0 && RandomChoice.Occurs(60))
            {
                await (RandomChoice.Occurs(50) ? taxpayer.AnnulManyAsync() : taxpayer.RotateManyAsync());
            }
        }
    }

    /// <summary>
    /// Restarts Azurite on its data: nothing may be lost. Then cuts the power: Azurite and server die at once, and Azurite loses what it
    /// had not saved; what remains must meet the invariants, and the server must work with it.
    /// </summary>
    public static async Task<int> StorageAsync(int restarts, int powerCuts)
    {
        await using var storage = await BenchStorage.StartAsync(onDisk: true);
        var (counters, clockAhead) = (new FaultCounters(), TimeSpan.Zero);
        await using var servers = await ServerPool.StartAsync(1, storage.ServerOptions);
        var load = await SimulatedLoad.StartAsync(servers, counters);
        for (var i = 0; i < restarts; i++)
        {
            await load.RunAsync(RandomChoice.Milliseconds(500, 3_000));
            counters.CountFault();
            await storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.Delay(RandomChoice.Milliseconds(0, 2_000)));
        }

        await load.StopAsync();
        await load.VerifyAsync(storage.Tables);
        for (var i = 0; i < powerCuts; i++)
        {
            await storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.CompletedTask); // saves everything so far
            var ignored = new FaultCounters(); // confirmed operations get lost in a power cut; only the invariants count
            var cutOff = await SimulatedLoad.StartAsync(servers, ignored);
            await cutOff.RunAsync(RandomChoice.Milliseconds(5_000, 9_000));
            counters.CountFault();
            clockAhead += ClockStep;
            await storage.RestartAzuriteAsync(kill: true, whileDown: servers.KillFirstAsync);
            await servers.ReplaceFirstAsync(clockAhead);
            await cutOff.StopAsync();
            await Task.WhenAll(cutOff.Taxpayers.Select(taxpayer => counters.CheckInvariantsAsync(storage.Tables, taxpayer.Id)));
        }

        return counters.Print("storage", $"{load.Operations} operations, {restarts} restarts, {powerCuts} power cuts");
    }

    /// <summary>A <see cref="FaultyProxy"/> between one server and Azurite.</summary>
    public static async Task<int> NetworkAsync(int operations)
    {
        await using var storage = await BenchStorage.StartAsync();
        var counters = new FaultCounters();
        await using var proxy = new FaultyProxy(storage.Azurite.Port, counters);
        await using var servers = await ServerPool.StartAsync(1, proxy.Between(storage.ServerOptions));
        proxy.FaultPercent = 12;
        var load = await SimulatedLoad.StartAsync(servers, counters);
        while (load.Operations < operations)
        {
            await load.RunAsync(TimeSpan.FromMilliseconds(200));
        }

        await load.StopAsync();
        proxy.FaultPercent = 0;
        await load.VerifyAsync(storage.Tables);
        return counters.Print("network", $"{load.Operations} operations");
    }

    /// <summary>
    /// Steps the clocks of two servers by an hour, back and forth, each for itself. Now and then it kills one: what that server began an
    /// hour ahead must not block the others for an hour.
    /// </summary>
    public static async Task<int> ClockAsync(int steps)
    {
        const int StepsPerKill = 4;
        await using var storage = await BenchStorage.StartAsync();
        var counters = new FaultCounters();
        await using var servers = await ServerPool.StartAsync(2, storage.ServerOptions);
        var load = await SimulatedLoad.StartAsync(servers, counters);
        for (var step = 1; step <= steps; step++)
        {
            await load.RunAsync(RandomChoice.Milliseconds(200, 1_500));
            counters.CountFault();
            var ahead = TimeSpan.FromHours(RandomChoice.Of([-1, 0, 1]));
            await (step % StepsPerKill == 0 ? servers.ReplaceFirstAsync(ahead) : servers.Any().StepClockAsync(ahead));
        }

        await load.StopAsync();
        await Task.WhenAll(servers.All.Select(server => server.StepClockAsync(TimeSpan.Zero)));
        await load.VerifyAsync(storage.Tables);
        return counters.Print("clock", $"{load.Operations} operations");
    }

    /// <summary>
    /// Devices report rides to four servers, each until it is answered with 201 or 409, and some of them again. Meanwhile servers are
    /// killed, storage restarts, and a <see cref="FaultyProxy"/> cuts and doubles what goes between them. In the end each ride is stored
    /// once under its receipt.
    /// </summary>
    public static async Task<int> RidesAsync(int rides, int devicesEach, int restarts)
    {
        await using var storage = await BenchStorage.StartAsync(onDisk: true);
        var counters = new FaultCounters();
        await using var proxy = new FaultyProxy(storage.Azurite.Port, counters);
        await using var servers = await ServerPool.StartAsync(4, proxy.Between(storage.ServerOptions));
        proxy.FaultPercent = 2;
        var load = await SimulatedLoad.StartAsync(
            servers, counters,
            taxpayer => taxpayer.Active.Count == 0 ? taxpayer.RegisterAsync(devicesEach) : taxpayer.ReportRideAsync(), taxpayers: 64);
        for (var i = 0; i < restarts || Reported() < rides; i++)
        {
            // The long form has more restarts, and as much longer to spread them over.
            await load.RunAsync(RandomChoice.Milliseconds(500, 1_000 * restarts));
            counters.CountFault();
            await servers.ReplaceFirstAsync();
            counters.CountFault();
            await storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.Delay(RandomChoice.Milliseconds(0, 1_000)));
        }

        await load.StopAsync();
        proxy.FaultPercent = 0;
        await load.VerifyAsync(storage.Tables);
        return counters.Print("rides", $"{Reported()} rides of {load.Taxpayers.Count * devicesEach} devices");

        int Reported() => load.Taxpayers.Sum(taxpayer => taxpayer.Receipts.Count);
    }
}
