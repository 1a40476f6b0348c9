namespace Eds.Tests;

/// <summary>Many clients annulled with one call.</summary>
public sealed class BulkAnnulmentTest : OwnTaxpayerTest
{
    [Fact]
    public async Task All_are_refused_at_once_and_one_event_says_how_many()
    {
        var drivers = TestPerson.Drivers(60);
        var registered = (await Taxpayer.RegisterAsync(drivers, SecretChoices.Generate)).Expect(201);
        var (ids, secret) = (registered.ClientIds(), registered.Value.Secret!);
        var tokens = new[] { await TokenAsync(ids[0], secret), await TokenAsync(ids[54], secret) };
        var (unknown, foreign) = (ClientId.Draw(Taxpayer.Id).ToString(), await ForeignAsync());

        // Ids as people type them; one of them twice.
        string[] asked = [unknown, ids[0].ToUpperInvariant(), .. ids.Take(55).Skip(1), ids[1].WithoutHyphens(), foreign];
        var answer = (await AnnulAsync(asked, "left")).Expect(200).Value;

        Assert.Equal((55, 0), (answer.Annulled, answer.AlreadyAnnulled));
        Assert.Equal([unknown, foreign], answer.NotFound);
        Assert.All(
            await Task.WhenAll(tokens.Select(token => Host.Client.As(token).WhoAmIAsync())), whoAmI => whoAmI.Expect(401, "invalid_token"));
        (await Host.Client.IssueTokenAsync(ids[54], secret)).Expect(401, "invalid_client");
        await TokenAsync(ids[55], secret);

        var annulled = (await Taxpayer.Client.GetClientAsync(Taxpayer.Id, ids[0])).Expect(200).Value;
        Assert.Equal((ClientState.Annulled, Host.Clock.GetUtcNow(), "\"2\""), (annulled.State, annulled.AnnulledAt, annulled.ETag));
        Assert.Equal(ids.Skip(55).Order(StringComparer.Ordinal), (await Taxpayer.ClientsAsync("active")).Select(client => client.ClientId));
        var self = (await Taxpayer.SelfAsync()).UserId;
        var auditEvent = Assert.Single(await Taxpayer.EventsAsync("clients-annulled"));
        Assert.Equal(
            ("user", self, 55, "left", null),
            (auditEvent.Actor.Kind, auditEvent.Actor.Id, auditEvent.Clients, auditEvent.Reason, auditEvent.ClientId));
        await Taxpayer.RegisteredAsync(drivers.Take(55), SecretChoices.Generate);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Fact]
    public async Task Repeated_it_changes_nothing_and_leaves_no_event()
    {
        var ids = await Taxpayer.RegisteredAsync(TestPerson.Drivers(3), SecretChoices.Generate);
        (await Taxpayer.AnnulAsync(ids[0], "lost")).Expect(204);

        var first = (await AnnulAsync(ids)).Expect(200).Value;
        var again = (await Taxpayer.UnchangedAsync(() => AnnulAsync(ids, "leaked"))).Expect(200).Value;

        Assert.Equal((2, 1, 0, 3), (first.Annulled, first.AlreadyAnnulled, again.Annulled, again.AlreadyAnnulled));
        var auditEvent = Assert.Single(await Taxpayer.EventsAsync("clients-annulled"));
        Assert.Equal((2, "other"), (auditEvent.Clients, auditEvent.Reason));
    }

    [Fact]
    public async Task Of_nobodys_clients_nothing_is_annulled()
    {
        var foreign = await ForeignAsync();
        var unknown = ClientId.Draw(Taxpayer.Id).ToString();

        foreach (var ids in new[] { new[] { foreign }, [unknown], [unknown, foreign] })
        {
            Assert.Equal(ids, (await Taxpayer.UnchangedAsync(() => AnnulAsync(ids))).Expect(200).Value.NotFound);
        }
    }

    [Theory]
    [InlineData("{}", "/clientIds required")]
    [InlineData("""{"clientIds":[]}""", "/clientIds item-count")]
    [InlineData("""{"clientIds":[{many}]}""", "/clientIds item-count")]
    [InlineData("""{"clientIds":[{id},"tx-nobody",null]}""", "/clientIds/1 client-id-invalid", "/clientIds/2 client-id-invalid")]
    [InlineData("""{"clientIds":[{id}],"reason":"bored"}""", "/reason unknown-value")]
    [InlineData("""{"clientIds":["x"],"reason":"bored"}""", "/clientIds/0 client-id-invalid", "/reason unknown-value")]
    public async Task A_bad_request_annuls_nobody(string json, params string[] errors)
    {
        var id = $"\"{(await Taxpayer.RegisterOneAsync(SecretChoices.Generate)).ClientId}\"";
        var body = json.Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{many}", string.Join(',', Enumerable.Repeat(id, 1_001)), StringComparison.Ordinal);

        (await Taxpayer.UnchangedAsync(() => Taxpayer.Client.SendAsync(Routes.AnnulClients(Taxpayer.Id), EdsClient.Json(body))))
            .ExpectInvalid(errors);
    }

    [Fact]
    public async Task A_thousand_cost_34_storage_calls_beside_the_pages_that_are_read()
    {
        const int Count = 1_000;
        var registered = (await Taxpayer.RegisterAsync(TestPerson.Drivers(Count), SecretChoices.Generate)).Expect(201);
        await using var host = await Host.StartSecondAsync(); // which knows no batch yet
        var taxpayer = Taxpayer with { Client = host.Client.As(Taxpayer.Token) };
        taxpayer = await taxpayer.SignInAsync();
        host.Faults.Count();

        var answer = (await taxpayer.Client.AnnulClientsAsync(taxpayer.Id, registered.ClientIds())).Expect(200).Value;

        var (reads, writes) = (host.Faults.Reads, host.Faults.Writes);
        const int Pages = 2; // of 1,000 rows, the last may be empty
        Assert.Equal(Count, answer.Annulled);
        Assert.True(reads + writes <= 21 + 10 + 3 + Pages, $"{reads} reads and {writes} writes");
        Assert.True(reads <= 2 + Pages, $"{reads} reads");
        Assert.Equal(Count, Assert.Single(await Taxpayer.EventsAsync("clients-annulled")).Clients);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    private Task<Answer<AnnulledClients>> AnnulAsync(IEnumerable<string> clientIds, string? reason = null) =>
        Taxpayer.Client.AnnulClientsAsync(Taxpayer.Id, clientIds, reason);

    private async Task<string> ForeignAsync() => (await (await Host.Client.EnrolAsync()).RegisterOneAsync(SecretChoices.Generate)).ClientId;

    private async Task<string> TokenAsync(string clientId, string secret) =>
        (await Host.Client.IssueTokenAsync(clientId, secret)).Expect(200).Value.AccessToken;
}
