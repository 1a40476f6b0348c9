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

    public static async Task MeasureAsync(WorkloadSize size, Report report)
    {
        await using var system = await MeasuredSystem.StartAsync();
        var single = await SignInAsync(Callers);
        var batch = await SignInAsync(size.Repeats + 1);
        var chosen = await Task.WhenAll(
            Enumerable.Range(0, size.Repeats).Select(_ => system.Seeder.AddFleetAsync(1, StorageSeeder.Chosen())));

        var insert = system.Bare("bare insert", Callers, _ => BareStorage.InsertAsync(system.Tables.Taxpayers));
        var one = system.Ours(
            "register 1 driver, generated secret", Callers, turn => RegisterAsync(single[turn % Callers], 1, SecretChoices.Generate));
        var transaction = system.Bare(
            $"bare transaction of {RowsPerTransaction} rows", 1, _ => BareStorage.InsertAsync(system.Tables.Taxpayers, RowsPerTransaction));
        var thousand = system.Ours($"register {Drivers:N0} drivers, one chosen secret", 1, turn =>
            RegisterAsync(batch[turn], Drivers, SecretChoices.Value(StorageSeeder.ChosenText())));
        var cold = system.Ours(
            "token, chosen secret, cold", 1, turn => system.RequestTokenAsync(chosen[turn].Clients[0], chosen[turn].Secret));
        await Task.WhenAll(insert.WarmUpAsync(size.Round), one.WarmUpAsync(size.Round), thousand.RunOnceAsync());
        await MeasuredOperation.TakeTurnsAsync(size.Rounds, size.Round / 2, insert, one);
        await cold.RepeatAsync(size.Repeats);
        await transaction.RepeatAsync(size.Repeats * 5);
        var before = await system.StateAsync();
        await thousand.RepeatAsync(size.Repeats);
        var after = await system.StateAsync();

        var coldP99 = cold.Percentile(99);
        var (calls, hashes) = ((after.StorageCalls - before.StorageCalls) / size.Repeats, (after.Hashes - before.Hashes) / size.Repeats);
        const int MaxCalls = Transactions + 6;
        report.AddTarget("token, chosen secret, cold", "p99 < 150 ms", $"{coldP99:F0} ms", coldP99 < 150);
        report.AddDuration($"register {Drivers:N0} drivers, one secret", thousand, transaction, Transactions);
        report.AddTarget(
            "… its calls to storage, and hashes", $"≤ {MaxCalls} and 1, besides 2 reads for authorisation and the secret's rules",
            $"{calls} and {hashes}", calls <= MaxCalls + 2 && hashes == 1);
        report.AddTable("An empty store", insert, one, transaction, thousand, cold);

        async Task<(EdsClient Manager, string TaxpayerId)[]> SignInAsync(int fleets) => await Task.WhenAll(
            (await system.Seeder.AddFleetsAsync(fleets, 1)).Select(async fleet => (await system.SignInAsync(fleet), fleet.TaxpayerId)));
    }

    private static Task<Answer<RegisteredClientsBody>> RegisterAsync(
        (EdsClient Manager, string TaxpayerId) taxpayer, int drivers, SecretChoiceBody secret)
    {
        var body = new RegisterClientsBody(secret, [.. TestPerson.Drivers(drivers).Select(driver => driver.Driver)]);
        return taxpayer.Manager.RegisterClientsAsync(taxpayer.TaxpayerId, body, EdsClient.NewIdempotencyKey());
    }
}
