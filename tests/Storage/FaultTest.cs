namespace Eds.Tests;

/// <summary>
/// Each storage write of each use case fails once, before and after the server applied it: nothing is half-visible then, and the
/// same request sent again completes it.
/// </summary>
public abstract class FaultTest : OwnHostTest
{
    private static readonly IEnumerable<(FaultMoment, FaultSpan)> Faults =
        from moment in Enum.GetValues<FaultMoment>() from span in Enum.GetValues<FaultSpan>() select (moment, span);

    /// <summary>How long the fault lasts that is tried now.</summary>
    protected FaultSpan Span { get; private set; }

    /// <summary>
    /// Runs the scenario again and again, each time failing a later write of the step it hands to its argument, until there is none
    /// left. A failed step is answered 503 with Retry-After, or has worked all the same; its rows are whole then and in the end.
    /// </summary>
    private protected async Task EveryWriteFailsAsync(Func<TestTaxpayer, Func<Func<Task<Answer>>, Task>, Task> scenario)
    {
        foreach (var (moment, span) in Faults)
        {
            var fired = true;
            for (var write = 0; fired; write++)
            {
                var taxpayer = await Host.Client.EnrolAsync();
                TestContext.Current.TestOutputHelper!.WriteLine($"Write {write} fails {moment}, {span}.");
                Assert.True(write < 60, "The step never comes to an end.");
                Span = span;
                await scenario(taxpayer, async step => fired = await FailsAsync(step, taxpayer, write, moment, span));
                await Host.AssertInvariantsAsync(taxpayer.Id);
            }
        }
    }

    /// <returns>False: the step has fewer writes.</returns>
    private async Task<bool> FailsAsync(Func<Task<Answer>> step, TestTaxpayer taxpayer, int write, FaultMoment moment, FaultSpan span)
    {
        Host.Faults.Arm(write, moment, span);
        var answer = await step();
        var fired = Host.Faults.Fired;
        Host.Faults.Disarm();
        await Host.AssertInvariantsAsync(taxpayer.Id);
        if (answer.Status == 503)
        {
            Assert.True(fired);
            Assert.NotEqual(FaultSpan.HiddenBySdk, span);
            Assert.Equal("5", answer.Expect(503, "storage-unavailable").RetryAfter());
        }
        else
        {
            answer.ExpectSuccess();
            Assert.True(write > 0 || fired, "The fault never fired.");
        }

        return fired;
    }
}

public sealed class RegistrationFaultTest : FaultTest
{
    private const int FitsOneTransaction = 3;
    private const int NeedsABatch = 52;

    [Theory]
    [InlineData(FitsOneTransaction, "generate")]
    [InlineData(FitsOneTransaction, "existing")]
    [InlineData(NeedsABatch, "generate")]
    [InlineData(NeedsABatch, "generate each")]
    [InlineData(NeedsABatch, "existing")]
    public Task Registering_drivers(int count, string secret) =>
        EveryWriteFailsAsync(async (taxpayer, fails) =>
        {
            var before = secret == "existing"
                ? (await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate)).Expect(201).Value
                : null;
            var choice = before is not null ? SecretChoices.Existing(before.SecretId!)
                : secret == "generate" ? SecretChoices.Generate
                : SecretChoices.GenerateEach;
            var others = before is null ? 0 : 1;
            var (drivers, key) = (TestPerson.Drivers(count), EdsClient.NewIdempotencyKey());

            Answer<RegisteredClientsBody> first = null!;
            await fails(async () => first = await taxpayer.RegisterAsync(drivers, choice, key));
            Assert.Contains((await taxpayer.ClientsAsync()).Count - others, new[] { 0, count });

            if (Span is FaultSpan.FromThenOn)
            {
                Host.Clock.Advance(TimeSpan.FromSeconds(31)); // without that outage the first request has aborted its batch itself
            }

            var again = (await taxpayer.RegisterAsync(drivers, choice, key)).Expect(201);
            var stored = (await taxpayer.ClientsAsync("active")).Select(client => client.ClientId).ToHashSet();
            Assert.Equal(count + others, stored.Count);
            Assert.Subset(stored, again.ClientIds().ToHashSet());
            Assert.True(before is null || (again.Value.SecretId, again.Value.Secret) == (before.SecretId, null));
            Assert.Equal(1 + others, (await taxpayer.EventsAsync("clients-registered")).Count);

            // Only the first answer has a generated secret, unless it was lost.
            var known = before ?? (first.Status == 201 ? first.Value : again.Value);
            if ((known.Secret ?? known.Clients[^1].Secret) is { } told)
            {
                (await Host.Client.IssueTokenAsync(again.ClientIds()[^1], told)).Expect(200);
            }
        });
}

