using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>The purge removes what is due, no more, and may be killed anywhere.</summary>
[Collection(nameof(Purging))]
[Trait("Host", "Own")]
public sealed class PurgeTest
{
    public static TheoryData<FaultMoment> Moments { get; } = new(Enum.GetValues<FaultMoment>());

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Killed_at_any_write_the_next_run_finishes(FaultMoment moment)
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var fired = true;
        for (var write = 0; fired; write++)
        {
            var taxpayer = await host.Api.EnrolAsync();
            var kept = await taxpayer.RegisteredAsync(TestPerson.Drivers(2));
            var gone = await taxpayer.RegisteredAsync(TestPerson.Drivers(2), new { generate = true });
            await Task.WhenAll(gone.Select(clientId => taxpayer.AnnulAsync(clientId)));
            host.Clock.Advance(TimeSpan.FromDays(30));

            host.Faults.Arm(write, moment, FaultSpan.FromThenOn);
            fired = await Record.ExceptionAsync(() => Purging.PurgeAsync(host)) is not null;
            Assert.Equal(fired, host.Faults.Fired);
            host.Faults.Disarm();
            await Integrity.AssertWholeAsync(host, taxpayer.Id);

            Assert.True((await Purging.PurgeAsync(host)).Finished);
            var rows = await Integrity.RowsAsync(host, taxpayer.Id);
            Assert.Equal(kept.Count, rows.Of("client").Count());
            Assert.Single(rows.Of("secret"));
            Assert.DoesNotContain(await Integrity.DueAsync(host, taxpayer.Id), note => note.GetString("Kind") is "client" or "secret");
            await Integrity.AssertWholeAsync(host, taxpayer.Id);
            Assert.InRange(write, 0, 30);
        }
    }

    [Fact]
    public async Task Only_what_is_due_goes_and_a_changed_setting_moves_nothing()
    {
        var start = Purging.NextStart();
        await using var host = await OwnHost.StartAsync(start);
        var taxpayer = await host.Api.EnrolAsync();
        var clientIds = await taxpayer.RegisteredAsync(TestPerson.Drivers(3));
        (await taxpayer.AnnulAsync(clientIds[0])).Expect(204);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await taxpayer.AnnulAsync(clientIds[1])).Expect(204);

        // A host with another retention: the time was fixed when the client was annulled.
        await using var hasty = await OwnHost.StartAsync(start + TimeSpan.FromDays(29), new Dictionary<string, string?> { ["Purge:RetentionDays"] = "1" });
        Assert.Equal(0, (await Purging.PurgeAsync(hasty)).Clients);

        host.Clock.SetUtcNow(start + TimeSpan.FromDays(30));
        Assert.Equal(1, (await Purging.PurgeAsync(host)).Clients);
        Assert.Equal(2, (await Integrity.RowsAsync(host, taxpayer.Id)).Of("client").Count());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await Purging.PurgeAsync(host)).Clients);
        Assert.Equal(0, (await Purging.PurgeAsync(host)).Clients);
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Fact]
    public async Task A_secret_goes_with_its_last_client_unless_a_driver_was_registered_with_it_meanwhile()
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var taxpayer = await host.Api.EnrolAsync();
        var (unused, reused) = ((await taxpayer.RegisterAsync(TestPerson.Drivers(1))).Expect(201), (await taxpayer.RegisterAsync(TestPerson.Drivers(1))).Expect(201));
        (await taxpayer.AnnulAsync(TestTaxpayer.ClientIds(unused)[0])).Expect(204);
        (await taxpayer.AnnulAsync(TestTaxpayer.ClientIds(reused)[0])).Expect(204);
        host.Clock.Advance(TimeSpan.FromDays(29));
        taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };
        var secretId = reused.Body["secretId"]!.GetValue<string>();
        (await taxpayer.RegisterAsync(TestPerson.Drivers(1), new { secretId })).Expect(201);

        host.Clock.Advance(TimeSpan.FromDays(1));
        await Purging.PurgeAsync(host);
        Assert.Equal($"secret|{secretId}", Assert.Single((await Integrity.RowsAsync(host, taxpayer.Id)).Of("secret")).RowKey);
        taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };
        var gone = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), new { secretId = unused.Body["secretId"]!.GetValue<string>() })).Expect(400, "invalid-request");
        Assert.Equal(["/secret/secretId secret-not-found"], gone.Errors);
    }

    [Fact]
    public async Task Who_is_registered_with_a_secret_amid_its_purge_gets_tokens_or_is_refused()
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var (registered, statuses) = ((Answer?)null, new List<int?>());
        do
        {
            var taxpayer = await host.Api.EnrolAsync();
            var first = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), new { generate = true })).Expect(201);
            (await taxpayer.AnnulAsync(TestTaxpayer.ClientIds(first)[0])).Expect(204);
            host.Clock.Advance(TimeSpan.FromDays(29));
            await Purging.PurgeAsync(host);
            await host.WriteBehindAsync();
            host.Clock.Advance(TimeSpan.FromDays(1));
            taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };

            registered = null;
            var secretId = first.Body["secretId"]!.GetValue<string>();
            host.Faults.Meanwhile(
                write: statuses.Count, async () => registered = await taxpayer.RegisterAsync(TestPerson.Drivers(1), new { secretId }));
            await Purging.PurgeAsync(host);
            if (registered?.Status == 201)
            {
                var clientId = TestTaxpayer.ClientIds(registered)[0];
                (await host.Api.RequestTokenAsync(clientId, first.Body["secret"]!.GetValue<string>())).Expect(200);
            }

            await Integrity.AssertWholeAsync(host, taxpayer.Id);
            statuses.Add(registered?.Status);
        }
        while (registered is not null);

        // Before each of the writes, those that remove the secret among them, and after.
        Assert.Equal([201, 400, null], statuses.Distinct());
    }

    [Theory]
    [InlineData(2, 200)]
    [InlineData(30.1, 429)]
    public async Task A_network_that_had_a_success_goes_on_amid_guesses_for_30_days(double days, int status)
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var clientId = (await (await host.Api.EnrolAsync()).RegisteredAsync(TestPerson.Drivers(1)))[0];
        (await SignInThrottleTest.TryAsync(host, clientId, Leaks.ChosenSecret, SignInThrottleTest.Home)).Expect(200);
        await host.WriteBehindAsync();
        host.Clock.Advance(TimeSpan.FromDays(days));
        await Purging.PurgeAsync(host);

        await using var fresh = await SignInThrottleTest.OtherInstanceAsync(host);
        for (var i = 0; i < 100; i++)
        {
            (await SignInThrottleTest.TryAsync(fresh, clientId, SignInThrottleTest.Wrong, $"198.51.{i}.1")).Expect(401);
        }

        (await SignInThrottleTest.TryAsync(fresh, clientId, Leaks.ChosenSecret, SignInThrottleTest.Home)).Expect(status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_that_failed_leaves_no_rows_behind(bool settled)
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var taxpayer = await host.Api.EnrolAsync();
        var drivers = TestPerson.Drivers(60);
        await taxpayer.RegisteredAsync(TestPerson.Drivers(70));
        host.Faults.Arm(write: 3, FaultMoment.After, settled ? FaultSpan.Once : FaultSpan.FromThenOn);
        (await taxpayer.RegisterAsync(drivers, new { generate = true, each = true })).Expect(503, "storage-unavailable");
        Assert.True(host.Faults.Fired);
        host.Faults.Disarm();
        Assert.True((await Integrity.RowsAsync(host, taxpayer.Id)).Of("client").Count() > 70);

        host.Clock.Advance(TimeSpan.FromDays(2));
        await Purging.PurgeAsync(host);
        var rows = await Integrity.RowsAsync(host, taxpayer.Id);
        Assert.Equal((70, 70, 1, 1, 0), (rows.Of("client").Count(), rows.Of("driver").Count(), rows.Of("secret").Count(), rows.Of("batch").Count(), rows.Of("request").Count()));
        Assert.DoesNotContain(await Integrity.DueAsync(host, taxpayer.Id), note => note.GetString("Kind") is "batch" or "requests");
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Fact]
    public async Task A_secret_that_a_failed_batch_pointed_to_goes_with_the_batch()
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart(), new Dictionary<string, string?> { ["Purge:RetentionDays"] = "1" });
        var taxpayer = await host.Api.EnrolAsync();
        var first = (await taxpayer.RegisterAsync(TestPerson.Drivers(1))).Expect(201);
        (await taxpayer.AnnulAsync(TestTaxpayer.ClientIds(first)[0])).Expect(204);
        host.Clock.Advance(TimeSpan.FromHours(23));
        taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };
        host.Faults.Arm(write: 3, FaultMoment.After, FaultSpan.FromThenOn);
        (await taxpayer.RegisterAsync(TestPerson.Drivers(60), new { secretId = first.Body["secretId"]!.GetValue<string>() })).Expect(503);
        host.Faults.Disarm();

        for (var day = 0; day < 4; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await Purging.PurgeAsync(host);
        }

        var rows = await Integrity.RowsAsync(host, taxpayer.Id);
        Assert.Empty(rows.Of("client"));
        Assert.Empty(rows.Of("secret"));
    }

    [Fact]
    public async Task A_run_that_reaches_its_bound_stops_and_the_next_goes_on()
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var taxpayer = await host.Api.EnrolAsync();
        await Task.WhenAll((await taxpayer.RegisteredAsync(TestPerson.Drivers(5))).Select(clientId => taxpayer.AnnulAsync(clientId)));
        host.Clock.Advance(TimeSpan.FromDays(30));
        host.Faults.OnWrite = () => host.Clock.Advance(TimeSpan.FromMinutes(3));
        var report = await Purging.PurgeAsync(host);
        host.Faults.OnWrite = null;
        Assert.False(report.Finished);
        Assert.InRange(report.Clients, 0, 4);

        var rest = await Purging.PurgeAsync(host);
        Assert.Equal((5 - report.Clients, true), (rest.Clients, rest.Finished));
        Assert.Empty((await Integrity.RowsAsync(host, taxpayer.Id)).Of("client"));
    }

    [Fact]
    public async Task Events_go_after_a_year_and_idempotency_keys_after_a_day()
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var taxpayer = await host.Api.EnrolAsync();
        var (driver, key) = (TestPerson.Drivers(1), TestTaxpayer.NewKey());
        var first = TestTaxpayer.ClientIds((await taxpayer.RegisterAsync(driver, key: key)).Expect(201));
        host.Clock.Advance(TimeSpan.FromHours(23));
        taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };
        await Purging.PurgeAsync(host);
        Assert.Equal(first, TestTaxpayer.ClientIds((await taxpayer.RegisterAsync(driver, key: key)).Expect(201)));

        host.Clock.Advance(TimeSpan.FromHours(25));
        await Purging.PurgeAsync(host);
        Assert.Empty((await Integrity.RowsAsync(host, taxpayer.Id)).Of("request"));
        Assert.NotEmpty((await Integrity.RowsAsync(host, taxpayer.Id)).Of("event"));

        host.Clock.Advance(TimeSpan.FromDays(365));
        await Purging.PurgeAsync(host);
        Assert.Empty((await Integrity.RowsAsync(host, taxpayer.Id)).Of("event"));
        Assert.Empty(await Integrity.DueAsync(host, taxpayer.Id));
    }

    [Fact]
    public async Task Annulling_again_while_the_purge_runs_is_answered_and_leaves_nothing()
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var taxpayer = await host.Api.EnrolAsync();
        var clientIds = await taxpayer.RegisteredAsync(TestPerson.Drivers(10));
        await Task.WhenAll(clientIds.Select(clientId => taxpayer.AnnulAsync(clientId)));
        host.Clock.Advance(TimeSpan.FromDays(30));
        taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };

        var purges = Task.WhenAll(Purging.PurgeAsync(host), Purging.PurgeAsync(host));
        var answers = await Task.WhenAll(clientIds.Select(clientId => taxpayer.AnnulAsync(clientId)));
        await purges;
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 204, 404 }));
        await Purging.PurgeAsync(host);
        Assert.Empty((await Integrity.RowsAsync(host, taxpayer.Id)).Of("client"));
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Fact]
    public async Task A_driver_registered_again_keeps_his_new_client()
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var taxpayer = await host.Api.EnrolAsync();
        var driver = TestPerson.Drivers(1);
        var old = await taxpayer.RegisteredAsync(driver);
        (await taxpayer.AnnulAsync(old[0])).Expect(204);
        var fresh = await taxpayer.RegisteredAsync(driver);
        host.Clock.Advance(TimeSpan.FromDays(30));
        await Purging.PurgeAsync(host);

        (await host.Api.RequestTokenAsync(fresh[0], Leaks.ChosenSecret)).Expect(200);
        Assert.Equal($"client|{fresh[0]["tx-".Length..].Replace("-", "", StringComparison.Ordinal)}", Assert.Single((await Integrity.RowsAsync(host, taxpayer.Id)).Of("client")).RowKey);
    }

    [Fact]
    public async Task Revoked_tokens_and_counts_of_guesses_go_when_they_mean_nothing_any_more()
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var taxpayer = await host.Api.EnrolAsync();
        var clientId = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];
        var token = (await host.Api.RequestTokenAsync(clientId, Leaks.ChosenSecret)).Expect(200).Body["access_token"]!.GetValue<string>();
        (await host.Api.SendAsync(HttpMethod.Delete, "api/taxi/auth", token)).Expect(204);
        for (var i = 0; i < 6; i++)
        {
            (await host.Api.RequestTokenAsync(clientId, ClientSecret.Generate().Reveal())).Expect(401);
        }

        var guesses = host.Services.GetRequiredService<EdsTables>().Guesses;
        Assert.True(ClientId.TryParse(clientId, out var id));
        int Counted() => guesses.Query<FailedAttemptsRow>(row => row.PartitionKey == id.Compact).Count();
        await host.WriteBehindAsync();
        Assert.Equal(2, Counted());
        host.Clock.Advance(TimeSpan.FromMinutes(30));
        await Purging.PurgeAsync(host);
        (await host.Api.GetAsync("api/taxi/whoami", token)).Expect(401, "invalid_token");
        Assert.Single((await Integrity.RowsAsync(host, taxpayer.Id)).Of("token"));
        host.Clock.Advance(TimeSpan.FromDays(40));
        await Purging.PurgeAsync(host);
        Assert.Empty((await Integrity.RowsAsync(host, taxpayer.Id)).Of("token"));
        Assert.Equal(0, Counted());
    }

    [Fact]
    public async Task The_timer_function_purges()
    {
        await using var host = await OwnHost.StartAsync(Purging.NextStart());
        var taxpayer = await host.Api.EnrolAsync();
        (await taxpayer.AnnulAsync((await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0])).Expect(204);
        host.Clock.Advance(TimeSpan.FromDays(30));
        (await host.Api.SendAsync(HttpMethod.Post, "admin/functions/PurgeAnnulledClients", null, """{"input": ""}""")).Expect(202);

        var tables = host.Services.GetRequiredService<EdsTables>();
        var deadline = TimeProvider.System.GetTimestamp();
        while ((await Integrity.RowsAsync(host, taxpayer.Id)).Of("client").Any())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30), "The started run did not purge.");
            await tables.ProbeAsync(TestContext.Current.CancellationToken);
        }
    }
}
