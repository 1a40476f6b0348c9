using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>RFC 7009 and RFC 7662, and signing out.</summary>
public sealed class RevocationTest
{
    [Fact(DisplayName = "V1 V2 V4 a client revokes its own token, whatever the hint; any other token is answered alike and left alone")]
    public async Task Revoking()
    {
        var (api, one, two) = await TwoClientsAsync();
        (await RevokeAsync(api, one, two.Token)).Expect(200);
        (await api.GetAsync("api/taxi/whoami", two.Token)).Expect(200);
        (await RevokeAsync(api, one, "nonsense")).Expect(200);

        (await RevokeAsync(api, one, one.Token, ("token_type_hint", "refresh_token"))).Expect(200);
        (await api.GetAsync("api/taxi/whoami", one.Token)).Expect(401, "invalid_token");
        (await RevokeAsync(api, one, one.Token)).Expect(200);

        // Only that token: the client gets another.
        var fresh = (await api.RequestTokenAsync(one.Id, Leaks.ChosenSecret)).Expect(200).Body["access_token"]!.GetValue<string>();
        (await api.GetAsync("api/taxi/whoami", fresh)).Expect(200);
    }

    [Fact(DisplayName = "V1 I1 I4 without client authentication nothing is revoked or told")]
    public async Task Unauthenticated()
    {
        var (api, one, _) = await TwoClientsAsync();
        foreach (var path in new[] { "api/taxi/revoke", "api/taxi/introspect" })
        {
            (await api.FormAsync(path, ("token", one.Token))).Expect(401, "invalid_client");
            (await api.FormAsync(path, ("token", one.Token), ("client_id", one.Id), ("client_secret", Leaks.ChosenSecret + "x"))).Expect(401, "invalid_client");
            (await api.FormAsync(path, ("client_id", one.Id), ("client_secret", Leaks.ChosenSecret))).Expect(400, "invalid_request");
            (await api.SendAsync(HttpMethod.Post, path + "?token=x", null, new FormUrlEncodedContent([]))).Expect(400, "invalid_request");
        }

        (await api.GetAsync("api/taxi/whoami", one.Token)).Expect(200);
    }

    [Fact(DisplayName = "I2 I3 introspection tells a client about its own good tokens, and of any other only that it is not active")]
    public async Task Introspecting()
    {
        var (api, one, two) = await TwoClientsAsync();
        var active = (await IntrospectAsync(api, one, one.Token)).Expect(200).Body;
        Assert.True(active["active"]!.GetValue<bool>());
        Assert.Equal((one.Id, one.Id, "Bearer"), (active["client_id"]!.GetValue<string>(), active["sub"]!.GetValue<string>(), active["token_type"]!.GetValue<string>()));
        Assert.Equal(3600, active["exp"]!.GetValue<long>() - active["iat"]!.GetValue<long>());

        foreach (var token in new[] { two.Token, "nonsense", one.Token[..^4] + "AAAA" })
        {
            Assert.Equal("""{"active":false}""", (await IntrospectAsync(api, one, token)).Expect(200).Text);
        }

        (await RevokeAsync(api, one, one.Token)).Expect(200);
        Assert.Equal("""{"active":false}""", (await IntrospectAsync(api, one, one.Token)).Expect(200).Text);
    }

    [Fact(DisplayName = "I3 a token of an annulled client is not active; an operator may ask about any")]
    public async Task Operators()
    {
        var (api, one, two) = await TwoClientsAsync();
        var @operator = await api.SignInAsync(TestPerson.Operator, "Operator");
        async Task<Answer> AskAsync(string token, string bearer) =>
            await api.SendAsync(HttpMethod.Post, "api/taxi/introspect", bearer, new FormUrlEncodedContent([KeyValuePair.Create("token", token)]));

        Assert.Equal(two.Id, (await AskAsync(two.Token, @operator)).Expect(200).Body["client_id"]!.GetValue<string>());
        var twoWays = new FormUrlEncodedContent([new("token", two.Token), new("client_id", two.Id), new("client_secret", Leaks.ChosenSecret)]);
        (await api.SendAsync(HttpMethod.Post, "api/taxi/introspect", @operator, twoWays)).Expect(400, "invalid_request");
        (await two.Taxpayer.AnnulAsync(two.Id)).Expect(204);
        Assert.Equal("""{"active":false}""", (await AskAsync(two.Token, @operator)).Expect(200).Text);

        foreach (var bearer in new[] { await api.SignInAsync(TestPerson.New()), one.Token, "nonsense" })
        {
            Assert.Contains("Bearer", (await AskAsync(one.Token, bearer)).Expect(401, "invalid_token").Header(HeaderNames.WWWAuthenticate), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_device_signs_out_with_its_token()
    {
        var (api, one, _) = await TwoClientsAsync();
        (await api.SendAsync(HttpMethod.Delete, "api/taxi/auth", one.Token)).Expect(204);
        (await api.GetAsync("api/taxi/whoami", one.Token)).Expect(401, "invalid_token");
        (await api.SendAsync(HttpMethod.Delete, "api/taxi/auth", one.Token)).Expect(401, "invalid_token");
        (await api.SendAsync(HttpMethod.Delete, "api/taxi/auth", null)).Expect(401, "invalid_token");
    }

    private static async Task<(Api Api, TestClient One, TestClient Two)> TwoClientsAsync()
    {
        var api = Api.OfRun;
        var taxpayer = await api.EnrolAsync();
        var ids = await taxpayer.RegisteredAsync(TestPerson.Drivers(2));
        var tokens = new List<string>();
        foreach (var id in ids)
        {
            tokens.Add((await api.RequestTokenAsync(id, Leaks.ChosenSecret)).Expect(200).Body["access_token"]!.GetValue<string>());
        }

        return (api, new TestClient(taxpayer, ids[0], tokens[0]), new TestClient(taxpayer, ids[1], tokens[1]));
    }

    private static Task<Answer> RevokeAsync(Api api, TestClient client, string token, params (string, string)[] more) =>
        api.FormAsync("api/taxi/revoke", [("client_id", client.Id), ("client_secret", Leaks.ChosenSecret), ("token", token), .. more]);

    private static Task<Answer> IntrospectAsync(Api api, TestClient client, string token) =>
        api.FormAsync("api/taxi/introspect", [("client_id", client.Id), ("client_secret", Leaks.ChosenSecret), ("token", token)]);

    private sealed record TestClient(TestTaxpayer Taxpayer, string Id, string Token);
}
