namespace Eds.Bench;

/// <summary>Simulated taxpayers at work until they are stopped.</summary>
internal sealed class SimulatedLoad(RetryingClient client)
{
    private Task _work = Task.CompletedTask;
    private volatile bool _stopping;
    private int _operations;

    public IReadOnlyList<SimulatedTaxpayer> Taxpayers { get; private set; } = [];

    /// <summary>Completed so far.</summary>
    public int Operations => _operations;

    /// <param name="step">What each does again and again; null: one random operation.</param>
    public static async Task<SimulatedLoad> StartAsync(
        ServerPool servers, FaultCounters counters, Func<SimulatedTaxpayer, Task>? step = null, int taxpayers = 6)
    {
        var client = new RetryingClient(servers.Any, counters);
        var enrolled = await Task.WhenAll(Enumerable.Range(0, taxpayers).Select(_ => SimulatedTaxpayer.EnrolAsync(client)));
        var load = new SimulatedLoad(client) { Taxpayers = enrolled };
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
    public async Task VerifyAsync(EdsTables tables)
    {
        await Parallel.ForEachAsync(Taxpayers, async (taxpayer, _) => await Verification.RunAsync(tables, taxpayer, client));
        var rides = await tables.Carriages
            .QueryAsync<TableEntity>(select: [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey)])
            .Select(row => (row.PartitionKey[..^"202601".Length], Carriage.Receipt(RowKeys.CarriageDigest(row.RowKey))))
            .ToListAsync();
        client.Counters.ExpectSame(
            [.. Taxpayers.SelectMany(taxpayer => taxpayer.Receipts.Select(receipt => (taxpayer.Id, receipt)))], rides, "ride");
    }

    private async Task WorkAsync(SimulatedTaxpayer taxpayer, Func<SimulatedTaxpayer, Task> step)
    {
        while (!_stopping)
        {
            await step(taxpayer);
            Interlocked.Increment(ref _operations);
        }
    }
}
