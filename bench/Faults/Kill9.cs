namespace Eds.Bench;

/// <summary>
/// Kills the server (SIGKILL) at random points of batch registrations, which callers retry or abandon, and of bulk annulments and
/// rotations, which they retry. The clock of each new process is half a minute ahead of the last one's, so that nobody waits for pending
/// batches of the dead one.
/// </summary>
internal static class Kill9
{
    private const int Taxpayers = 6;
    private const int BatchesPerKill = 3;
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(31);

    public static async Task<int> RunAsync(int batches)
    {
        await using var storage = await BenchStorage.StartAsync();
        var (counters, options, started) = (new FaultCounters(), storage.ServerOptions, 0);
        await using var servers = await ServerPool.StartAsync(1, options);
        var client = new RetryingClient(servers.Any, counters);
        var taxpayers = await Task.WhenAll(Enumerable.Range(0, Taxpayers).Select(_ => SimulatedTaxpayer.EnrolAsync(client, counters)));
        var work = Task.WhenAll(taxpayers.Select(RegisterBatchesAsync));
        while (!work.IsCompleted)
        {
            // Half of the kills come at any time; before the others one or two batches are answered, so that there is some progress.
            var until = Registered() + RandomChoice.Of([0, 0, 1, 2]);
            while (!work.IsCompleted && Registered() < until)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }

            await Task.WhenAny(work, Task.Delay(RandomChoice.Milliseconds(10, 1_500)));
            counters.CountFault();
            await servers.KillFirstAsync();
            options = options with { ClockAhead = options.ClockAhead + ClockStep };
            await servers.ReplaceFirstAsync(options);
        }

        await work;
        await Verification.RunAsync(storage.Tables, taxpayers, client, counters);
        return counters.Print(
            "kill9",
            $"{started - Taxpayers} batches, {Registered()} registered whole, {taxpayers.Sum(taxpayer => taxpayer.AnnulledInBulk)} clients "
            + $"annulled and {taxpayers.Sum(taxpayer => taxpayer.RotatedInBulk)} secrets rotated in bulk");

        int Registered() => taxpayers.Sum(taxpayer => taxpayer.ConfirmedRegistrations);

        async Task RegisterBatchesAsync(SimulatedTaxpayer taxpayer)
        {
            while (Interlocked.Increment(ref started) <= batches || counters.Faults < batches / BatchesPerKill)
            {
                var drivers = RandomChoice.Of([30, 60, 60, 100, 150]);
                await (RandomChoice.Occurs(35)
                    ? taxpayer.AbandonRegistrationAsync(drivers, RandomChoice.Milliseconds(100, 4_000))
                    : taxpayer.RegisterAsync(drivers));
                if (RandomChoice.Occurs(30))
                {
                    await taxpayer.VerifyListAsync();
                }

                if (RandomChoice.Occurs(60))
                {
                    await (RandomChoice.Occurs(50) ? taxpayer.AnnulManyAsync() : taxpayer.RotateManyAsync());
                }
            }
        }
    }
}
