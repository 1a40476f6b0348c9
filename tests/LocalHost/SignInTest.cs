using Duende.IdentityModel.Client;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Eds.Tests.LocalHost;

/// <summary>The sign-in as an OpenID Connect provider: authorization code with PKCE, for the portal and nobody else.</summary>
public sealed class SignInTest(SignInHost host) : IClassFixture<SignInHost>
{
    private SignInFlow Flow => host.Flow;

    [Fact]
    public async Task The_metadata_lists_exactly_what_there_is()
    {
        using var client = new HttpClient();
        var metadata = await client.GetDiscoveryDocumentAsync($"{host.Address}dev/oidc", Cancellation); // also checks the issuer

        Assert.False(metadata.IsError, metadata.Error);
        Assert.Equal(
            [
                ("authorization_endpoint", $"{host.Address}dev/oidc/authorize"),
                ("end_session_endpoint", $"{host.Address}dev/oidc/end-session"),
                ("jwks_uri", $"{host.Address}dev/oidc/jwks"),
                ("token_endpoint", $"{host.Address}dev/oidc/token"),
            ],
            metadata.Json!.Value.EnumerateObject().Where(entry => Regex.IsMatch(entry.Name, "_endpoint$|^jwks_uri$"))
                .Select(entry => (entry.Name, entry.Value.GetString()!)).Order());
        Assert.Equal(["authorization_code"], metadata.GrantTypesSupported);
        Assert.Equal(["S256"], metadata.CodeChallengeMethodsSupported);
        Assert.Equal(["none"], metadata.TokenEndpointAuthenticationMethodsSupported);
        Assert.Equal(["openid", "profile"], metadata.ScopesSupported);
    }

    [Fact]
    public async Task A_person_of_the_page_gets_an_access_token_and_an_id_token()
    {
        var answer = await Flow.ChooseAsync(("personal_code", "030303-10012"));
        Assert.Equal("\"s<t", SignInFlow.Told(answer, "state"));
        var (status, body) = await Flow.ExchangeAsync(SignInFlow.Told(answer, "code"));

        Assert.Equal(200, status);
        var access = new JsonWebToken(body["access_token"]!.GetValue<string>());
        Assert.Equal("ES256", access.Alg);
        Assert.Equal($"{host.Address}dev/oidc", access.Issuer);
        Assert.Equal(["eds-portal"], access.Audiences);
        Assert.Equal("Jānis Bērziņš", access.GetClaim("name").Value);
        Assert.Equal("PNOLV-030303-10012", access.GetClaim("serial_number").Value);
        Assert.Equal(TimeSpan.FromHours(1), access.ValidTo - access.IssuedAt);
        var id = new JsonWebToken(body["id_token"]!.GetValue<string>());
        Assert.Equal(["eds-portal-web"], id.Audiences);
        Assert.Equal(access.Subject, id.Subject);
        Assert.Equal("Jānis Bērziņš", id.GetClaim("name").Value);
        Assert.Equal("n", id.GetClaim("nonce").Value);
        Assert.DoesNotContain(id.Claims, claim => claim.Value.Contains("030303", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("yes", "Operator")]
    [InlineData(null, null)]
    public async Task Somebody_else_is_who_was_typed(string? ticked, string? role)
    {
        var code = await Flow.CodeOfAsync(("personal_code", " 161175-19997 "), ("name", "Anna Liepa"), ("operator", ticked));

        var access = new JsonWebToken((await Flow.ExchangeAsync(code)).Body["access_token"]!.GetValue<string>());
        Assert.Equal("PNOLV-161175-19997", access.GetClaim("serial_number").Value);
        Assert.Equal("Anna Liepa", access.GetClaim("name").Value);
        Assert.Equal(role is not null, access.TryGetPayloadValue<string[]>("roles", out var roles));
        Assert.Equal(role, roles?.Single());
    }

    [Fact]
    public Task A_request_that_is_not_the_portals_is_refused_here_and_sent_nowhere() => Assert.AllAsync<(string, string?)>(
        [
            ("client_id", "another"), ("client_id", null), ("redirect_uri", "http://evil.example/signed-in"), ("redirect_uri", null),
            ("redirect_uri", "http://127.0.0.1:5173/other"), ("code_challenge", null), ("code_challenge_method", "plain"),
            ("code_challenge_method", null), ("response_type", "token"), ("scope", "openid offline_access"),
        ],
        async parameter =>
        {
            Assert.InRange((int)(await Flow.AuthorizeAsync(parameter)).StatusCode, 400, 401);
            Assert.InRange((int)(await Flow.ChooseAsync(parameter, ("personal_code", "030303-10012"))).StatusCode, 400, 401);
        });

    [Fact]
    public async Task A_code_is_worth_one_token_and_only_to_who_asked_for_it()
    {
        var code = await Flow.CodeOfAsync(("personal_code", "030303-10012"));
        (string, string)[] others = [("client_id", "another"), ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")];
        await Assert.AllAsync(others, async other => Assert.Equal("invalid_grant", Error(await Flow.ExchangeAsync(code, other))));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Flow.ExchangeAsync(code)));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal("invalid_grant", Error(answer)));
    }

