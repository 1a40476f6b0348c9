namespace Eds.Tests;

public sealed class PurgeTest : OwnTaxpayerTest
{
    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task Killed_at_any_write_the_next_run_finishes(FaultMoment moment)
    {
        var fired = true;
        for (var write = 0; fired; write++)
        {
            var taxpayer = await Host.Client.EnrolAsync();
            var kept = await taxpayer.RegisteredAsync(TestPerson.Drivers(2), SecretChoices.Generate);
            var gone = await taxpayer.RegisteredAsync(TestPerson.Drivers(2), SecretChoices.Generate);
            await Task.WhenAll(gone.Select(clientId => taxpayer.AnnulAsync(clientId)));
            Host.Clock.Advance(TimeSpan.FromDays(30));

            Host.Faults.Arm(write, moment, FaultSpan.FromThenOn);
            fired = await Record.ExceptionAsync(() => Host.PurgeAsync()) is not null;
            Assert.Equal(fired, Host.Faults.Fired);
            Host.Faults.Disarm();
            await Host.AssertInvariantsAsync(taxpayer.Id);

            Assert.True((await Host.PurgeAsync()).Finished);
            var rows = await Host.RowsAsync(taxpayer.Id);
            Assert.Equal((kept.Count, 1), (rows.Of("client").Count(), rows.Of("secret").Count()));
            Assert.DoesNotContain(await Host.PurgeEntriesAsync(taxpayer.Id), entry => entry.GetString("Kind") is "client" or "secret");
            await Host.AssertInvariantsAsync(taxpayer.Id);
            Assert.InRange(write, 0, 30);
        }
    }

    [Fact]
    public async Task Only_what_is_due_goes_and_a_changed_setting_moves_nothing()
    {
        var drivers = TestPerson.Drivers(3);
        var clientIds = await Taxpayer.RegisteredAsync(drivers, SecretChoices.Generate);
        (await Taxpayer.AnnulAsync(clientIds[0])).Expect(204);
        var fresh = await Taxpayer.RegisterFleetAsync(drivers.Take(1));
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Taxpayer.AnnulAsync(clientIds[1])).Expect(204);

        // A host with another retention: the time was fixed when the client was annulled.
        await using var hasty = await Host.StartSecondAsync(
            TimeSpan.FromDays(29), new Dictionary<string, string?> { ["Purge:RetentionDays"] = "1" });
        Assert.Equal(0, (await hasty.PurgeAsync()).Clients);