public sealed class ChangeFaultTest : FaultTest
{
    [Fact]
    public async Task Enrolling_a_taxpayer()
    {
        var asOperator = await Host.Client.AsOperatorAsync();
        await EveryWriteFailsAsync(async (_, fails) =>
        {
            var manager = TestPerson.New();
            var asManager = Host.Client.As(await manager.SignInAsync(Host.Client));
            var body = new EnrolTaxpayerBody(TestPerson.NewRegistrationNumber(), "SIA X", "legal", manager.Body);
            await fails(async () => await asOperator.EnrolTaxpayerAsync(body));
            var enrolled = (await asManager.GetMeAsync()).Expect(200).Value.Taxpayers.Count > 0;

            (await asOperator.EnrolTaxpayerAsync(body)).Expect(enrolled ? 409 : 201, enrolled ? "taxpayer-exists" : null);
            var mine = Assert.Single((await asManager.GetMeAsync()).Expect(200).Value.Taxpayers);
            Assert.True(mine.Rights.RightsManager);
            await Host.AssertInvariantsAsync(mine.TaxpayerId);
        });
    }

    [Fact]
    public async Task Adding_a_user()
    {
        var person = TestPerson.New();
        await EveryWriteFailsAsync(async (taxpayer, fails) =>
        {
            await fails(async () => await taxpayer.Client.AddUserAsync(taxpayer.Id, person.Body));
            if ((await taxpayer.UsersAsync()).Count == 1)
            {
                await taxpayer.AddUserAsync(person);
            }

            Assert.True(await FindsAsync(person, taxpayer));
        });
    }

    [Fact]
    public async Task Removing_a_user()
    {
        var person = TestPerson.New();
        await EveryWriteFailsAsync(async (taxpayer, fails) =>
        {
            var user = await taxpayer.AddUserAsync(person);
            (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: false)).Expect(200);
            await fails(() => taxpayer.RemoveUserAsync(user));
            if ((await taxpayer.UsersAsync()).Count == 2)
            {
                (await taxpayer.RemoveUserAsync(user)).Expect(204);
            }

            Assert.False(await FindsAsync(person, taxpayer));
        });
    }

    [Fact]
    public Task Changing_rights() => EveryWriteFailsAsync(async (taxpayer, fails) =>
    {
        var user = await taxpayer.AddUserAsync(TestPerson.New());
        await fails(async () => await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: true));

        // Repeated with the old etag, it is answered as done, whether it was or not.
        Assert.Equal(
            new Rights(true, true), (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: true)).Expect(200).Value.Rights);
        Assert.Single(
            await taxpayer.EventsAsync(), auditEvent => auditEvent.Action == "rights-changed" && auditEvent.UserId == user.UserId);
    });

    [Fact]
    public Task Annulling_a_client() => EveryWriteFailsAsync(async (taxpayer, fails) =>
    {
        var device = await TestDevice.RegisterAsync(taxpayer);
        await fails(() => taxpayer.AnnulAsync(device.ClientId, "lost"));

        (await taxpayer.AnnulAsync(device.ClientId, "lost")).Expect(204);
        (await device.AskAsync()).Expect(401, "invalid_client");
        Assert.Single(await taxpayer.EventsAsync("client-annulled"));
        await taxpayer.RegisterFleetAsync([device.Driver]);
    });

    [Fact]
    public Task Renaming_a_driver() => EveryWriteFailsAsync(async (taxpayer, fails) =>
    {
        var client = await taxpayer.RegisterOneAsync();
        await fails(async () => await taxpayer.RenameAsync(client, "Jauns Vārds"));

        Assert.Equal("Jauns Vārds", (await taxpayer.RenameAsync(client, "Jauns Vārds")).Expect(200).Value.Driver.Name);
        Assert.Single(await taxpayer.EventsAsync("client-renamed"));
    });

    [Fact]
    public Task Rotating_a_secret() => EveryWriteFailsAsync(async (taxpayer, fails) =>
    {
        var (clientIds, secretId, secret) = await taxpayer.RegisterFleetAsync(1);
        Answer<RotatedSecretBody> rotated = null!;
        await fails(async () => rotated = await taxpayer.RotateAsync(secretId, SecretChoices.Generate, 24));
        (await Host.Client.IssueTokenAsync(clientIds[0], secret)).Expect(200);

        if (rotated.Status == 503)
        {
            await taxpayer.Client.CancelRotationAsync(taxpayer.Id, secretId); // 204 or 404: whether it was applied
            rotated = await taxpayer.RotateAsync(secretId, SecretChoices.Generate, 24);
        }

        (await Host.Client.IssueTokenAsync(clientIds[0], rotated.Expect(200).Value.Secret!)).Expect(200);
    });

    private async Task<bool> FindsAsync(TestPerson person, TestTaxpayer taxpayer)
    {
        var me = (await Host.Client.As(await person.SignInAsync(Host.Client)).GetMeAsync()).Expect(200).Value;
        return me.Taxpayers.Any(found => found.TaxpayerId == taxpayer.Id);
    }
}