    [Fact]
    public async Task Nobody_is_ever_signed_in_already()
    {
        await Flow.CodeOfAsync(("personal_code", "030303-10012"));

        var silent = await Flow.AuthorizeAsync(("prompt", "none"));
        Assert.Equal("login_required", SignInFlow.Told(silent, "error"));
        Assert.Equal(HttpStatusCode.OK, (await Flow.AuthorizeAsync(("prompt", "login"))).StatusCode);

        // A link does not sign anybody in: only the page's form does.
        Assert.Null((await Flow.AuthorizeAsync(("personal_code", "030303-10012"))).Headers.Location);
    }

    [Fact]
    public async Task Signing_out_leads_back_to_the_portal_and_nowhere_else()
    {
        var back = await Flow.GetAsync($"/dev/oidc/end-session?state=x&post_logout_redirect_uri={host.Address}");
        Assert.Equal($"{host.Address}?state=x", back.Headers.Location!.OriginalString);

        var elsewhere = await Flow.GetAsync("/dev/oidc/end-session?post_logout_redirect_uri=http://evil.example/");
        Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
    }

    [Fact]
    public async Task The_page_may_neither_run_scripts_nor_be_framed_and_shows_what_it_was_sent_as_text()
    {
        var page = await Flow.ChooseAsync(("personal_code", "<script>"), ("name", "\"><img src=x>"), ("state", "\"><b>"));
        var text = await page.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Contains("aria-invalid", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script|<img|<b>", text);
        Assert.True(page.Headers.CacheControl?.NoStore);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Matches("^default-src 'none'; style-src 'sha256-.*; frame-ancestors 'none'; ", policy);
        Assert.EndsWith($"; form-action 'self' http://{host.Address.Authority}", policy, StringComparison.Ordinal);
    }

    internal static string Error((int Status, JsonNode Body) answer) => answer.Body["error"]!.GetValue<string>();
}

/// <summary>The same sign-in beside the functions.</summary>
[Trait("Host", "Own")]
public sealed class SignInBesideFunctionsTest
{
    [Fact]
    public async Task Functions_take_the_access_token_alone_and_a_code_dies_after_five_minutes()
    {
        await using var host = await OwnHost.StartAsync();
        using var flow = new SignInFlow(host.Client.BaseAddress);

        var (_, body) = await flow.ExchangeAsync(await flow.CodeOfAsync(("personal_code", "030303-10012")));
        var (access, id) = (body["access_token"]!.GetValue<string>(), body["id_token"]!.GetValue<string>());
        var me = (await host.Client.As(access).GetMeAsync()).Expect(200).Value;
        Assert.Equal("030303-10012", me.Person.PersonalCode);
        (await host.Client.As(id).GetMeAsync()).Expect(401, "token-invalid");
        Assert.Equal(host.Clock.GetUtcNow().UtcDateTime.AddHours(1), new JsonWebToken(access).ValidTo);

        var code = await flow.CodeOfAsync(("personal_code", "030303-10012"));
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("invalid_grant", SignInTest.Error(await flow.ExchangeAsync(code)));

        // The taxi API's metadata stay its own.
        var metadata = (await host.Client.GetMetadataAsync()).Expect(200).Value;
        Assert.Equal($"{host.Client.BaseAddress}api/taxi/auth", metadata.TokenEndpoint);
        await Assert.AllAsync<string>(
            ["/.well-known/openid-configuration", "/.well-known/jwks", "/dev/oidc/another"],
            async path => Assert.Equal(HttpStatusCode.NotFound, (await flow.GetAsync(path)).StatusCode));
    }
}
