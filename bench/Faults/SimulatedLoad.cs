namespace Eds.Bench;

/// <summary>Simulated taxpayers at work on servers of their own until they are stopped.</summary>
internal sealed class SimulatedLoad : IAsyncDisposable
{
    private readonly FaultyProxy _proxy;
    private readonly RetryingClient _client;
    private Task _work = Task.CompletedTask;
    private volatile bool _stopping;
    private int _operations;

    private SimulatedLoad(BenchStorage storage, FaultyProxy proxy, ServerPool servers, FaultCounters counters) =>
        (Storage, _proxy, Servers, _client) = (storage, proxy, servers, new RetryingClient(servers.AnyAddress, counters));

    public BenchStorage Storage { get; }
    public ServerPool Servers { get; }
    public FaultCounters Counters => _client.Counters;
    public IReadOnlyList<SimulatedTaxpayer> Taxpayers { get; private set; } = [];

    public int Operations => _operations;

    /// <param name="step">What each does again and again; null: one random operation.</param>
    /// <param name="faultPercent">Of the calls to storage; 0: the servers call it directly.</param>
    public static async Task<SimulatedLoad> StartAsync(
        Func<SimulatedTaxpayer, Task>? step = null, int servers = 1, bool onDisk = false, int faultPercent = 0, int taxpayers = 6)
    {
        var (storage, counters) = (await BenchStorage.StartAsync(onDisk), new FaultCounters());
        var proxy = new FaultyProxy(storage.Azurite.Port, counters);
        var options = faultPercent == 0 ? storage.ServerOptions : proxy.Between(storage.ServerOptions);
        var load = new SimulatedLoad(storage, proxy, await ServerPool.StartAsync(servers, options), counters);
        proxy.FaultPercent = faultPercent;
        await load.BeginAsync(step ?? (taxpayer => taxpayer.StepAsync()), taxpayers);
        return load;
    }

    /// <summary>Other taxpayers on the same servers, whose confirmed operations may get lost.</summary>
    public async Task<SimulatedLoad> StartUncheckedAsync()
    {
        var load = new SimulatedLoad(Storage, _proxy, Servers, new FaultCounters());
        await load.BeginAsync(taxpayer => taxpayer.StepAsync(), Taxpayers.Count);
        return load;
    }

    public int Confirmed(string action) => Taxpayers.Sum(taxpayer => taxpayer.Confirmed.GetValueOrDefault(action));

    /// <summary>Waits while they work; throws at once if one of them fails.</summary>
    public async Task RunAsync(TimeSpan time) => await await Task.WhenAny(_work, Task.Delay(time));

    /// <summary>Returns when all have finished their current operation.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        return _work;
    }

    /// <summary>Stops them, ends the proxy's faults, and checks that everything that was confirmed holds.</summary>
    public async Task VerifyAsync()
    {
        await StopAsync();
        _proxy.FaultPercent = 0;
        await Parallel.ForEachAsync(Taxpayers, async (taxpayer, _) => await Verification.RunAsync(Storage.Tables, taxpayer, _client));
        var rides = await Storage.Tables.Carriages
            .QueryAsync<TableEntity>(select: [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey)])
            .Select(row => (row.PartitionKey[..^"202601".Length], Carriage.Receipt(RowKeys.CarriageDigest(row.RowKey))))
            .ToListAsync();
        Counters.ExpectSame(
            [.. Taxpayers.SelectMany(taxpayer => taxpayer.Receipts.Select(receipt => (taxpayer.Id, receipt)))], rides, "ride");
    }

    public async ValueTask DisposeAsync()
    {
        await Servers.DisposeAsync();
        await _proxy.DisposeAsync();
        await Storage.DisposeAsync();
    }

    private async Task BeginAsync(Func<SimulatedTaxpayer, Task> step, int taxpayers)
    {
        Taxpayers = await Task.WhenAll(Enumerable.Range(0, taxpayers).Select(_ => SimulatedTaxpayer.EnrolAsync(_client)));
        _work = Task.WhenAll(Taxpayers.Select(async taxpayer =>
        {
            while (!_stopping)
            {
                await step(taxpayer);
                Interlocked.Increment(ref _operations);
            }
        }));
    }
}