        Host.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await Host.PurgeAsync()).Clients);
        Assert.Equal(3, await CountAsync("client"));
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await new PurgeAnnulledClients(Host.Services.GetRequiredService<Purge>()).RunAsync(new(), Cancellation);
        Assert.Equal(2, await CountAsync("client"));
        Assert.Equal(0, (await Host.PurgeAsync()).Clients);
        (await Host.Client.IssueTokenAsync(fresh.ClientIds[0], fresh.Secret)).Expect(200);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Fact]
    public async Task Who_is_registered_with_a_secret_amid_its_purge_gets_tokens_or_is_refused()
    {
        var (registered, statuses) = ((Answer<RegisteredClientsBody>?)null, new List<int?>());
        do
        {
            var taxpayer = await Host.Client.EnrolAsync();
            var (clientIds, secretId, secret) = await taxpayer.RegisterFleetAsync(1);
            (await taxpayer.AnnulAsync(clientIds[0])).Expect(204);
            Host.Clock.Advance(TimeSpan.FromDays(29));
            await Host.PurgeAsync();
            await Host.FlushAsync();
            Host.Clock.Advance(TimeSpan.FromDays(1));
            taxpayer = await taxpayer.SignInAsync();

            registered = null;
            Host.Faults.Meanwhile(
                write: statuses.Count,
                async () => registered = await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Existing(secretId)));
            await Host.PurgeAsync();
            if (registered?.Status == 201)
            {
                (await Host.Client.IssueTokenAsync(registered.ClientIds()[0], secret)).Expect(200);
            }

            await Host.AssertInvariantsAsync(taxpayer.Id);
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
        var device = await TestDevice.RegisterAsync(Host.Client);
        (await SignInThrottleTest.TryAsync(Host, device, SignInThrottleTest.Home)).Expect(200);
        await Host.FlushAsync();
        Host.Clock.Advance(TimeSpan.FromDays(days));
        await Host.PurgeAsync();

        await using var fresh = await Host.StartSecondAsync();
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
        await Taxpayer.RegisteredAsync(TestPerson.Drivers(70), SecretChoices.Generate);
        Host.Faults.Arm(write: 3, FaultMoment.After, span);
        (await Taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.GenerateEach)).Expect(503, "storage-unavailable");
        Assert.True(Host.Faults.Fired);
        Host.Faults.Disarm();
        Assert.True(await CountAsync("client") > 70);

        Host.Clock.Advance(TimeSpan.FromDays(2));
        await Host.PurgeAsync();
        Assert.Equal((70, 70, 1), (await CountAsync("client"), await CountAsync("driver"), await CountAsync("secret")));
        Assert.Equal((1, 0), (await CountAsync("batch"), await CountAsync("request")));
        Assert.DoesNotContain(await Host.PurgeEntriesAsync(Taxpayer.Id), entry => entry.GetString("Kind") is "batch" or "requests");
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Fact]
    public async Task A_secret_that_a_failed_batch_pointed_to_goes_with_the_batch()
    {
        await using var host = await OwnHost.StartAsync(settings: new Dictionary<string, string?> { ["Purge:RetentionDays"] = "1" });
        var taxpayer = await host.Client.EnrolAsync();
        var first = await taxpayer.RegisterOneAsync();
        (await taxpayer.AnnulAsync(first.ClientId)).Expect(204);
        host.Clock.Advance(TimeSpan.FromHours(23));
        taxpayer = await taxpayer.SignInAsync();
        await host.DieAmidBatchAsync(() => taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.Existing(first.SecretId)));

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
        var clientIds = await Taxpayer.RegisteredAsync(TestPerson.Drivers(5), SecretChoices.Generate);
        await Task.WhenAll(clientIds.Select(clientId => Taxpayer.AnnulAsync(clientId)));
        Host.Clock.Advance(TimeSpan.FromDays(30));
        Host.Faults.OnWrite = () => Host.Clock.Advance(TimeSpan.FromMinutes(3));
        var report = await Host.PurgeAsync();
        Host.Faults.OnWrite = null;
        Assert.False(report.Finished);
        Assert.InRange(report.Clients, 0, 4);

        var rest = await Host.PurgeAsync();
        Assert.Equal((5 - report.Clients, true), (rest.Clients, rest.Finished));
        Assert.Equal(0, await CountAsync("client"));
    }

    [Fact]
    public async Task Events_go_after_a_year_and_idempotency_keys_after_a_day()
    {
        var (driver, key) = (TestPerson.Drivers(1), EdsClient.NewIdempotencyKey());
        Task<Answer<RegisteredClientsBody>> SameAsync() => Taxpayer.RegisterAsync(driver, SecretChoices.Generate, key);
        var first = (await SameAsync()).Expect(201).ClientIds();
        await AdvanceAsync(TimeSpan.FromHours(23));
        await Host.PurgeAsync();
        Assert.Equal(first, (await SameAsync()).Expect(201).ClientIds());

        Host.Clock.Advance(TimeSpan.FromHours(25));
        await Host.PurgeAsync();
        Assert.Equal(0, await CountAsync("request"));
        Assert.NotEqual(0, await CountAsync("event"));

        Host.Clock.Advance(TimeSpan.FromDays(365));
        await Host.PurgeAsync();
        Assert.Equal(0, await CountAsync("event"));
        Assert.Empty(await Host.PurgeEntriesAsync(Taxpayer.Id));
    }

    [Fact]
    public async Task Two_runs_at_once_finish_together()
    {
        var clientIds = await Taxpayer.RegisteredAsync(TestPerson.Drivers(10), SecretChoices.Generate);
        (await Taxpayer.AnnulAsync(clientIds)).Expect(200);
        Host.Clock.Advance(TimeSpan.FromDays(30));

        var reports = await Task.WhenAll(Host.PurgeAsync(), Host.PurgeAsync());

        Assert.Equal(10, reports.Sum(report => report.Clients));
        Assert.Equal((0, 0), (await CountAsync("client"), await CountAsync("secret")));
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Fact]
    public async Task Revoked_tokens_and_counts_of_guesses_go_when_they_mean_nothing_any_more()
    {
        var device = await TestDevice.RegisterAsync(Host.Client);
        var token = await device.TokenAsync();
        (await device.Client.As(token).RevokeOwnTokenAsync()).Expect(204);
        for (var i = 0; i < 6; i++)
        {
            (await (device with { Secret = ClientSecret.Generate().Reveal() }).AskAsync()).Expect(401);
        }

        int Counted() => Host.Tables.Guesses.Query<FailedAttemptsRow>(row => row.PartitionKey == device.Taxpayer.Id).Count();
        async Task<int> RevokedAsync() => (await Host.RowsAsync(device.Taxpayer.Id)).Of("token").Count();
        await Host.FlushAsync();
        Assert.Equal(2, Counted()); // of the network it is known from, and over all
        Host.Clock.Advance(TimeSpan.FromMinutes(30));
        await Host.PurgeAsync();
        (await device.WhoAmIAsync(token)).Expect(401, "invalid_token");
        Assert.Equal(1, await RevokedAsync());
        Host.Clock.Advance(TimeSpan.FromDays(40));
        await Host.PurgeAsync();
        Assert.Equal((0, 0), (await RevokedAsync(), Counted()));
    }

    [Fact]
    public async Task Suspended_clients_stay_and_the_name_of_a_purged_secret_is_free()
    {
        var suspended = await Taxpayer.RegisterOneAsync();
        (await Taxpayer.SetValidUntilAsync(suspended, Host.Clock.GetUtcNow())).Expect(200);
        var gone = (await Taxpayer.RegisterAsync(TestPerson.Drivers(2), SecretChoices.Generate with { Name = "Rīga" })).Expect(201);
        (await Taxpayer.AnnulAsync(gone.ClientIds())).Expect(200);
        (await RegisterAsync(SecretChoices.Generate with { Name = "Rīga" })).Expect(409, "secret-name-taken");

        await AdvanceAsync(TimeSpan.FromDays(30));
        await Host.PurgeAsync();

        Assert.Equal(suspended.ClientId, Assert.Single(await Taxpayer.ClientsAsync()).ClientId);
        (await RegisterAsync(SecretChoices.Generate with { Name = "RIGA" })).Expect(201);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Clients_purged_amid_a_bulk_annulment_are_not_found(int write)
    {
        var ids = await Taxpayer.RegisteredAsync(TestPerson.Drivers(6), SecretChoices.Generate);
        (await Taxpayer.AnnulAsync(ids[5])).Expect(204);
        await AdvanceAsync(TimeSpan.FromDays(30));
        Host.Faults.Meanwhile(write, async () => await Host.PurgeAsync());

        var answer = (await Taxpayer.AnnulAsync(ids)).Expect(200).Value;

        Assert.Equal((5, 1, 0), (answer.Annulled, answer.AlreadyAnnulled, answer.NotFound.Count)); // as it was when it was read
        Assert.Equal(5, await CountAsync("client"));
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    private async Task<int> CountAsync(string kind) => (await Host.RowsAsync(Taxpayer.Id)).Of(kind).Count();

    private Task<Answer<RegisteredClientsBody>> RegisterAsync(SecretChoiceBody secret) =>
        Taxpayer.RegisterAsync(TestPerson.Drivers(1), secret);
}
