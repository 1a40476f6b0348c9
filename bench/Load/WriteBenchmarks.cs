namespace Eds.Bench;

/// <summary>
/// Registrations of one and of 1,000 drivers, 1,000 clients annulled and 1,000 secrets rotated with one call each, beside bare inserts and
/// transactions; and the first use of a chosen secret.
/// </summary>
internal static class WriteBenchmarks
{
    private const int Many = 1_000;
    private const int Callers = 8;
    private const int RowsPerTransaction = 100;
    private const int RegisterTransactions = 2 * Many / RowsPerTransaction;

    /// <summary>49 clients with their guards, and the event; 100 purge entries.</summary>
    private const int AnnulTransactions = 21 + 10;

    /// <summary>99 secrets, and the event.</summary>
    private const int RotateTransactions = 11;

    public static async Task MeasureRegistrationAsync(WorkloadSize size, Report report)
    {
        await using var system = await MeasuredSystem.StartAsync();
        var single = await SignInAsync(Callers);
        var batch = await SignInAsync(size.Repeats + 1);
        var chosen = await system.Storage.EnrolAsync(size.Repeats, 1, SharedSecret.Chosen);

        var insert = system.Bare("bare insert", Callers, _ => BareStorage.InsertAsync(system.Tables.Taxpayers));
        var one = system.Ours(
            "register 1 driver, generated secret", Callers, turn => RegisterAsync(single[turn % Callers], 1, SecretChoices.Generate));
        var transaction = Transaction(system);
        var thousand = system.Ours($"register {Many:N0} drivers, one chosen secret", 1, turn =>
            RegisterAsync(batch[turn], Many, SecretChoices.Value(SharedSecret.ChosenText())));
        var cold = system.Ours("token, chosen secret, cold", 1, turn => system.RequestTokenAsync(chosen[turn].Active.Single()));
        await thousand.RunOnceAsync();
        await MeasuredOperation.TakeTurnsAsync(size, insert, one);
        await cold.RepeatAsync(size.Repeats);
        await transaction.RepeatAsync(size.Repeats * 5);
        var (calls, hashes) = await CountAsync(system, thousand, size.Repeats);

        const int MaxCalls = RegisterTransactions + 6;
        var coldP99 = cold.Percentile(99);
        report.AddTarget("token, chosen secret, cold", "p99 < 150 ms", $"{coldP99:F0} ms", coldP99 < 150);
        report.AddDuration($"register {Many:N0} drivers, one secret", thousand, transaction, RegisterTransactions);
        report.AddTarget(
            "… its calls to storage, and hashes", $"≤ {MaxCalls} and 1, besides 2 reads for authorisation and the secret's rules",
            $"{calls} and {hashes}", calls <= MaxCalls + 2 && hashes == 1);
        report.AddTable("An empty store", insert, one, transaction, thousand, cold);

        async Task<(EdsClient Manager, string TaxpayerId)[]> SignInAsync(int taxpayers) => await Task.WhenAll(
            (await system.Storage.EnrolAsync(taxpayers, 1)).Select(async taxpayer => (await system.SignInAsync(taxpayer), taxpayer.Id)));
    }

    public static async Task MeasureBulkAsync(WorkloadSize size, Report report)
    {
        await using var system = await MeasuredSystem.StartAsync();
        var taxpayers = await system.Storage.EnrolAsync(size.Repeats + 1, Many);
        var managers = await Task.WhenAll(taxpayers.Select(system.SignInAsync));
        var registered = await MeasuredSystem.SuccessAsync(
            RegisterAsync((managers[0], taxpayers[0].Id), Many, SecretChoices.GenerateEach));
        string[] secretIds = [.. registered.Value.Clients.Select(client => client.SecretId)];

        var transaction = Transaction(system);
        var annul = system.Ours($"annul {Many:N0} clients", 1, turn =>
            managers[turn].AnnulClientsAsync(taxpayers[turn].Id, taxpayers[turn].Active.Select(device => device.ClientId)));
        var rotate = system.Ours($"rotate {Many:N0} secrets", 1, _ =>
            managers[0].RotateSecretsAsync(taxpayers[0].Id, new(secretIds, OverlapHours: 0), EdsClient.NewIdempotencyKey()));
        await annul.RunOnceAsync();
        await rotate.RunOnceAsync();
        await transaction.RepeatAsync(size.Repeats * 5);
        var (calls, _) = await CountAsync(system, annul, size.Repeats);
        await rotate.RepeatAsync(size.Repeats);

        const int MaxCalls = AnnulTransactions + 3;
        report.AddDuration($"annul {Many:N0} clients, one call", annul, transaction, AnnulTransactions);
        report.AddTarget("… its calls to storage", $"≤ {MaxCalls}, besides 2 pages of clients", $"{calls}", calls <= MaxCalls + 2);
        report.AddDuration($"rotate {Many:N0} secrets, one call", rotate, transaction, RotateTransactions);
        report.AddTable("Many at once", transaction, annul, rotate);
    }

    private static MeasuredOperation Transaction(MeasuredSystem system) => system.Bare(
        $"bare transaction of {RowsPerTransaction} rows", 1, _ => BareStorage.InsertAsync(system.Tables.Taxpayers, RowsPerTransaction));

    /// <summary>Calls to storage and secrets hashed, each time.</summary>
    private static async Task<(int Calls, int Hashes)> CountAsync(MeasuredSystem system, MeasuredOperation operation, int times)
    {
        var before = await system.StateAsync();
        await operation.RepeatAsync(times);
        var after = await system.StateAsync();
        return ((after.StorageCalls - before.StorageCalls) / times, (after.Hashes - before.Hashes) / times);
    }

    private static Task<Answer<RegisteredClientsBody>> RegisterAsync(
        (EdsClient Manager, string TaxpayerId) taxpayer, int drivers, SecretChoiceBody secret)
    {
        var body = new RegisterClientsBody(secret, [.. TestPerson.Drivers(drivers).Select(driver => driver.Driver)]);
        return taxpayer.Manager.RegisterClientsAsync(taxpayer.TaxpayerId, body, EdsClient.NewIdempotencyKey());
    }
}
