using System.Text.Json.Nodes;

namespace Eds.Tests;

/// <summary>Servisu saskarne API, tab Taksometri: pages, states and what a list cannot be asked for.</summary>
public sealed class ClientListTest
{
    [Theory]
    [InlineData(5, 2, "2 2 1")]
    [InlineData(4, 2, "2 2")]
    [InlineData(3, 3, "3")]
    [InlineData(3, 1, "1 1 1")]
    [InlineData(0, 1, "0")]
    public async Task Pages_have_every_client_once_in_the_order_of_their_ids(int clients, int limit, string sizes)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var registered = clients == 0 ? [] : await taxpayer.RegisteredAsync(TestPerson.Drivers(clients));

        foreach (var byPost in new[] { false, true })
        {
            var pages = new List<IReadOnlyList<string>>();
            string? continuation = null;
            do
            {
                var page = byPost
                    ? await taxpayer.Api.SendAsync(HttpMethod.Post, taxpayer.Path("taxi/clients/search"), taxpayer.Token, new { limit, continuation })
                    : await taxpayer.GetAsync($"taxi/clients?limit={limit}&continuation={continuation}");
                pages.Add(IdsOf(page.Expect(200).ExpectNotStored().Body));
                continuation = page.Body["continuation"]?.GetValue<string>();
            }
            while (continuation is not null);

            Assert.Equal(sizes, string.Join(' ', pages.Select(page => page.Count)));
            Assert.Equal(registered.Order(StringComparer.Ordinal), pages.SelectMany(page => page));
        }
    }

    [Fact]
    public async Task A_page_has_100_unless_told_otherwise_and_at_most_500()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await taxpayer.RegisteredAsync(TestPerson.Drivers(510));

        var unasked = (await taxpayer.GetAsync("taxi/clients")).Expect(200).Body;
        var empty = (await taxpayer.GetAsync("taxi/clients?search=&state=&limit=&continuation=")).Expect(200).Body;
        var most = (await taxpayer.GetAsync("taxi/clients?limit=500")).Expect(200).Body;

        Assert.Equal(100, IdsOf(unasked).Count);
        Assert.Equal(unasked.ToJsonString(), empty.ToJsonString());
        Assert.Equal(500, IdsOf(most).Count);
        Assert.NotNull(most["continuation"]);
        var searched = await taxpayer.Api.SendAsync(
            HttpMethod.Post, taxpayer.Path("taxi/clients/search"), taxpayer.Token, """{"search": "", "state": "", "limit": null, "continuation": ""}""");
        Assert.Equal(unasked.ToJsonString(), searched.Expect(200).Body.ToJsonString());
    }

    [Theory]
    [InlineData("limit=0", "/limit limit-invalid")]
    [InlineData("limit=501", "/limit limit-invalid")]
    [InlineData("limit=-1", "/limit limit-invalid")]
    [InlineData("limit=%2B1", "/limit limit-invalid")]
    [InlineData("limit=1.0", "/limit limit-invalid")]
    [InlineData("limit=x", "/limit limit-invalid")]
    [InlineData("limit=99999999999", "/limit limit-invalid")]
    [InlineData("limit=1&limit=2", "/limit repeated-field")]
    [InlineData("search=&search=a", "/search repeated-field")]
    [InlineData("state=purged", "/state unknown-value")]
    [InlineData("state=Active", "/state unknown-value")]
    [InlineData("state=0", "/state unknown-value")]
    [InlineData("state=active,annulled", "/state unknown-value")]
    [InlineData("continuation=x", "/continuation continuation-unreadable")]
    [InlineData("continuation=!!!", "/continuation continuation-unreadable")]
    [InlineData("continuation=dXNlcnxh", "/continuation continuation-unreadable")] // user|a
    [InlineData("continuation=Y2xpZW50", "/continuation continuation-unreadable")] // client
    [InlineData("continuation={long}", "/continuation continuation-unreadable")]
    [InlineData("search={long}", "/search search-too-long")]
    [InlineData("limit=0&state=none", "/limit limit-invalid", "/state unknown-value")]
    public async Task What_a_list_cannot_be_asked_for_is_refused(string query, params string[] errors)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        var answer = await taxpayer.GetAsync($"taxi/clients?{query.Replace("{long}", new string('a', 1_000), StringComparison.Ordinal)}");

        answer.ExpectInvalid(errors);
    }

    [Theory]
    [InlineData("""{"limit": 0}""", "/limit limit-invalid")]
    [InlineData("""{"limit": 501}""", "/limit limit-invalid")]
    [InlineData("""{"limit": -1}""", "/limit limit-invalid")]
    [InlineData("""{"state": "gone"}""", "/state unknown-value")]
    [InlineData("""{"continuation": "x"}""", "/continuation continuation-unreadable")]
    public async Task Nor_can_a_search(string json, params string[] errors)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        (await taxpayer.Api.SendAsync(HttpMethod.Post, taxpayer.Path("taxi/clients/search"), taxpayer.Token, json)).ExpectInvalid(errors);
    }

    [Fact]
    public async Task A_state_filters_the_list_and_active_is_the_default()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var clientIds = await taxpayer.RegisteredAsync(TestPerson.Drivers(3));
        (await taxpayer.AnnulAsync(clientIds[1])).Expect(204);

        async Task<IEnumerable<string>> ListAsync(string query) => IdsOf((await taxpayer.GetAsync($"taxi/clients{query}")).Expect(200).Body);

        var active = new[] { clientIds[0], clientIds[2] }.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(active, await ListAsync(""));
        Assert.Equal(active, await ListAsync("?state=active"));
        Assert.Equal([clientIds[1]], await ListAsync("?state=annulled"));
        Assert.Equal(clientIds.Order(StringComparer.Ordinal), await ListAsync("?state=all"));
    }

    [Fact]
    public async Task Secrets_tell_how_many_active_clients_use_them()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var chosen = (await taxpayer.RegisterAsync(TestPerson.Drivers(2))).Expect(201).Body;
        var secretId = chosen["secretId"]!.GetValue<string>();
        await taxpayer.RegisteredAsync(TestPerson.Drivers(1), new { secretId });
        var each = (await taxpayer.RegisterAsync(TestPerson.Drivers(2), new { generate = true, each = true })).Expect(201).Body;
        (await taxpayer.AnnulAsync(IdsOf(chosen)[0])).Expect(204);
        (await taxpayer.AnnulAsync(IdsOf(each)[0])).Expect(204);

        var secrets = (await taxpayer.GetAsync("taxi/secrets")).Expect(200).ExpectNotStored().Body["secrets"]!.AsArray();

        Assert.Equal(
            new[] { $"{secretId} 1 chosen 2", $"{each["clients"]![0]!["secretId"]} 1 generated 0", $"{each["clients"]![1]!["secretId"]} 1 generated 1" }
                .Order(StringComparer.Ordinal),
            secrets.Select(secret => $"{secret!["secretId"]} {secret["version"]} {secret["kind"]} {secret["clients"]}").Order(StringComparer.Ordinal));
    }

    private static List<string> IdsOf(JsonNode body) => [.. body["clients"]!.AsArray().Select(client => client!["clientId"]!.GetValue<string>())];
}
