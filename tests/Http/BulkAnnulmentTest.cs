namespace Eds.Tests;

public sealed class BulkAnnulmentTest : OwnTaxpayerTest
{
    [Fact]
    public async Task All_are_refused_at_once_and_one_event_says_how_many()
    {
        var drivers = TestPerson.Drivers(60);
        var (ids, _, secret) = await Taxpayer.RegisterFleetAsync(drivers);
        var tokens = new[] { await TokenAsync(ids[0], secret), await TokenAsync(ids[54], secret) };
        var (unknown, foreign) = (ClientId.Draw(Taxpayer.Id).ToString(), await ForeignAsync());

        // Ids as people type them; one of them twice.
        string[] asked = [unknown, ids[0].ToUpperInvariant(), .. ids.Take(55).Skip(1), ids[1].WithoutHyphens(), foreign];
        var answer = (await Taxpayer.AnnulAsync(asked, "left")).Expect(200).Value;

        Assert.Equal((55, 0), (answer.Annulled, answer.AlreadyAnnulled));
        Assert.Equal([unknown, foreign], answer.NotFound);
        Assert.All(
            await Task.WhenAll(tokens.Select(token => Host.Client.As(token).WhoAmIAsync())), whoAmI => whoAmI.Expect(401, "invalid_token"));
        (await Host.Client.IssueTokenAsync(ids[54], secret)).Expect(401, "invalid_client");
        await TokenAsync(ids[55], secret);

        var annulled = await Taxpayer.ClientAsync(ids[0]);
        Assert.Equal((ClientState.Annulled, Host.Clock.GetUtcNow(), "\"2\""), (annulled.State, annulled.AnnulledAt, annulled.ETag));
        Assert.Equal(ids.Skip(55).Order(StringComparer.Ordinal), (await Taxpayer.ClientsAsync("active")).Select(client => client.ClientId));
        var auditEvent = Assert.Single(await Taxpayer.EventsAsync("clients-annulled"));
        Assert.Equal((55, "left", null), (auditEvent.Clients, auditEvent.Reason, auditEvent.ClientId));
        await Taxpayer.RegisteredAsync(drivers.Take(55), SecretChoices.Generate);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Fact]
    public async Task Repeated_or_of_nobodys_clients_it_changes_nothing_and_leaves_no_event()
    {
        var ids = (await Taxpayer.RegisterFleetAsync(3)).ClientIds;
        (await Taxpayer.AnnulAsync(ids[0], "lost")).Expect(204);

        var first = (await Taxpayer.AnnulAsync(ids)).Expect(200).Value;
        var again = (await Taxpayer.UnchangedAsync(() => Taxpayer.AnnulAsync(ids, "leaked"))).Expect(200).Value;

        Assert.Equal((2, 1, 0, 3), (first.Annulled, first.AlreadyAnnulled, again.Annulled, again.AlreadyAnnulled));
        var auditEvent = Assert.Single(await Taxpayer.EventsAsync("clients-annulled"));
        Assert.Equal((2, "other"), (auditEvent.Clients, auditEvent.Reason));
        string[] nobodys = [ClientId.Draw(Taxpayer.Id).ToString(), await ForeignAsync()];
        Assert.Equal(nobodys, (await Taxpayer.UnchangedAsync(() => Taxpayer.AnnulAsync(nobodys))).Expect(200).Value.NotFound);
    }

    [Fact]
    public async Task A_thousand_cost_34_storage_calls_beside_the_pages_that_are_read()
    {
        const int Count = 1_000;
        var ids = (await Taxpayer.RegisterFleetAsync(Count)).ClientIds;
        await using var host = await Host.StartSecondAsync(); // which knows no batch yet
        var taxpayer = await (Taxpayer with { Client = host.Client }).SignInAsync();
        host.Faults.Count();

        var answer = (await taxpayer.AnnulAsync(ids)).Expect(200).Value;

        var (reads, writes) = (host.Faults.Reads, host.Faults.Writes);
        const int Pages = 2; // of 1,000 rows, the last may be empty
        Assert.Equal(Count, answer.Annulled);
        Assert.True(reads + writes <= 21 + 10 + 3 + Pages, $"{reads} reads and {writes} writes");
        Assert.True(reads <= 2 + Pages, $"{reads} reads");
        Assert.Equal(Count, Assert.Single(await Taxpayer.EventsAsync("clients-annulled")).Clients);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    private async Task<string> ForeignAsync() => (await (await Host.Client.EnrolAsync()).RegisterOneAsync()).ClientId;

    private async Task<string> TokenAsync(string clientId, string secret) =>
        (await Host.Client.IssueTokenAsync(clientId, secret)).Expect(200).Value.AccessToken;
}
