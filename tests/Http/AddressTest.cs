using System.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Addresses that name nothing. They are sent as they stand here, not as a URL library would tidy them.</summary>
public sealed class AddressTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private TestTaxpayer Taxpayer => shared.Taxpayer;

    [Fact]
    public Task A_taxpayer_id_is_read_exactly() => Assert.AllAsync<string>(
        [
            "{id}0", "{start}", "{upper}", "{id}%20", "%20{id}", "{id}%09", "{id}%7C", "{id}'", "{id}%27%20or%20%27a", "{id}%2Fusers",
            "..%2F{id}", "%5C..%5C{id}", "{id}%3F", "{id}%23", "%E2%98%83", "{id}%C4%80",
        ],
        async written =>
        {
            var id = written
                .Replace("{start}", Taxpayer.Id[..9], StringComparison.Ordinal)
                .Replace("{upper}", Taxpayer.Id.ToUpperInvariant(), StringComparison.Ordinal);

            (await SendAsync(Routes.ListUsers(id))).Expect(404, "not-found");
        });

    [Fact]
    public async Task An_odd_user_client_or_secret_id_or_another_taxpayers_is_not_found()
    {
        var (target, stranger) = (shared.Target, await Target.EnrolAsync());
        (await stranger.Taxpayer.RotateAsync(stranger.Client.SecretId, SecretChoices.Generate)).Expect(200);
        var clientId = target.Client.ClientId;
        string[] odd =
        [
            "nobody", "%27", "a%2Fb", "a%5Cb", "a%23b%3F", "%7F", "%C4%81", new('a', 3_000), "0000000000000001", clientId.Mistyped(),
            clientId[..^6],
        ];
        string[] functions =
        [
            "RemoveUser", "ChangeRights", "GetClient", "ChangeClient", "AnnulClient", "RenameSecret", "RestrictSecret", "RotateSecret",
            "CancelRotation", "CompleteRotation",
        ];
        await stranger.Taxpayer.UnchangedAsync(() => Taxpayer.UnchangedAsync(() => Task.WhenAll(
            from ids in odd.Select(id => (User: id, Client: id, Secret: id))
                .Append((User: stranger.User.UserId, Client: stranger.Client.ClientId, Secret: stranger.Client.SecretId))
            let at = target with
            {
                User = target.User with { UserId = ids.User },
                Client = target.Client with { ClientId = ids.Client, SecretId = ids.Secret },
            }
            from function in functions
            select ExpectNotFoundAsync(at.Call(function)))));

        async Task<Answer> ExpectNotFoundAsync(GoodCall call) => (await SendAsync(call.Route, call)).Expect(404, "not-found");
    }

    [Fact]
    public Task A_wrong_method_or_address_is_a_bare_404() => Assert.AllAsync<string>(
        [
            "PUT api/me", "POST api/me", "HEAD api/me", "PATCH api/taxpayers/{id}/users", "DELETE api/taxpayers/{id}/taxi/clients",
            "GET api/taxpayers", "GET api/taxi/auth", "PUT api/taxi/auth", "PATCH api/taxi/auth", "HEAD api/taxi/auth",
            "OPTIONS api/taxi/auth", "GET dev/token", "GET api/taxpayers/{id}/../users", "GET api/taxpayers/{id}/%2e%2e/users",
            "GET api/taxpayers//users", "GET api/taxpayers/{id}/./nothing", "GET api/taxpayers/{id}", "GET api/taxpayers/{id}/users/7/8",
        ],
        async call => (await SendAsync(new Route(HttpMethod.Parse(call.Split(' ')[0]), call.Split(' ')[1]))).ExpectBare404());

    private async Task<Answer> SendAsync(Route route, GoodCall? call = null)
    {
        var path = route.Path.Replace("{id}", Taxpayer.Id, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(route.Method, new Uri($"{Taxpayer.Client.BaseAddress}{path}", AsItStands));
        request.Content = call?.Body is { } body ? EdsClient.Json(body) : null;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Taxpayer.Token);
        request.Headers.TryAddWithoutValidation("If-Match", call?.IfMatch);
        return await Taxpayer.Client.SendAsync(request);
    }
}
