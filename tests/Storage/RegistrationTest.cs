namespace Eds.Tests;

public sealed class RegistrationTest : OwnTaxpayerTest
{
    [Fact]
    public async Task A_thousand_drivers_cost_one_hash_and_26_storage_transactions()
    {
        var (drivers, hasher) = (TestPerson.Drivers(1_000), Host.Services.GetRequiredService<SecretHasher>());
        var hashes = hasher.Runs;
        Host.Faults.Count();
        var registered = (await Taxpayer.RegisterAsync(drivers)).Expect(201);
        var (reads, writes) = (Host.Faults.Reads, Host.Faults.Writes);
        Assert.Equal(1, hasher.Runs - hashes);

        Assert.True(reads + writes <= 26, $"{reads} reads and {writes} writes");
        Assert.True(writes >= 20, $"{writes} writes cannot carry 2,000 rows");
        Assert.Equal(drivers.Select(driver => driver.Code), registered.Value.Clients.Select(client => client.Driver.PersonalCode));
        var rows = await Host.RowsAsync(Taxpayer.Id);
        var secret = Assert.Single(rows.Of("secret"));
        Assert.Equal(secret.GetString("Hash"), Assert.Single(rows.Of("request")).GetString("SecretHash"));
        Assert.All(rows.Of("client"), client => Assert.Equal(secret.RowKey, $"secret|{client.GetString("SecretId")}"));
        (await Host.Client.IssueTokenAsync(registered.ClientIds()[^1], Leaks.ChosenSecret)).Expect(200);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Theory]
    [InlineData(48, false, true)]
    [InlineData(49, false, false)]
    [InlineData(32, true, true)]
    [InlineData(33, true, false)]
    public async Task What_fits_one_transaction_has_no_batch(int count, bool each, bool fits)
    {
        await Taxpayer.RegisteredAsync(TestPerson.Drivers(count), each ? SecretChoices.GenerateEach : SecretChoices.Generate);
        var rows = await Host.RowsAsync(Taxpayer.Id);
        Assert.Equal((fits ? 0 : 1, each ? count : 1), (rows.Of("batch").Count(), rows.Of("secret").Count()));
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public async Task Drivers_who_have_a_client_are_all_named_and_nobody_is_registered(int count)
    {
        var (drivers, key) = (TestPerson.Drivers(count), EdsClient.NewIdempotencyKey());
        var taken = await Taxpayer.RegisteredAsync(
            [drivers[1], drivers[^1] with { Code = drivers[^1].Code.WithoutHyphens() }], SecretChoices.Generate);
        Task<Answer<RegisteredClientsBody>> RegisterAsync() => Taxpayer.RegisterAsync(drivers, SecretChoices.Generate, key);

        var refused = (await Taxpayer.UnchangedAsync(RegisterAsync)).Expect(409, "driver-already-registered");
        Assert.Equal(
            ["/drivers/1/personalCode driver-already-registered", $"/drivers/{count - 1}/personalCode driver-already-registered"],
            refused.Errors);
        await Host.AssertInvariantsAsync(Taxpayer.Id);

        // Freed, the same request with the same key goes through.
        Assert.All(await Task.WhenAll(taken.Select(clientId => Taxpayer.AnnulAsync(clientId))), answer => answer.Expect(204));
        (await RegisterAsync()).Expect(201);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Fact]
    public async Task A_pending_batch_holds_its_drivers_for_30_seconds()
    {
        var (drivers, key) = (TestPerson.Drivers(60), EdsClient.NewIdempotencyKey());
        Task<Answer<RegisteredClientsBody>> RegisterAsync(IEnumerable<TestPerson> some, string? with) =>
            Taxpayer.RegisterAsync(some, SecretChoices.GenerateEach, with);
        await Host.DieAmidBatchAsync(() => RegisterAsync(drivers, key));

        Assert.Empty(await Taxpayer.ClientsAsync());
        Assert.Empty(await Taxpayer.SecretsAsync());
        (await RegisterAsync(drivers, key)).Expect(409, "registration-in-progress");
        (await RegisterAsync(drivers.Reverse(), key)).Expect(422, "idempotency-key-reused");
        var held = (await RegisterAsync(drivers, null)).Expect(409, "registration-in-progress");
        Assert.All(held.Errors, error => Assert.EndsWith("registration-in-progress", error, StringComparison.Ordinal));
        var rows = await Host.RowsAsync(Taxpayer.Id);
        var ghost = rows.Of("client").First().RowKey["client|".Length..];
        var secretId = rows.Of("secret").First().RowKey["secret|".Length..];
        (await Taxpayer.Client.GetClientAsync(Taxpayer.Id, ghost)).Expect(404, "not-found");
        (await Taxpayer.AnnulAsync(ghost)).Expect(404, "not-found");
        (await Host.Client.IssueTokenAsync(ghost, Leaks.ChosenSecret)).Expect(401, "invalid_client");
        (await Taxpayer.RotateAsync(secretId, SecretChoices.Generate, 1)).Expect(404, "not-found");
        (await Taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Existing(secretId)))
            .ExpectInvalid("/secret/secretId secret-not-found");

        Host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await RegisterAsync(drivers.Take(5), null)).Expect(201);
        Assert.Equal(5, (await RegisterAsync(drivers, key)).Expect(409, "driver-already-registered").Errors.Count);
        (await Taxpayer.Client.GetClientAsync(Taxpayer.Id, ghost)).Expect(404, "not-found");
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Fact]
    public async Task A_pending_batch_from_a_clock_ahead_holds_no_drivers()
    {
        await using var ahead = await Host.StartSecondAsync(TimeSpan.FromHours(1));
        var seenAhead = await (Taxpayer with { Client = ahead.Client }).SignInAsync();
        var (drivers, key) = (TestPerson.Drivers(60), EdsClient.NewIdempotencyKey());
        await ahead.DieAmidBatchAsync(() => seenAhead.RegisterAsync(drivers, SecretChoices.Generate, key));

        await Taxpayer.RegisteredAsync(drivers.Take(5), SecretChoices.Generate);
        Assert.Equal(
            5, (await Taxpayer.RegisterAsync(drivers, SecretChoices.Generate, key)).Expect(409, "driver-already-registered").Errors.Count);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }
}
