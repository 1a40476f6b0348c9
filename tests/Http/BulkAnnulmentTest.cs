using Eds.Core;
using Eds.Functions;

namespace Eds.Tests;

/// <summary>Many clients annulled with one call.</summary>
[Trait("Host", "Own")]
public sealed class BulkAnnulmentTest : IAsyncLifetime
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
    public async Task All_are_refused_at_once_and_one_event_says_how_many()
    {
        var drivers = TestPerson.Drivers(60);
        var registered = (await _taxpayer.RegisterAsync(drivers, SecretChoices.Generate)).Expect(201);
        var (ids, secret) = (registered.ClientIds(), registered.Value.Secret!);
        var tokens = new[] { await TokenAsync(ids[0], secret), await TokenAsync(ids[54], secret) };
        var (unknown, foreign) = (ClientId.Draw(_taxpayer.Id).ToString(), await ForeignAsync());

        // Ids as people type them; one of them twice.
        string[] asked = [unknown, ids[0].ToUpperInvariant(), .. ids.Take(55).Skip(1), ids[1].Replace("-", "", StringComparison.Ordinal), foreign];
        var answer = (await AnnulAsync(asked, "left")).Expect(200).Value;

        Assert.Equal((55, 0), (answer.Annulled, answer.AlreadyAnnulled));
        Assert.Equal([unknown, foreign], answer.NotFound);
        Assert.All(await Task.WhenAll(tokens.Select(token => _host.Client.As(token).WhoAmIAsync())), whoAmI => whoAmI.Expect(401, "invalid_token"));
        (await _host.Client.IssueTokenAsync(ids[54], secret)).Expect(401, "invalid_client");
        await TokenAsync(ids[55], secret);

        var annulled = (await _taxpayer.Client.GetClientAsync(_taxpayer.Id, ids[0])).Expect(200).Value;
        Assert.Equal((ClientState.Annulled, _host.Clock.GetUtcNow(), "\"2\""), (annulled.State, annulled.AnnulledAt, annulled.ETag));
        Assert.Equal(ids.Skip(55).Order(StringComparer.Ordinal), (await _taxpayer.ClientsAsync("active")).Select(client => client.ClientId));
        var self = (await _taxpayer.SelfAsync()).UserId;
        var auditEvent = Assert.Single(await EventsAsync());
        Assert.Equal(("user", self, 55, "left", null), (auditEvent.Actor.Kind, auditEvent.Actor.Id, auditEvent.Clients, auditEvent.Reason, auditEvent.ClientId));
        await _taxpayer.RegisteredAsync(drivers.Take(55), SecretChoices.Generate);
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    [Fact]
    public async Task Repeated_it_changes_nothing_and_leaves_no_event()
    {
        var ids = await _taxpayer.RegisteredAsync(TestPerson.Drivers(3), SecretChoices.Generate);
        (await _taxpayer.AnnulAsync(ids[0], "lost")).Expect(204);

        var first = (await AnnulAsync(ids)).Expect(200).Value;
        var again = (await _taxpayer.UnchangedAsync(() => AnnulAsync(ids, "leaked"))).Expect(200).Value;

        Assert.Equal((2, 1, 0, 3), (first.Annulled, first.AlreadyAnnulled, again.Annulled, again.AlreadyAnnulled));
        Assert.Equal((2, "other"), (Assert.Single(await EventsAsync()).Clients, (await EventsAsync())[0].Reason));
    }

    [Fact]
    public async Task Of_nobodys_clients_nothing_is_annulled()
    {
        var foreign = await ForeignAsync();
        var unknown = ClientId.Draw(_taxpayer.Id).ToString();

        foreach (var ids in new[] { new[] { foreign }, [unknown], [unknown, foreign] })
        {
            Assert.Equal(ids, (await _taxpayer.UnchangedAsync(() => AnnulAsync(ids))).Expect(200).Value.NotFound);
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
        var id = $"\"{(await _taxpayer.RegisterOneAsync(SecretChoices.Generate)).ClientId}\"";
        var body = json.Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{many}", string.Join(',', Enumerable.Repeat(id, 1_001)), StringComparison.Ordinal);

        (await _taxpayer.UnchangedAsync(() => _taxpayer.Client.SendAsync(Routes.AnnulClients(_taxpayer.Id), EdsClient.Json(body)))).ExpectInvalid(errors);
    }

    [Fact]
    public async Task A_thousand_cost_34_storage_calls_beside_the_pages_that_are_read()
    {
        const int Count = 1_000;
        var registered = (await _taxpayer.RegisterAsync(TestPerson.Drivers(Count), SecretChoices.Generate)).Expect(201);
        await using var host = await _host.StartSecondAsync(); // which knows no batch yet
        var taxpayer = _taxpayer with { Client = host.Client.As(_taxpayer.Token) };
        taxpayer = await taxpayer.SignInAsync();
        host.Faults.Count();

        var answer = (await taxpayer.Client.AnnulClientsAsync(taxpayer.Id, registered.ClientIds())).Expect(200).Value;

        var (reads, writes) = (host.Faults.Reads, host.Faults.Writes);
        const int Pages = 2; // of 1,000 rows, the last may be empty
        Assert.Equal(Count, answer.Annulled);
        Assert.True(reads + writes <= 21 + 10 + 3 + Pages, $"{reads} reads and {writes} writes");
        Assert.True(reads <= 2 + Pages, $"{reads} reads");
        Assert.Equal(Count, Assert.Single(await EventsAsync()).Clients);
        await _host.AssertInvariantsAsync(_taxpayer.Id);
    }

    private Task<Answer<AnnulledClientsBody>> AnnulAsync(IEnumerable<string> clientIds, string? reason = null) =>
        _taxpayer.Client.AnnulClientsAsync(_taxpayer.Id, clientIds, reason);

    private async Task<string> ForeignAsync() => (await (await _host.Client.EnrolAsync()).RegisterOneAsync(SecretChoices.Generate)).ClientId;

    private async Task<string> TokenAsync(string clientId, string secret) =>
        (await _host.Client.IssueTokenAsync(clientId, secret)).Expect(200).Value.AccessToken;

    private async Task<IReadOnlyList<AuditEvent>> EventsAsync() =>
        [.. (await _taxpayer.EventsAsync()).Where(auditEvent => auditEvent.Action == "clients-annulled")];
}
