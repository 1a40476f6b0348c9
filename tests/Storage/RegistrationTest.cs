using Eds.Core;
using Eds.Functions;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>Registration: its size, its cost, and what an interrupted one leaves.</summary>
[Trait("Host", "Own")]
public sealed class RegistrationTest : IAsyncLifetime
{
    private OwnHost _host = null!;
    private TestTaxpayer _taxpayer = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await OwnHost.StartAsync();
        _taxpayer = await _host.Client.EnrolAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_thousand_drivers_cost_one_hash_and_26_storage_transactions()
    {
        var (drivers, hasher) = (TestPerson.Drivers(1_000), _host.Services.GetRequiredService<SecretHasher>());
        var hashes = hasher.Runs;
        _host.Faults.Count();
        var registered = (await _taxpayer.RegisterAsync(drivers)).Expect(201);
        var (reads, writes) = (_host.Faults.Reads, _host.Faults.Writes);
        Assert.Equal(1, hasher.Runs - hashes);

        Assert.True(reads + writes <= 26, $"{reads} reads and {writes} writes");
        Assert.True(writes >= 20, $"{writes} writes cannot carry 2,000 rows");
        Assert.Equal(drivers.Select(driver => driver.Code), registered.Value.Clients.Select(client => client.Driver.PersonalCode));
        var rows = await _host.RowsAsync(_taxpayer.Id);
        var secret = Assert.Single(rows.Of("secret"));
        Assert.Equal(secret.GetString("Hash"), Assert.Single(rows.Of("request")).GetString("SecretHash"));
        Assert.All(rows.Of("client"), client => Assert.Equal(secret.RowKey, $"secret|{client.GetString("SecretId")}"));
        (await _host.Client.IssueTokenAsync(registered.ClientIds()[^1], Leaks.ChosenSecret)).Expect(200);
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Theory]
    [InlineData(48, false, true)]
    [InlineData(49, false, false)]
    [InlineData(32, true, true)]
    [InlineData(33, true, false)]
    public async Task What_fits_one_transaction_has_no_batch(int count, bool each, bool fits)
    {
        await _taxpayer.RegisteredAsync(TestPerson.Drivers(count), each ? SecretChoices.GenerateEach : SecretChoices.Generate);
        var rows = await _host.RowsAsync(_taxpayer.Id);
        Assert.Equal((fits ? 0 : 1, each ? count : 1), (rows.Of("batch").Count(), rows.Of("secret").Count()));
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public async Task Drivers_who_have_a_client_are_all_named_and_nobody_is_registered(int count)
    {
        var (drivers, key) = (TestPerson.Drivers(count), EdsClient.NewIdempotencyKey());
        var taken = await _taxpayer.RegisteredAsync([drivers[1], drivers[^1] with { Code = drivers[^1].Code.WithoutHyphens() }], SecretChoices.Generate);
        Task<Answer<RegisteredClientsBody>> RegisterAsync() => _taxpayer.RegisterAsync(drivers, SecretChoices.Generate, key);

        var refused = (await _taxpayer.UnchangedAsync(RegisterAsync)).Expect(409, "driver-already-registered");
        Assert.Equal(
            ["/drivers/1/personalCode driver-already-registered", $"/drivers/{count - 1}/personalCode driver-already-registered"], refused.Errors);
        await _host.AssertInvariantsAsync(_taxpayer.Id);

        // Freed, the same request with the same key goes through.
        Assert.All(await Task.WhenAll(taken.Select(clientId => _taxpayer.AnnulAsync(clientId))), answer => answer.Expect(204));
        (await RegisterAsync()).Expect(201);
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Fact]
    public async Task A_pending_batch_holds_its_drivers_for_30_seconds()
    {
        var (drivers, key) = (TestPerson.Drivers(60), EdsClient.NewIdempotencyKey());
        Task<Answer<RegisteredClientsBody>> RegisterAsync(IEnumerable<TestPerson> some, string? with) =>
            _taxpayer.RegisterAsync(some, SecretChoices.Generate, with);
        await DiesAmidBatchAsync(_host, () => RegisterAsync(drivers, key));

        Assert.Empty(await _taxpayer.ClientsAsync());
        (await RegisterAsync(drivers, key)).Expect(409, "registration-in-progress");
        (await RegisterAsync(drivers.Reverse(), key)).Expect(422, "idempotency-key-reused");
        var held = (await RegisterAsync(drivers, null)).Expect(409, "registration-in-progress");
        Assert.All(held.Errors, error => Assert.EndsWith("registration-in-progress", error, StringComparison.Ordinal));
        var ghost = (await _host.RowsAsync(_taxpayer.Id)).Of("client").First().RowKey["client|".Length..];
        (await _taxpayer.Client.GetClientAsync(_taxpayer.Id, ghost)).Expect(404, "not-found");
        (await _taxpayer.AnnulAsync(ghost)).Expect(404, "not-found");
        (await _host.Client.IssueTokenAsync(ghost, Leaks.ChosenSecret)).Expect(401, "invalid_client");

        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await RegisterAsync(drivers.Take(5), null)).Expect(201);
        Assert.Equal(5, (await RegisterAsync(drivers, key)).Expect(409, "driver-already-registered").Errors.Count);
        (await _taxpayer.Client.GetClientAsync(_taxpayer.Id, ghost)).Expect(404, "not-found");
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Fact]
    public async Task Secrets_of_a_pending_batch_are_there_for_nobody()
    {
        await DiesAmidBatchAsync(_host, () => _taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.GenerateEach));
        var secretId = (await _host.RowsAsync(_taxpayer.Id)).Of("secret").First().RowKey["secret|".Length..];

