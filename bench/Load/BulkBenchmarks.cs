namespace Eds.Bench;

/// <summary>1,000 clients annulled and 1,000 secrets rotated, with one call each, beside bare transactions.</summary>
internal static class BulkBenchmarks
{
    private const int Many = 1_000;
    private const int RowsPerTransaction = 100;

    /// <summary>49 clients with their guards, and the event; 100 purge entries.</summary>
    private const int AnnulTransactions = 21 + 10;

    /// <summary>99 secrets, and the event.</summary>
    private const int RotateTransactions = 11;

    public static async Task<(IReadOnlyList<MeasuredOperation> Operations, IReadOnlyList<Target> Targets)> MeasureAsync(WorkloadSize size)
    {
        await using var storage = await BenchStorage.StartAsync();
        await using var server = await ServerProcess.StartAsync(storage.ServerOptions);
        using var client = new LoadClient(server);
        var fleets = await new StorageSeeder(storage).AddFleetsAsync(size.Repeats + 1, Many);
        var managers = await Task.WhenAll(fleets.Select(client.SignInAsync));
        var secretIds = await RegisterEachAsync(managers[0], fleets[0].TaxpayerId);

        var transaction = new MeasuredOperation(
            $"bare transaction of {RowsPerTransaction} rows", 1, isOurs: false,
            _ => BareStorage.InsertAsync(storage.Tables.Taxpayers, RowsPerTransaction));
        var annul = new MeasuredOperation($"annul {Many:N0} clients", 1, isOurs: true, i => LoadClient.SuccessAsync(
            managers[i].AnnulClientsAsync(fleets[i].TaxpayerId, fleets[i].Clients.Select(id => $"{id}"))));
        var rotate = new MeasuredOperation($"rotate {Many:N0} secrets", 1, isOurs: true, _ => LoadClient.SuccessAsync(
            managers[0].RotateSecretsAsync(fleets[0].TaxpayerId, new(secretIds, OverlapHours: 0), EdsClient.NewIdempotencyKey())));

        await annul.RunOnceAsync(size.Repeats);
        await rotate.RunOnceAsync(0);
        await transaction.RepeatAsync(storage, server, size.Repeats * 5);
        var before = await server.StateAsync();
        await annul.RepeatAsync(storage, server, size.Repeats);
        var calls = ((await server.StateAsync()).StorageCalls - before.StorageCalls) / size.Repeats;
        await rotate.RepeatAsync(storage, server, size.Repeats);

        const int MaxCalls = AnnulTransactions + 3;
        return (
            [transaction, annul, rotate],
            [
                ToTarget($"annul {Many:N0} clients, one call", annul, transaction, AnnulTransactions),
                new("… its calls to storage", $"≤ {MaxCalls}, besides 2 pages of clients", $"{calls}", calls <= MaxCalls + 2),
                ToTarget($"rotate {Many:N0} secrets, one call", rotate, transaction, RotateTransactions),
            ]);
    }

    private static Target ToTarget(string name, MeasuredOperation operation, MeasuredOperation transaction, int transactions)
    {
        var (seconds, bare) = (operation.Sample.Percentile(50) / 1000, transaction.Sample.Percentile(50) / 1000 * transactions);
        return new(name, "< 1.5 s", $"{seconds:F2} s; its {transactions} transactions alone, bare, {bare:F2} s", seconds < 1.5);
    }

    private static async Task<IReadOnlyList<string>> RegisterEachAsync(EdsClient manager, string taxpayerId)
    {
        var body = new RegisterClientsBody(SecretChoices.GenerateEach, [.. TestPerson.Drivers(Many).Select(driver => driver.Driver)]);
        var registered = await LoadClient.SuccessAsync(manager.RegisterClientsAsync(taxpayerId, body, EdsClient.NewIdempotencyKey()));
        return [.. registered.Value.Clients.Select(client => client.SecretId)];
    }
}
