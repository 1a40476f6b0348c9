namespace Eds.Bench;

/// <summary>Simulated taxpayers at work until they are stopped.</summary>
internal sealed class SimulatedLoad(RetryingClient client)
{
    private const int TaxpayersAtWork = 6;
    private Task _work = Task.CompletedTask;
    private volatile bool _stopping;
    private int _operations;

    public IReadOnlyList<SimulatedTaxpayer> Taxpayers { get; private set; } = [];

    /// <summary>Completed so far.</summary>
    public int Operations => _operations;

    /// <param name="step">What each does again and again; null: one random operation.</param>
    public static async Task<SimulatedLoad> StartAsync(
        ServerPool servers, FaultCounters counters, Func<SimulatedTaxpayer, Task>? step = null)
    {
        var client = new RetryingClient(servers.Any, counters);
        var taxpayers = Enumerable.Range(0, TaxpayersAtWork).Select(_ => SimulatedTaxpayer.EnrolAsync(client));
        var load = new SimulatedLoad(client) { Taxpayers = await Task.WhenAll(taxpayers) };
        load._work = Task.WhenAll(load.Taxpayers.Select(taxpayer => load.WorkAsync(taxpayer, step ?? (worker => worker.StepAsync()))));
        return load;
    }

    /// <summary>Waits while they work; throws at once if one of them fails.</summary>
    public async Task RunAsync(TimeSpan time) => await await Task.WhenAny(_work, Task.Delay(time));

    /// <summary>Returns when all have finished their current operation.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        return _work;
    }

    /// <summary>When they have stopped, and the faults with them.</summary>
    public Task VerifyAsync(EdsTables tables) =>
        Parallel.ForEachAsync(Taxpayers, async (taxpayer, _) => await Verification.RunAsync(tables, taxpayer, client));

    private async Task WorkAsync(SimulatedTaxpayer taxpayer, Func<SimulatedTaxpayer, Task> step)
    {
        while (!_stopping)
        {
            await step(taxpayer);
            Interlocked.Increment(ref _operations);
        }
    }
}
