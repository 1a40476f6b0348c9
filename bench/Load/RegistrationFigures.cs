using Eds.Core;

namespace Eds.Bench;

/// <summary>Writing: registrations of one and of a thousand drivers, beside bare inserts and transactions; and the first use of a chosen secret.</summary>
internal static class RegistrationFigures
{
    public const int Drivers = 1_000;

    private const int Callers = 8;
    private const int RowsPerTransaction = 100;

    public static async Task<(IReadOnlyList<Operation> Operations, IReadOnlyList<Goal> Goals)> MeasureAsync(Sizes sizes)
    {
        await using var store = await Store.StartAsync();
        await using var server = await Server.StartAsync(store.ServerOptions);
        using var calls = new Calls(server);
        var generator = new Generator(store);
        var fleets = await generator.FleetsAsync(Callers, 1);
        var tokens = await Task.WhenAll(fleets.Select(fleet => calls.SignInAsync(fleet.Manager)));
        var cold = await Task.WhenAll(Enumerable.Range(0, sizes.Repeats).Select(_ => generator.FleetAsync(1, Chosen())));
        var large = await generator.FleetsAsync(sizes.Repeats + 1, 1);
        var largeTokens = await Task.WhenAll(large.Select(fleet => calls.SignInAsync(fleet.Manager)));

        var insert = new Operation("bare insert", Callers, ours: false, _ => Bare.InsertAsync(store.Tables));
        var one = new Operation(
            "register 1 driver, generated secret", Callers, ours: true, i => calls.RegisterAsync(fleets[i].TaxpayerId, tokens[i], 1, new { generate = true }));
        var transaction = new Operation($"bare transaction of {RowsPerTransaction} rows", 1, ours: false, _ => Bare.InsertAsync(store.Tables, RowsPerTransaction));
        var thousand = new Operation(
            $"register {Drivers:N0} drivers, one chosen secret", 1, ours: true,
            i => calls.RegisterAsync(large[i].TaxpayerId, largeTokens[i], Drivers, new { value = ChosenText() }));
        var first = new Operation("token, chosen secret, cold", 1, ours: true, i => calls.TokenAsync(Calls.TokenForm(cold[i].Clients[0], cold[i].Secret)));

        await Task.WhenAll(insert.WarmUpAsync(sizes.Round), one.WarmUpAsync(sizes.Round));
        await thousand.RunOnceAsync(sizes.Repeats);
        for (var round = 0; round < sizes.Rounds; round++)
        {
            await insert.MeasureAsync(store, server, sizes.Round / 2);
            await one.MeasureAsync(store, server, sizes.Round / 2);
        }

        await first.RepeatAsync(store, server, sizes.Repeats);
        await transaction.RepeatAsync(store, server, sizes.Repeats * 5);
        var before = await server.StateAsync();
        await thousand.RepeatAsync(store, server, sizes.Repeats);
        var after = await server.StateAsync();

        var seconds = thousand.Sample.Percentile(50) / 1000;
        var (storageCalls, hashes) = ((after.StorageCalls - before.StorageCalls) / sizes.Repeats, (after.Hashes - before.Hashes) / sizes.Repeats);
        var atMost = (2 * Drivers / RowsPerTransaction) + 6;
        var bare = transaction.Sample.Percentile(50) / 1000 * (2 * Drivers / RowsPerTransaction);
        return (
            [insert, one, transaction, thousand, first],
            [
                new("token, chosen secret, cold", "p99 < 150 ms", $"{first.Sample.Percentile(99):F0} ms", first.Sample.Percentile(99) < 150),
                new($"register {Drivers:N0} drivers, one secret", "< 1.5 s", $"{seconds:F2} s; its 20 transactions alone, bare, {bare:F2} s", seconds < 1.5),
                new(
                    "… its calls to storage, and hashes", $"≤ {atMost} and 1 (besides, 2 reads of the gate and the secret's context)",
                    $"{storageCalls} and {hashes}", storageCalls <= atMost + 2 && hashes == 1),
            ]);
    }

    public static SecretChoice.Chosen Chosen() => new(ClientSecret.TryRead(ChosenText())!);

    public static string ChosenText() => $"{Crockford.Draw(6)} {Crockford.Draw(8)} {Crockford.Draw(6)}";
}