        Assert.Empty(await _taxpayer.SecretsAsync());
        (await _taxpayer.RotateAsync(secretId, SecretChoices.Generate, 1)).Expect(404, "not-found");
        (await _taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Existing(secretId))).ExpectInvalid("/secret/secretId secret-not-found");
    }

    [Fact]
    public async Task A_pending_batch_from_a_clock_ahead_holds_no_drivers()
    {
        await using var ahead = await _host.StartSecondAsync(TimeSpan.FromHours(1));
        var seenAhead = await (_taxpayer with { Client = ahead.Client }).SignInAsync();
        var (drivers, key) = (TestPerson.Drivers(60), EdsClient.NewIdempotencyKey());
        await DiesAmidBatchAsync(ahead, () => seenAhead.RegisterAsync(drivers, SecretChoices.Generate, key));

        await _taxpayer.RegisteredAsync(drivers.Take(5), SecretChoices.Generate);
        Assert.Equal(5, (await _taxpayer.RegisterAsync(drivers, SecretChoices.Generate, key)).Expect(409, "driver-already-registered").Errors.Count);
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Fact]
    public async Task An_existing_secret_serves_new_drivers()
    {
        var first = (await _taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate)).Expect(201).Value;
        foreach (var count in new[] { 2, 60 })
        {
            var more = (await _taxpayer.RegisterAsync(TestPerson.Drivers(count), SecretChoices.Existing(first.SecretId!))).Expect(201);
            Assert.Equal((first.SecretId, null), (more.Value.SecretId, more.Value.Secret));
            (await _host.Client.IssueTokenAsync(more.ClientIds()[0], first.Secret!)).Expect(200);
        }

        var secret = Assert.Single(await _taxpayer.SecretsAsync());
        Assert.Equal((63, 1, "generated"), (secret.Clients, secret.Version, secret.Kind));
    }

    /// <summary>The server dies after the first clients of a batch.</summary>
    private static async Task DiesAmidBatchAsync(OwnHost host, Func<Task<Answer<RegisteredClientsBody>>> register)
    {
        host.Faults.Arm(write: 3, FaultMoment.After, FaultSpan.FromThenOn);
        (await register()).Expect(503);
        Assert.True(host.Faults.Fired);
        host.Faults.Disarm();
    }
}
