namespace Eds.Bench;

/// <summary>
/// Registrations of one and of 1,000 drivers, beside bare inserts and transactions; and the first use of a chosen secret.
/// </summary>
internal static class WriteBenchmarks
{
    private const int Drivers = 1_000;
    private const int Callers = 8;
    private const int RowsPerTransaction = 100;
    private const int Transactions = 2 * Drivers / RowsPerTransaction;

    public static async Task<(IReadOnlyList<MeasuredOperation> Operations, IReadOnlyList<Target> Targets)> MeasureAsync(WorkloadSize size)
    {
        await using var storage = await BenchStorage.StartAsync();
        await using var server = await ServerProcess.StartAsync(storage.ServerOptions);
        using var client = new LoadClient(server);
        var seeder = new StorageSeeder(storage);
        var single = await SignInAsync(Callers);
        var batch = await SignInAsync(size.Repeats + 1);
        var coldFleets = await Task.WhenAll(Enumerable.Range(0, size.Repeats).Select(_ => seeder.AddFleetAsync(1, StorageSeeder.Chosen())));
        var coldForms = await Task.WhenAll(coldFleets.Select(fleet => LoadClient.TokenFormAsync(fleet.Clients[0], fleet.Secret)));

        var insert = new MeasuredOperation("bare insert", Callers, isOurs: false, _ => BareStorage.InsertAsync(storage.Tables.Taxpayers));
        var one = new MeasuredOperation(
            "register 1 driver, generated secret", Callers, isOurs: true, i => RegisterAsync(single[i], 1, SecretChoices.Generate));
        var transaction = new MeasuredOperation(
            $"bare transaction of {RowsPerTransaction} rows", 1, isOurs: false,
            _ => BareStorage.InsertAsync(storage.Tables.Taxpayers, RowsPerTransaction));
        var thousand = new MeasuredOperation(
            $"register {Drivers:N0} drivers, one chosen secret", 1, isOurs: true,
            i => RegisterAsync(batch[i], Drivers, SecretChoices.Value(StorageSeeder.ChosenText())));
        var cold = new MeasuredOperation("token, chosen secret, cold", 1, isOurs: true, i => client.RequestTokenAsync(coldForms[i]));

        await Task.WhenAll(insert.WarmUpAsync(size.Round), one.WarmUpAsync(size.Round));
        await thousand.RunOnceAsync(size.Repeats);
        await MeasuredOperation.TakeTurnsAsync(storage, server, size.Rounds, size.Round / 2, insert, one);
        await cold.RepeatAsync(storage, server, size.Repeats);
        await transaction.RepeatAsync(storage, server, size.Repeats * 5);
        var before = await server.StateAsync();
        await thousand.RepeatAsync(storage, server, size.Repeats);
        var after = await server.StateAsync();

        var (coldP99, seconds) = (cold.Sample.Percentile(99), thousand.Sample.Percentile(50) / 1000);
        var (calls, hashes) = ((after.StorageCalls - before.StorageCalls) / size.Repeats, (after.Hashes - before.Hashes) / size.Repeats);
        var (maxCalls, bareSeconds) = (Transactions + 6, transaction.Sample.Percentile(50) / 1000 * Transactions);
        return (
            [insert, one, transaction, thousand, cold],
            [
                new("token, chosen secret, cold", "p99 < 150 ms", $"{coldP99:F0} ms", coldP99 < 150),
                new(
                    $"register {Drivers:N0} drivers, one secret", "< 1.5 s",
                    $"{seconds:F2} s; its {Transactions} transactions alone, bare, {bareSeconds:F2} s", seconds < 1.5),
                new(
                    "… its calls to storage, and hashes",
                    $"≤ {maxCalls} and 1, besides 2 reads for authorisation and the secret's rules",
                    $"{calls} and {hashes}", calls <= maxCalls + 2 && hashes == 1),
            ]);

        async Task<(EdsClient Manager, string TaxpayerId)[]> SignInAsync(int fleets) => await Task.WhenAll(
            (await seeder.AddFleetsAsync(fleets, 1)).Select(async fleet => (await client.SignInAsync(fleet), fleet.TaxpayerId)));
    }

    private static Task<Answer<RegisteredClientsBody>> RegisterAsync(
        (EdsClient Manager, string TaxpayerId) taxpayer, int drivers, SecretChoiceBody secret)
    {
        var body = new RegisterClientsBody(secret, [.. TestPerson.Drivers(drivers).Select(driver => driver.Driver)]);
        return LoadClient.SuccessAsync(taxpayer.Manager.RegisterClientsAsync(taxpayer.TaxpayerId, body, EdsClient.NewIdempotencyKey()));
    }
}