public sealed class BulkFaultTest : FaultTest
{
    private const int NeedsTwoTransactions = 52;
    private const int Secrets = 102; // two transactions, too

    [Fact]
    public Task Annulling_many() => EveryWriteFailsAsync(async (taxpayer, fails) =>
    {
        var drivers = TestPerson.Drivers(NeedsTwoTransactions);
        var (ids, _, secret) = await taxpayer.RegisterFleetAsync(drivers);

        Answer<AnnulledClients> first = null!;
        await fails(async () => first = await taxpayer.AnnulAsync(ids, "leaked"));
        var done = NeedsTwoTransactions - (await taxpayer.ClientsAsync("active")).Count;

        var again = (await taxpayer.AnnulAsync(ids, "leaked")).Expect(200).Value;
        Assert.Equal((NeedsTwoTransactions - done, done), (again.Annulled, again.AlreadyAnnulled));
        Assert.True(first.Status != 200 || first.Value.Annulled == NeedsTwoTransactions);
        Assert.Empty(await taxpayer.ClientsAsync("active"));
        (await Host.Client.IssueTokenAsync(ids[0], secret)).Expect(401, "invalid_client");
        Assert.Equal(NeedsTwoTransactions, (await taxpayer.EventsAsync("clients-annulled")).Sum(auditEvent => auditEvent.Clients));
        await taxpayer.RegisteredAsync(drivers, SecretChoices.Generate);
    });

    [Fact]
    public Task Rotating_many() => EveryWriteFailsAsync(async (taxpayer, fails) =>
    {
        var clients = (await taxpayer.RegisterAsync(TestPerson.Drivers(Secrets), SecretChoices.GenerateEach)).Expect(201).Value.Clients;
        var (ids, key) = (clients.Select(client => client.SecretId).ToList(), EdsClient.NewIdempotencyKey());

        Answer<SecretRotationsBody> first = null!;
        await fails(async () => first = await taxpayer.RotateAsync(ids, 24, key));

        // The same request goes on where the first one stopped. Secrets of the first one are lost with its answer.
        var again = (await taxpayer.RotateAsync(ids, 24, key)).Expect(200).Value.Rotations;
        Assert.All(again, rotation => Assert.Equal(
            (2, null, rotation.Secret is null), (rotation.Version, rotation.Code, rotation.SecretAlreadyDelivered)));
        Assert.All(await taxpayer.SecretsAsync(), secret => Assert.Equal(2, secret.Version));
        Assert.Equal(Secrets, (await taxpayer.EventsAsync("secrets-rotated")).Sum(auditEvent => auditEvent.Secrets));
        Assert.False(first.Status == 200 && again.Any(rotation => rotation.Secret is not null));
        foreach (var i in new[] { 0, Secrets - 1 })
        {
            (await Host.Client.IssueTokenAsync(clients[i].ClientId, clients[i].Secret!)).Expect(200);
            if ((first.Status == 200 ? first.Value.Rotations[i].Secret : again[i].Secret) is { } told)
            {
                (await Host.Client.IssueTokenAsync(clients[i].ClientId, told)).Expect(200);
            }
        }

        // A lost secret is mended by another rotation without an overlap.
        var mended = (await taxpayer.RotateAsync(ids, 0)).Expect(200).Value.Rotations;
        (await Host.Client.IssueTokenAsync(clients[0].ClientId, mended[0].Secret!)).Expect(200);
    });

    [Fact]
    public Task Naming_a_secret() => EveryWriteFailsAsync(async (taxpayer, fails) =>
    {
        var secretId = (await taxpayer.RegisterOneAsync()).SecretId;
        await fails(async () => await taxpayer.RenameSecretAsync(secretId, "Rīga"));

        Assert.Equal("Rīga", (await taxpayer.RenameSecretAsync(secretId, "Rīga")).Expect(200).Value.Name);
        (await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate with { Name = "RIGA" }))
            .Expect(409, "secret-name-taken");
        Assert.Single(await taxpayer.EventsAsync("secret-renamed"));
    });
}
