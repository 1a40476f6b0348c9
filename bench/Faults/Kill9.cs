namespace Eds.Bench;

/// <summary>
/// Kills the server with SIGKILL at random points of batch registrations, which their callers send again until they are answered, or
/// give up. Each new process has a clock half a minute later, so that nobody has to wait for what the dead one left undecided.
/// </summary>
internal static class Kill9
{
    private const int Companies = 6;

    /// <summary>There is at least one kill for so many batches, if it takes some batches more.</summary>
    private const int KillsPerBatches = 3;

    private static readonly TimeSpan BetweenLives = TimeSpan.FromSeconds(31);

    public static async Task<int> RunAsync(int batches)
    {
        await using var store = await Store.StartAsync();
        var (tally, options) = (new Tally(), store.ServerOptions);
        await using var servers = await Servers.StartAsync(1, options);
        var caller = new Insistent(servers.Any, tally);
        var companies = await Task.WhenAll(Enumerable.Range(0, Companies).Select(_ => Company.EnrolAsync(caller, tally)));

        var started = 0;
        int Registered() => companies.Sum(company => company.Registrations);
        var work = Task.WhenAll(companies.Select(async company =>
        {
            while (Interlocked.Increment(ref started) <= batches || tally.Faults < batches / KillsPerBatches)
            {
                var drivers = Chance.Pick([30, 60, 60, 100, 150]);
                await (Chance.Of(35) ? company.AbandonAsync(drivers, Chance.Milliseconds(100, 4_000)) : company.RegisterAsync(drivers));
                if (Chance.Of(30))
                {
                    await company.LookAsync();
                }
            }
        }));
        while (!work.IsCompleted)
        {
            // Half of the lives end whenever it may be; the others see one or two batches answered, so that there is some progress.
            var until = Registered() + Chance.Pick([0, 0, 1, 2]);
            while (!work.IsCompleted && Registered() < until)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }

            await Task.WhenAny(work, Task.Delay(Chance.Milliseconds(10, 1_500)));
            tally.Fault();
            await servers.KillAsync();
            options = options with { ClockAhead = options.ClockAhead + BetweenLives };
            await servers.ReplaceAsync(options);
        }

        await work;
        await Inspection.RunAsync(store.Tables, companies, caller, tally);
        return tally.Report("kill9", $"{started - Companies} batches, {Registered()} registered whole");
    }
}
