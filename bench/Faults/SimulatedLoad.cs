namespace Eds.Bench;

/// <summary>Simulated taxpayers at work until they are stopped.</summary>
internal sealed class SimulatedLoad
{
    private readonly Task _work;
    private volatile bool _stopping;
    private int _operations;

    private SimulatedLoad(IReadOnlyList<SimulatedTaxpayer> taxpayers, TimeSpan pause)
    {
        Taxpayers = taxpayers;
        _work = Task.WhenAll(taxpayers.Select(taxpayer => WorkAsync(taxpayer, pause)));
    }

    public IReadOnlyList<SimulatedTaxpayer> Taxpayers { get; }

    /// <summary>Completed so far.</summary>
    public int Operations => _operations;

    public static async Task<SimulatedLoad> StartAsync(
        int taxpayers, RetryingClient client, FaultCounters counters, TimeSpan pause = default) =>
        new(await Task.WhenAll(Enumerable.Range(0, taxpayers).Select(_ => SimulatedTaxpayer.EnrolAsync(client, counters))), pause);

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

    private async Task WorkAsync(SimulatedTaxpayer taxpayer, TimeSpan pause)
    {
        while (!_stopping)
        {
            await taxpayer.StepAsync();
            Interlocked.Increment(ref _operations);
            await Task.Delay(pause);
        }
    }
}
