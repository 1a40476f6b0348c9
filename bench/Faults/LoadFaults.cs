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
        const string Registered = "clients-registered";
        const int BatchesPerKill = 3;
        await using var load = await SimulatedLoad.StartAsync(RegisterBatchAsync);
        for (var kills = 1; load.Operations < batches || load.Counters.Faults < batches / BatchesPerKill; kills++)
        {
            // Half of the kills come at any time; before the others one or two batches are answered, so that there is some progress.
            for (var until = load.Confirmed(Registered) + RandomChoice.Of([0, 0, 1, 2]); load.Confirmed(Registered) < until;)
            {
                await load.RunAsync(TimeSpan.FromMilliseconds(10));
            }

            await load.RunAsync(RandomChoice.Milliseconds(10, 1_500));
            load.Counters.CountFault();
            await load.Servers.ReplaceFirstAsync(kills * ClockStep);
        }

        await load.VerifyAsync();
        return load.Counters.Print(
            "kill9",
            $"{load.Operations} batches, {load.Confirmed(Registered)} registered whole, "
            + $"{load.Confirmed(SimulatedTaxpayer.ClientsAnnulled)} clients annulled and "
            + $"{load.Confirmed(SimulatedTaxpayer.SecretsRotated)} secrets rotated in bulk");
    }

    private static async Task RegisterBatchAsync(SimulatedTaxpayer taxpayer)
    {
        var drivers = RandomChoice.Of([30, 60, 60, 100, 150]);
        await (RandomChoice.Occurs(35)
            ? taxpayer.AbandonRegistrationAsync(drivers, RandomChoice.Milliseconds(100, 4_000))
            : taxpayer.RegisterAsync(drivers));
        if (RandomChoice.Occurs(30))
        {
            await Verification.CheckListAsync(taxpayer);
        }

        if (taxpayer.Active.Count > 0 && RandomChoice.Occurs(60))
        {
            await (RandomChoice.Occurs(50) ? taxpayer.AnnulSomeAsync() : taxpayer.RotateManyAsync());
        }
    }

    /// <summary>
    /// Restarts Azurite on its data: nothing may be lost. Then cuts the power: Azurite and server die at once, and Azurite loses what it
    /// had not saved; what remains must meet the invariants, and the server must work with it.
    /// </summary>
    public static async Task<int> StorageAsync(int restarts, int powerCuts)
    {
        await using var load = await SimulatedLoad.StartAsync(onDisk: true);
        for (var i = 0; i < restarts; i++)
        {
            await load.RunAsync(RandomChoice.Milliseconds(500, 3_000));
            load.Counters.CountFault();
            await load.Storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.Delay(RandomChoice.Milliseconds(0, 2_000)));
        }

        await load.VerifyAsync();
        for (var cuts = 1; cuts <= powerCuts; cuts++)
        {
            await load.Storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.CompletedTask); // saves everything so far
            var cutOff = await load.StartUncheckedAsync();
            await cutOff.RunAsync(RandomChoice.Milliseconds(5_000, 9_000));
            load.Counters.CountFault();
            await load.Storage.RestartAzuriteAsync(kill: true, whileDown: load.Servers.KillFirstAsync);
            await load.Servers.ReplaceFirstAsync(cuts * ClockStep);
            await cutOff.StopAsync();
            await Task.WhenAll(cutOff.Taxpayers.Select(taxpayer =>
                load.Counters.CheckInvariantsAsync(load.Storage.Tables, taxpayer.Id)));
        }

        return load.Counters.Print("storage", $"{load.Operations} operations, {restarts} restarts, {powerCuts} power cuts");
    }

    public static async Task<int> NetworkAsync(int operations)
    {
        await using var load = await SimulatedLoad.StartAsync(faultPercent: 12);
        while (load.Operations < operations)
        {
            await load.RunAsync(TimeSpan.FromMilliseconds(200));
        }

        await load.VerifyAsync();
        return load.Counters.Print("network", $"{load.Operations} operations");
    }

    /// <summary>
    /// Steps the clocks of two servers by an hour, back and forth, each for itself. Now and then it kills one: what that server began an
    /// hour ahead must not block the others for an hour.
    /// </summary>
    public static async Task<int> ClockAsync(int steps)
    {
        const int StepsPerKill = 4;
        await using var load = await SimulatedLoad.StartAsync(servers: 2);
        for (var step = 1; step <= steps; step++)
        {
            await load.RunAsync(RandomChoice.Milliseconds(200, 1_500));
            load.Counters.CountFault();
            var ahead = TimeSpan.FromHours(RandomChoice.Of([-1, 0, 1]));
            await (step % StepsPerKill == 0 ? load.Servers.ReplaceFirstAsync(ahead) : load.Servers.Any().StepClockAsync(ahead));
        }

        await load.StopAsync();
        await Task.WhenAll(load.Servers.All.Select(server => server.StepClockAsync(TimeSpan.Zero)));
        await load.VerifyAsync();
        return load.Counters.Print("clock", $"{load.Operations} operations");
    }

    /// <summary>
    /// Devices report rides to four servers, each until it is answered with 201 or 409, and some of them again. Meanwhile servers are
    /// killed, storage restarts, and a <see cref="FaultyProxy"/> cuts and doubles what goes between them. In the end each ride is stored
    /// once under its receipt.
    /// </summary>
    public static async Task<int> RidesAsync(int rides, int devicesEach, int restarts)
    {
        await using var load = await SimulatedLoad.StartAsync(
            taxpayer => taxpayer.Active.Count == 0 ? taxpayer.RegisterAsync(devicesEach) : taxpayer.ReportRideAsync(),
            servers: 4, onDisk: true, faultPercent: 2, taxpayers: 64);
        for (var i = 0; i < restarts || Reported() < rides; i++)
        {
            // The long form has more restarts, and as much longer to spread them over.
            await load.RunAsync(RandomChoice.Milliseconds(500, 1_000 * restarts));
            load.Counters.CountFault();
            await load.Servers.ReplaceFirstAsync();
            load.Counters.CountFault();
            await load.Storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.Delay(RandomChoice.Milliseconds(0, 1_000)));
        }

        await load.VerifyAsync();
        return load.Counters.Print("rides", $"{Reported()} rides of {load.Taxpayers.Count * devicesEach} devices");

        int Reported() => load.Taxpayers.Sum(taxpayer => taxpayer.Receipts.Count);
    }

    /// <summary>A mixed load for a while: nothing fails, and neither memory nor handles grow.</summary>
    public static async Task<int> SoakAsync(TimeSpan duration)
    {
        const int Samples = 6, MaxNewHandles = 16;

        // Bytes that caches may take between the first sample, which follows a warm-up, and the last; and in the second half. Pools of
        // arrays come and go with 1 MB each.
        const long MaxGrowth = 24L << 20, MaxLateGrowth = 12L << 20;
        var states = new List<ServerState>();
        await using var load = await SimulatedLoad.StartAsync(async taxpayer =>
        {
            await taxpayer.StepAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        });
        for (var i = 0; i < Samples; i++)
        {
            await load.RunAsync(duration / Samples);
            states.Add(await load.Servers.All[0].StateAsync(collect: true));
        }

        await load.VerifyAsync();
        var (first, middle, last) = (states[0], states[Samples / 2], states[^1]);
        load.Counters.Expect(
            last.Heap - first.Heap <= MaxGrowth && last.Heap - middle.Heap <= MaxLateGrowth,
            $"memory: the heap grew from {first.Heap >> 20} over {middle.Heap >> 20} to {last.Heap >> 20} MB");
        load.Counters.Expect(last.Handles - first.Handles <= MaxNewHandles, $"handles: {first.Handles} became {last.Handles}");
        load.Counters.ExpectAll(last.Errors, [], "an error in the log");
        return load.Counters.Print(
            "soak",
            $"{duration.TotalMinutes:0.#} minutes, {load.Operations} operations, heap {List(state => $"{state.Heap / 1e6:F1}")} MB, "
            + $"working set {List(state => $"{state.WorkingSet >> 20}")} MB, handles {List(state => $"{state.Handles}")}, "
            + $"{last.Errors.Count} errors");

        string List(Func<ServerState, string> value) => string.Join(' ', states.Select(value));
    }
}
