using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>Registration as design.md §5 has it: its size, its cost, its replays.</summary>
[Trait("Host", "Own")]
public sealed class RegistrationTest
{
    [Fact]
    public async Task A_thousand_drivers_cost_one_hash_and_26_storage_transactions()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var drivers = TestPerson.Drivers(1000);
        var hasher = host.Services.GetRequiredService<SecretHasher>();
        var hashes = hasher.Runs;
        host.Faults.Count();
        var registered = (await taxpayer.RegisterAsync(drivers)).Expect(201);
        var (reads, writes) = (host.Faults.Reads, host.Faults.Writes);
        Assert.Equal(1, hasher.Runs - hashes);

        Assert.True(reads + writes <= 26, $"{reads} reads and {writes} writes");
        Assert.True(writes >= 20, $"{writes} writes cannot carry 2,000 rows");
        Assert.Equal(drivers.Select(driver => driver.Code), registered.Body["clients"]!.AsArray().Select(client => client!["driver"]!["personalCode"]!.GetValue<string>()));
        var rows = await Integrity.RowsAsync(host, taxpayer.Id);
        var secret = Assert.Single(rows.Of("secret"));
        Assert.Equal(secret.GetString("Hash"), Assert.Single(rows.Of("request")).GetString("SecretHash"));
        Assert.All(rows.Of("client"), client => Assert.Equal(secret.RowKey, $"secret|{client.GetString("SecretId")}"));
        (await host.Api.RequestTokenAsync(TestTaxpayer.ClientIds(registered)[^1], Leaks.ChosenSecret)).Expect(200);
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Theory]
    [InlineData(48, false, true)]
    [InlineData(49, false, false)]
    [InlineData(32, true, true)]
    [InlineData(33, true, false)]
    public async Task What_fits_one_transaction_has_no_batch(int count, bool each, bool fits)
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        await taxpayer.RegisteredAsync(TestPerson.Drivers(count), new { generate = true, each });
        var rows = await Integrity.RowsAsync(host, taxpayer.Id);
        Assert.Equal(fits ? 0 : 1, rows.Of("batch").Count());
        Assert.Equal(each ? count : 1, rows.Of("secret").Count());
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    public async Task A_replay_gives_the_same_clients_and_never_the_secret_again(int count)
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        foreach (var each in new[] { false, true })
        {
            var (drivers, key, secret) = (TestPerson.Drivers(count), TestTaxpayer.NewKey(), new { generate = true, each });
            var first = (await taxpayer.RegisterAsync(drivers, secret, key)).Expect(201);
            var told = (each ? first.Body["clients"]![0]! : first.Body)["secret"]!.GetValue<string>();
            (await host.Api.RequestTokenAsync(TestTaxpayer.ClientIds(first)[0], told)).Expect(200);

            (await taxpayer.AnnulAsync(TestTaxpayer.ClientIds(first)[^1])).Expect(204);
            var replay = (await taxpayer.RegisterAsync(drivers, secret, key)).Expect(201);
            Assert.True(replay.Body["secretAlreadyDelivered"]!.GetValue<bool>());
            Assert.DoesNotContain("eds_", replay.Text, StringComparison.Ordinal);
            foreach (var (was, now) in first.Body["clients"]!.AsArray().Zip(replay.Body["clients"]!.AsArray()))
            {
                was!["secret"] = null;
                Assert.Equal(was.ToJsonString(), now!.ToJsonString());
            }
        }

        Assert.Equal(2 * count, (await taxpayer.ClientsAsync()).Count);
    }

    [Fact]
    public async Task A_key_stands_for_one_request_only()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var (drivers, key) = (TestPerson.Drivers(3), TestTaxpayer.NewKey());
        (await taxpayer.RegisterAsync(drivers, key: key)).Expect(201);

        (await taxpayer.RegisterAsync(drivers.Take(2), key: key)).Expect(422, "idempotency-key-reused");
        (await taxpayer.RegisterAsync(drivers.Reverse(), key: key)).Expect(422, "idempotency-key-reused");
        (await taxpayer.RegisterAsync(drivers.Select(driver => driver with { Name = "Cits" }), key: key)).Expect(422, "idempotency-key-reused");
        (await taxpayer.RegisterAsync(drivers, new { generate = true }, key)).Expect(422, "idempotency-key-reused");
        (await taxpayer.RegisterAsync(drivers, new { value = Leaks.ChosenSecret + "x" }, key)).Expect(422, "idempotency-key-reused");
        (await taxpayer.RegisterAsync(drivers, key: key)).Expect(201);
        Assert.Equal(3, (await taxpayer.ClientsAsync()).Count);

        // Another taxpayer's key is another key.
        var other = await host.Api.EnrolAsync();
        (await other.RegisterAsync(drivers, key: key)).Expect(201);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public async Task Drivers_who_have_a_client_are_all_named_and_nothing_is_registered(int count)
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var drivers = TestPerson.Drivers(count);
        var taken = await taxpayer.RegisteredAsync([drivers[1], drivers[^1]]);
        var key = TestTaxpayer.NewKey();
        var refused = (await taxpayer.RegisterAsync(drivers, key: key)).Expect(409, "driver-already-registered");
        Assert.Equal(["/drivers/1/personalCode driver-already-registered", $"/drivers/{count - 1}/personalCode driver-already-registered"], refused.Errors);
        Assert.Equal(2, (await taxpayer.ClientsAsync()).Count);
        await Integrity.AssertWholeAsync(host, taxpayer.Id);

        // Freed, the same request with the same key goes through.
        Assert.All(await Task.WhenAll(taken.Select(clientId => taxpayer.AnnulAsync(clientId))), answer => answer.Expect(204));
        (await taxpayer.RegisterAsync(drivers, key: key)).Expect(201);
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Fact]
    public async Task An_undecided_batch_holds_its_drivers_for_30_seconds()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var (drivers, key) = (TestPerson.Drivers(60), TestTaxpayer.NewKey());
        host.Faults.Arm(write: 3, FaultMoment.After, FaultSpan.FromThenOn); // the server dies after its first clients
        (await taxpayer.RegisterAsync(drivers, key: key)).Expect(503);
        Assert.True(host.Faults.Fired);
        host.Faults.Disarm();

        Assert.Empty(await taxpayer.ClientsAsync());
        (await taxpayer.RegisterAsync(drivers, key: key)).Expect(409, "registration-in-progress");
        (await taxpayer.RegisterAsync(drivers.Reverse(), key: key)).Expect(422, "idempotency-key-reused");
        var held = (await taxpayer.RegisterAsync(drivers)).Expect(409, "registration-in-progress");
        Assert.All(held.Errors, error => Assert.EndsWith("registration-in-progress", error, StringComparison.Ordinal));
        var ghost = (await Integrity.RowsAsync(host, taxpayer.Id)).Of("client").First().RowKey["client|".Length..];
        (await taxpayer.GetAsync($"taxi/clients/{ghost}")).Expect(404, "not-found");
        (await taxpayer.AnnulAsync(ghost)).Expect(404, "not-found");
        (await host.Api.RequestTokenAsync(ghost, Leaks.ChosenSecret)).Expect(401, "invalid_client");

        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await taxpayer.RegisteredAsync(drivers.Take(5));
        Assert.Equal(5, (await taxpayer.RegisterAsync(drivers, key: key)).Expect(409, "driver-already-registered").Errors.Count);
        (await taxpayer.GetAsync($"taxi/clients/{ghost}")).Expect(404, "not-found");
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Fact]
    public async Task Secrets_of_an_undecided_batch_are_there_for_nobody()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        host.Faults.Arm(write: 3, FaultMoment.After, FaultSpan.FromThenOn);
        (await taxpayer.RegisterAsync(TestPerson.Drivers(60), new { generate = true, each = true })).Expect(503);
        host.Faults.Disarm();
        var secretId = (await Integrity.RowsAsync(host, taxpayer.Id)).Of("secret").First().RowKey["secret|".Length..];

        Assert.Empty((await taxpayer.GetAsync("taxi/secrets")).Expect(200).Body["secrets"]!.AsArray());
        var path = taxpayer.Path($"taxi/secrets/{secretId}/rotation");
        (await host.Api.SendAsync(HttpMethod.Post, path, taxpayer.Token, new { secret = new { generate = true }, overlapHours = 1 })).Expect(404, "not-found");
        var registered = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), new { secretId })).Expect(400, "invalid-request");
        Assert.Equal(["/secret/secretId secret-not-found"], registered.Errors);
    }

    [Fact]
    public async Task A_batch_left_undecided_by_a_server_whose_clock_was_an_hour_ahead_does_not_hold_its_drivers_for_that_hour()
    {
        await using var host = await OwnHost.StartAsync();
        var keys = host.Services.GetRequiredService<IKeyring>();
        await using var ahead = await OwnHost.StartAsync(
            host.Clock.GetUtcNow() + TimeSpan.FromHours(1), services: services => services.AddSingleton(keys));
        var taxpayer = await host.Api.EnrolAsync();
        var seenAhead = taxpayer with { Api = ahead.Api, Token = await ahead.Api.SignInAsync(taxpayer.Manager) };
        var (drivers, key) = (TestPerson.Drivers(60), TestTaxpayer.NewKey());
        ahead.Faults.Arm(write: 3, FaultMoment.After, FaultSpan.FromThenOn);
        (await seenAhead.RegisterAsync(drivers, key: key)).Expect(503);
        Assert.True(ahead.Faults.Fired);

        await taxpayer.RegisteredAsync(drivers.Take(5));
        Assert.Equal(5, (await taxpayer.RegisterAsync(drivers, key: key)).Expect(409, "driver-already-registered").Errors.Count);
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Fact]
    public async Task An_existing_secret_serves_new_drivers_and_is_not_hashed_again()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var first = (await taxpayer.RegisterAsync(TestPerson.Drivers(1))).Expect(201);
        var secretId = first.Body["secretId"]!.GetValue<string>();
        foreach (var count in new[] { 2, 60 })
        {
            var more = (await taxpayer.RegisterAsync(TestPerson.Drivers(count), new { secretId })).Expect(201);
            Assert.Equal(secretId, more.Body["secretId"]!.GetValue<string>());
            Assert.Null(more.Body["secret"]);
            (await host.Api.RequestTokenAsync(TestTaxpayer.ClientIds(more)[0], Leaks.ChosenSecret)).Expect(200);
        }

        var secret = Assert.Single((await taxpayer.GetAsync("taxi/secrets")).Expect(200).Body["secrets"]!.AsArray())!;
        Assert.Equal((63, 1, "chosen"), (secret["clients"]!.GetValue<int>(), secret["version"]!.GetValue<int>(), secret["kind"]!.GetValue<string>()));
    }
}
