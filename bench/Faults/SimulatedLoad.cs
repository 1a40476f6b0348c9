namespace Eds.Bench;

/// <summary>Simulated taxpayers at work until they are stopped.</summary>
internal sealed class SimulatedLoad
{
    private const int TaxpayersAtWork = 6;
    private readonly RetryingClient _client;
    private readonly FaultCounters _counters;
    private Task _work = Task.CompletedTask;
    private volatile bool _stopping;
    private int _operations;

    private SimulatedLoad(ServerPool servers, FaultCounters counters) =>
        (_client, _counters) = (new RetryingClient(servers.Any, counters), counters);

    public IReadOnlyList<SimulatedTaxpayer> Taxpayers { get; private set; } = [];

    /// <summary>Completed so far.</summary>
    public int Operations => _operations;

    /// <param name="step">What each does again and again; null: one random operation.</param>
    public static async Task<SimulatedLoad> StartAsync(
        ServerPool servers, FaultCounters counters, Func<SimulatedTaxpayer, Task>? step = null)
    {
        var load = new SimulatedLoad(servers, counters);
        load.Taxpayers = await Task.WhenAll(
            Enumerable.Range(0, TaxpayersAtWork).Select(_ => SimulatedTaxpayer.EnrolAsync(load._client, counters)));
        load._work = Task.WhenAll(load.Taxpayers.Select(taxpayer => load.WorkAsync(taxpayer, step ?? (worker => worker.StepAsync()))));
        return load;
    }

    /// <summary>Waits while they work; throws at once if one of them fails.</summary>
    public async Task RunAsync(TimeSpan time)
    {
        if (await Task.WhenAny(_work, Task.Delay(time)) == _work)
        {
            await _work;
        }
    }

    /// <summary>Returns when all have finished their current operation.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        return _work;
    }

    public Task VerifyAsync(EdsTables tables) => Parallel.ForEachAsync(
        Taxpayers, async (taxpayer, _) => await Verification.RunAsync(tables, taxpayer, _client, _counters));

    private async Task WorkAsync(SimulatedTaxpayer taxpayer, Func<SimulatedTaxpayer, Task> step)
    {
        while (!_stopping)
        {
            await step(taxpayer);
            Interlocked.Increment(ref _operations);
        }
    }
}
