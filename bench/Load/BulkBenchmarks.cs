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

    public static async Task MeasureAsync(WorkloadSize size, Report report)
    {
        await using var system = await MeasuredSystem.StartAsync();
        var fleets = await system.Seeder.AddFleetsAsync(size.Repeats + 1, Many);
        var managers = await Task.WhenAll(fleets.Select(system.SignInAsync));
        var body = new RegisterClientsBody(SecretChoices.GenerateEach, [.. TestPerson.Drivers(Many).Select(driver => driver.Driver)]);
        var registered = await MeasuredSystem.SuccessAsync(
            managers[0].RegisterClientsAsync(fleets[0].TaxpayerId, body, EdsClient.NewIdempotencyKey()));
        string[] secretIds = [.. registered.Value.Clients.Select(client => client.SecretId)];

        var transaction = system.Bare(
            $"bare transaction of {RowsPerTransaction} rows", 1, _ => BareStorage.InsertAsync(system.Tables.Taxpayers, RowsPerTransaction));
        var annul = system.Ours($"annul {Many:N0} clients", 1, turn =>
            managers[turn].AnnulClientsAsync(fleets[turn].TaxpayerId, fleets[turn].Clients.Select(id => $"{id}")));
        var rotate = system.Ours($"rotate {Many:N0} secrets", 1, _ =>
            managers[0].RotateSecretsAsync(fleets[0].TaxpayerId, new(secretIds, OverlapHours: 0), EdsClient.NewIdempotencyKey()));
        await annul.RunOnceAsync();
        await rotate.RunOnceAsync();
        await transaction.RepeatAsync(size.Repeats * 5);
        var before = await system.StateAsync();
        await annul.RepeatAsync(size.Repeats);
        var calls = ((await system.StateAsync()).StorageCalls - before.StorageCalls) / size.Repeats;
        await rotate.RepeatAsync(size.Repeats);

        const int MaxCalls = AnnulTransactions + 3;
        report.AddDuration($"annul {Many:N0} clients, one call", annul, transaction, AnnulTransactions);
        report.AddTarget("… its calls to storage", $"≤ {MaxCalls}, besides 2 pages of clients", $"{calls}", calls <= MaxCalls + 2);
        report.AddDuration($"rotate {Many:N0} secrets, one call", rotate, transaction, RotateTransactions);
        report.AddTable("Many at once", transaction, annul, rotate);
    }
}
