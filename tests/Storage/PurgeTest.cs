using Eds.Core;
using Eds.Functions;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>The purge removes what is due, no more, and may be killed anywhere.</summary>
[Trait("Host", "Own")]
public sealed class PurgeTest : IAsyncLifetime
{
    private OwnHost _host = null!;
    private TestTaxpayer _taxpayer = null!;

    public static TheoryData<FaultMoment> Moments { get; } = new(Enum.GetValues<FaultMoment>());

    public async ValueTask InitializeAsync()
    {
        _host = await OwnHost.StartAsync();
        _taxpayer = await _host.Client.EnrolAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Killed_at_any_write_the_next_run_finishes(FaultMoment moment)
    {
        var fired = true;
        for (var write = 0; fired; write++)
        {
            var taxpayer = await _host.Client.EnrolAsync();
            var kept = await taxpayer.RegisteredAsync(TestPerson.Drivers(2), SecretChoices.Generate);
            var gone = await taxpayer.RegisteredAsync(TestPerson.Drivers(2), SecretChoices.Generate);
            await Task.WhenAll(gone.Select(clientId => taxpayer.AnnulAsync(clientId)));
            _host.Clock.Advance(TimeSpan.FromDays(30));

            _host.Faults.Arm(write, moment, FaultSpan.FromThenOn);
            fired = await Record.ExceptionAsync(() => _host.PurgeAsync()) is not null;
            Assert.Equal(fired, _host.Faults.Fired);
            _host.Faults.Disarm();
            await _host.AssertInvariantsAsync(taxpayer.Id);

            Assert.True((await _host.PurgeAsync()).Finished);
            var rows = await _host.RowsAsync(taxpayer.Id);
            Assert.Equal((kept.Count, 1), (rows.Of("client").Count(), rows.Of("secret").Count()));
            Assert.DoesNotContain(await _host.PurgeEntriesAsync(taxpayer.Id), entry => entry.GetString("Kind") is "client" or "secret");
            await _host.AssertInvariantsAsync(taxpayer.Id);
            Assert.InRange(write, 0, 30);
        }
    }

    [Fact]
    public async Task Only_what_is_due_goes_and_a_changed_setting_moves_nothing()
    {
        var clientIds = await _taxpayer.RegisteredAsync(TestPerson.Drivers(3), SecretChoices.Generate);
        (await _taxpayer.AnnulAsync(clientIds[0])).Expect(204);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _taxpayer.AnnulAsync(clientIds[1])).Expect(204);

        // A host with another retention: the time was fixed when the client was annulled.
        await using var hasty = await _host.StartSecondAsync(TimeSpan.FromDays(29), new Dictionary<string, string?> { ["Purge:RetentionDays"] = "1" });
        Assert.Equal(0, (await hasty.PurgeAsync()).Clients);

        _host.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await _host.PurgeAsync()).Clients);
        Assert.Equal(2, await CountAsync("client"));
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await _host.PurgeAsync()).Clients);
        Assert.Equal(0, (await _host.PurgeAsync()).Clients);
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Fact]
    public async Task A_secret_goes_with_its_last_client_unless_it_is_used_again()
    {
        var (unused, reused) = (await _taxpayer.RegisterOneAsync(SecretChoices.Generate), await _taxpayer.RegisterOneAsync(SecretChoices.Generate));
        (await _taxpayer.AnnulAsync(unused.ClientId)).Expect(204);
        (await _taxpayer.AnnulAsync(reused.ClientId)).Expect(204);
        await AdvanceAsync(TimeSpan.FromDays(29));
        (await RegisterAsync(SecretChoices.Existing(reused.SecretId))).Expect(201);

        await AdvanceAsync(TimeSpan.FromDays(1));
        await _host.PurgeAsync();
        Assert.Equal($"secret|{reused.SecretId}", Assert.Single((await _host.RowsAsync(_taxpayer.Id)).Of("secret")).RowKey);
        (await RegisterAsync(SecretChoices.Existing(unused.SecretId))).ExpectInvalid("/secret/secretId secret-not-found");
    }

    [Fact]
    public async Task Who_is_registered_with_a_secret_amid_its_purge_gets_tokens_or_is_refused()
    {
        var (registered, statuses) = ((Answer<RegisteredClientsBody>?)null, new List<int?>());
        do
        {
            var taxpayer = await _host.Client.EnrolAsync();
            var first = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate)).Expect(201);
            (await taxpayer.AnnulAsync(first.ClientIds()[0])).Expect(204);
            _host.Clock.Advance(TimeSpan.FromDays(29));
            await _host.PurgeAsync();
            await _host.FlushAsync();
            _host.Clock.Advance(TimeSpan.FromDays(1));
            taxpayer = await taxpayer.SignInAsync();

            registered = null;
            _host.Faults.Meanwhile(
                write: statuses.Count,
                async () => registered = await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Existing(first.Value.SecretId!)));
            await _host.PurgeAsync();
            if (registered?.Status == 201)
            {
                (await _host.Client.IssueTokenAsync(registered.ClientIds()[0], first.Value.Secret!)).Expect(200);
            }

            await _host.AssertInvariantsAsync(taxpayer.Id);
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
        var device = await TestDevice.RegisterAsync(_host.Client);
        (await SignInThrottleTest.TryAsync(_host, device, SignInThrottleTest.Home)).Expect(200);
        await _host.FlushAsync();
        _host.Clock.Advance(TimeSpan.FromDays(days));
        await _host.PurgeAsync();

        await using var fresh = await _host.StartSecondAsync();
        for (var i = 0; i < 100; i++)
        {
            (await SignInThrottleTest.GuessAsync(fresh, device, $"198.51.{i}.1")).Expect(401);
        }

        (await SignInThrottleTest.TryAsync(fresh, device, SignInThrottleTest.Home)).Expect(status);
    }

    [Theory]
    [InlineData(FaultSpan.Once)]
    [InlineData(FaultSpan.FromThenOn)]
    public async Task A_batch_that_failed_leaves_no_rows_behind(FaultSpan span)
    {
        await _taxpayer.RegisteredAsync(TestPerson.Drivers(70), SecretChoices.Generate);
        _host.Faults.Arm(write: 3, FaultMoment.After, span);
        (await _taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.GenerateEach)).Expect(503, "storage-unavailable");
        Assert.True(_host.Faults.Fired);
        _host.Faults.Disarm();
        Assert.True(await CountAsync("client") > 70);

        _host.Clock.Advance(TimeSpan.FromDays(2));
        await _host.PurgeAsync();
        Assert.Equal((70, 70, 1), (await CountAsync("client"), await CountAsync("driver"), await CountAsync("secret")));
        Assert.Equal((1, 0), (await CountAsync("batch"), await CountAsync("request")));
        Assert.DoesNotContain(await _host.PurgeEntriesAsync(_taxpayer.Id), entry => entry.GetString("Kind") is "batch" or "requests");
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Fact]
    public async Task A_secret_that_a_failed_batch_pointed_to_goes_with_the_batch()
    {
        await using var host = await OwnHost.StartAsync(settings: new Dictionary<string, string?> { ["Purge:RetentionDays"] = "1" });
        var taxpayer = await host.Client.EnrolAsync();
        var first = await taxpayer.RegisterOneAsync(SecretChoices.Generate);
        (await taxpayer.AnnulAsync(first.ClientId)).Expect(204);
        host.Clock.Advance(TimeSpan.FromHours(23));
        taxpayer = await taxpayer.SignInAsync();
        host.Faults.Arm(write: 3, FaultMoment.After, FaultSpan.FromThenOn);
        (await taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.Existing(first.SecretId))).Expect(503);
        host.Faults.Disarm();

        for (var day = 0; day < 4; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await host.PurgeAsync();
        }

        var rows = await host.RowsAsync(taxpayer.Id);
        Assert.Empty(rows.Of("client").Concat(rows.Of("secret")));
    }

    [Fact]
    public async Task A_run_that_reaches_its_bound_stops_and_the_next_goes_on()
    {
        var clientIds = await _taxpayer.RegisteredAsync(TestPerson.Drivers(5), SecretChoices.Generate);
        await Task.WhenAll(clientIds.Select(clientId => _taxpayer.AnnulAsync(clientId)));
        _host.Clock.Advance(TimeSpan.FromDays(30));
        _host.Faults.OnWrite = () => _host.Clock.Advance(TimeSpan.FromMinutes(3));
        var report = await _host.PurgeAsync();
        _host.Faults.OnWrite = null;
        Assert.False(report.Finished);
        Assert.InRange(report.Clients, 0, 4);

        var rest = await _host.PurgeAsync();
        Assert.Equal((5 - report.Clients, true), (rest.Clients, rest.Finished));
        Assert.Equal(0, await CountAsync("client"));
    }

    [Fact]
    public async Task Events_go_after_a_year_and_idempotency_keys_after_a_day()
    {
        var (driver, key) = (TestPerson.Drivers(1), EdsClient.NewIdempotencyKey());
        Task<Answer<RegisteredClientsBody>> SameAsync() => _taxpayer.RegisterAsync(driver, SecretChoices.Generate, key);
        var first = (await SameAsync()).Expect(201).ClientIds();
        await AdvanceAsync(TimeSpan.FromHours(23));
        await _host.PurgeAsync();
        Assert.Equal(first, (await SameAsync()).Expect(201).ClientIds());

        _host.Clock.Advance(TimeSpan.FromHours(25));
        await _host.PurgeAsync();
        Assert.Equal(0, await CountAsync("request"));
        Assert.NotEqual(0, await CountAsync("event"));

        _host.Clock.Advance(TimeSpan.FromDays(365));
        await _host.PurgeAsync();
        Assert.Equal(0, await CountAsync("event"));
        Assert.Empty(await _host.PurgeEntriesAsync(_taxpayer.Id));
    }

    [Fact]
    public async Task Annulling_again_while_the_purge_runs_is_answered_and_leaves_nothing()
    {
        var clientIds = await _taxpayer.RegisteredAsync(TestPerson.Drivers(10), SecretChoices.Generate);
        await Task.WhenAll(clientIds.Select(clientId => _taxpayer.AnnulAsync(clientId)));
        await AdvanceAsync(TimeSpan.FromDays(30));

        var purges = Task.WhenAll(_host.PurgeAsync(), _host.PurgeAsync());
        var answers = await Task.WhenAll(clientIds.Select(clientId => _taxpayer.AnnulAsync(clientId)));
        await purges;
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 204, 404 }));
        await _host.PurgeAsync();
        Assert.Equal(0, await CountAsync("client"));
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Fact]
    public async Task A_driver_registered_again_keeps_the_new_client()
    {
        var driver = TestPerson.Drivers(1);
        (await _taxpayer.AnnulAsync((await _taxpayer.RegisteredAsync(driver, SecretChoices.Generate))[0])).Expect(204);
        var fresh = (await _taxpayer.RegisterAsync(driver, SecretChoices.Generate)).Expect(201);
        _host.Clock.Advance(TimeSpan.FromDays(30));
        await _host.PurgeAsync();

        (await _host.Client.IssueTokenAsync(fresh.ClientIds()[0], fresh.Value.Secret!)).Expect(200);
        Assert.Equal(1, await CountAsync("client"));
    }

    [Fact]
    public async Task Revoked_tokens_and_counts_of_guesses_go_when_they_mean_nothing_any_more()
    {
        var device = await TestDevice.RegisterAsync(_host.Client);
        var token = await device.TokenAsync();
        (await device.Client.As(token).RevokeOwnTokenAsync()).Expect(204);
        for (var i = 0; i < 6; i++)
        {
            (await (device with { Secret = ClientSecret.Generate().Reveal() }).AskAsync()).Expect(401);
        }

        Assert.True(ClientId.TryParse(device.ClientId, out var id));
        int Counted() => _host.Tables.Guesses.Query<FailedAttemptsRow>(row => row.PartitionKey == id.TaxpayerId).Count();
        async Task<int> RevokedAsync() => (await _host.RowsAsync(device.Taxpayer.Id)).Of("token").Count();
        await _host.FlushAsync();
        Assert.Equal(2, Counted()); // of the network it is known from, and over all
        _host.Clock.Advance(TimeSpan.FromMinutes(30));
        await _host.PurgeAsync();
        (await device.WhoAmIAsync(token)).Expect(401, "invalid_token");
        Assert.Equal(1, await RevokedAsync());
        _host.Clock.Advance(TimeSpan.FromDays(40));
        await _host.PurgeAsync();
        Assert.Equal((0, 0), (await RevokedAsync(), Counted()));
    }

    [Fact]
    public async Task Suspended_clients_stay_and_the_name_of_a_purged_secret_is_free()
    {
        var suspended = await _taxpayer.RegisterOneAsync(SecretChoices.Generate);
        (await _taxpayer.Client.SetValidUntilAsync(_taxpayer.Id, suspended.ClientId, _host.Clock.GetUtcNow(), suspended.ETag)).Expect(200);
        var gone = (await _taxpayer.RegisterAsync(TestPerson.Drivers(2), SecretChoices.Generate with { Name = "Rīga" })).Expect(201);
        (await _taxpayer.Client.AnnulClientsAsync(_taxpayer.Id, gone.ClientIds())).Expect(200);
        (await RegisterAsync(SecretChoices.Generate with { Name = "Rīga" })).Expect(409, "secret-name-taken");

        await AdvanceAsync(TimeSpan.FromDays(30));
        await _host.PurgeAsync();

        Assert.Equal(suspended.ClientId, Assert.Single(await _taxpayer.ClientsAsync()).ClientId);
        var registered = (await RegisterAsync(SecretChoices.Generate with { Name = "RIGA" })).Expect(201);
        var again = (await _taxpayer.Client.AnnulClientsAsync(_taxpayer.Id, gone.ClientIds().Concat(registered.ClientIds()))).Expect(200).Value;
        Assert.Equal((1, 0, 2), (again.Annulled, again.AlreadyAnnulled, again.NotFound.Count));
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Clients_purged_amid_a_bulk_annulment_are_not_found(int write)
    {
        var ids = await _taxpayer.RegisteredAsync(TestPerson.Drivers(6), SecretChoices.Generate);
        (await _taxpayer.AnnulAsync(ids[5])).Expect(204);
        await AdvanceAsync(TimeSpan.FromDays(30));
        _host.Faults.Meanwhile(write, async () => await _host.PurgeAsync());

        var answer = (await _taxpayer.Client.AnnulClientsAsync(_taxpayer.Id, ids)).Expect(200).Value;

        Assert.Equal((5, 1, 0), (answer.Annulled, answer.AlreadyAnnulled, answer.NotFound.Count)); // as it was when it was read
        Assert.Equal(5, await CountAsync("client"));
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Fact]
    public async Task The_timer_function_purges()
    {
        (await _taxpayer.AnnulAsync((await _taxpayer.RegisterOneAsync(SecretChoices.Generate)).ClientId)).Expect(204);
        _host.Clock.Advance(TimeSpan.FromDays(30));
        var function = new PurgeAnnulledClients(_host.Services.GetRequiredService<Purge>());

        await function.RunAsync(new Microsoft.Azure.Functions.Worker.TimerInfo(), TestContext.Current.CancellationToken);

        Assert.Equal(0, await CountAsync("client"));
    }

    private async Task<int> CountAsync(string kind) => (await _host.RowsAsync(_taxpayer.Id)).Of(kind).Count();

    private Task<Answer<RegisteredClientsBody>> RegisterAsync(SecretChoiceBody secret) => _taxpayer.RegisterAsync(TestPerson.Drivers(1), secret);

    private async Task AdvanceAsync(TimeSpan time)
    {
        _host.Clock.Advance(time);
        _taxpayer = await _taxpayer.SignInAsync();
    }
}
