namespace Eds.Tests;

/// <summary>RFC 7009 and RFC 7662.</summary>
public sealed class RevocationTest
{
    private const string Inactive = """{"active":false}""";

    [Fact]
    public async Task A_client_revokes_its_own_token_and_no_other()
    {
        var one = await TestDevice.RegisterAsync();
        var other = await TestDevice.RegisterAsync(one.Taxpayer);
        var (token, otherToken) = (await one.TokenAsync(), await other.TokenAsync());
        (await one.Client.RevokeTokenAsync(one.ClientId, one.Secret, otherToken)).Expect(200);
        (await one.WhoAmIAsync(otherToken)).Expect(200);
        (await one.Client.RevokeTokenAsync(one.ClientId, one.Secret, "nonsense")).Expect(200);

        // As it is pasted, and with a wrong hint.
        (await one.Client.RevokeTokenAsync(one.ClientId, one.Secret, $" {token}\r\n", hint: "refresh_token")).Expect(200);
        (await one.WhoAmIAsync(token)).Expect(401, "invalid_token");
        (await one.Client.RevokeTokenAsync(one.ClientId, one.Secret, token)).Expect(200);

        // Only that token: the client gets another, and may sign out with it.
        token = await one.TokenAsync();
        var signedIn = one.Client.As(token);
        (await signedIn.WhoAmIAsync()).Expect(200);
        (await signedIn.RevokeOwnTokenAsync()).Expect(204);
        (await signedIn.WhoAmIAsync()).Expect(401, "invalid_token");
        (await signedIn.RevokeOwnTokenAsync()).Expect(401, "invalid_token");
        (await one.Client.RevokeOwnTokenAsync()).Expect(401, "invalid_token");
    }

    [Fact]
    public async Task Without_client_authentication_nothing_is_revoked_or_told()
    {
        var device = await TestDevice.RegisterAsync();
        var token = await device.TokenAsync();
        foreach (var route in new[] { Routes.RevokeToken(), Routes.IntrospectToken() })
        {
            Task<Answer> SendAsync(params (string, string?)[] fields) => device.Client.SendFormAsync(route, fields);
            (await SendAsync(("token", token))).Expect(401, "invalid_client");
            (await SendAsync(("token", token), ("client_id", device.ClientId), ("client_secret", device.Secret.Mistyped())))
                .Expect(401, "invalid_client");
            (await SendAsync(("client_id", device.ClientId), ("client_secret", device.Secret))).Expect(400, "invalid_request");
            (await device.Client.SendFormAsync(route.With(("token", "x")), [])).Expect(400, "invalid_request");
        }

        (await device.WhoAmIAsync(token)).Expect(200);
    }

    [Fact]
    public async Task Introspection_tells_a_client_about_its_own_good_tokens_alone()
    {
        var one = await TestDevice.RegisterAsync();
        var other = await TestDevice.RegisterAsync(one.Taxpayer);
        var token = await one.TokenAsync();
        var active = (await one.Client.IntrospectTokenAsync(one.ClientId, one.Secret, $"\t{token}\n\n")).Expect(200).Value;
        Assert.Equal((true, one.ClientId, one.ClientId, "Bearer"), (active.Active, active.ClientId, active.Sub, active.TokenType));
        Assert.Equal(3_600, active.Exp - active.Iat);

        (await one.Client.As(token).RevokeOwnTokenAsync()).Expect(204);
        foreach (var useless in new[] { await other.TokenAsync(), "nonsense", token[..^4] + "AAAA", token })
        {
            Assert.Equal(Inactive, (await one.Client.IntrospectTokenAsync(one.ClientId, one.Secret, useless)).Expect(200).Text);
        }
    }

    [Fact]
    public async Task An_operator_may_ask_about_any_token_and_nobody_else_by_bearer()
    {
        var device = await TestDevice.RegisterAsync();
        var (token, asOperator) = (await device.TokenAsync(), await device.Client.AsOperatorAsync());
        Assert.Equal(device.ClientId, (await asOperator.IntrospectTokenAsync(token)).Expect(200).Value.ClientId);
        (await asOperator.IntrospectTokenAsync(device.ClientId, device.Secret, token)).Expect(400, "invalid_request");

        foreach (var bearer in new[] { device.Taxpayer.Token, token, "nonsense" })
        {
            var refused = (await device.Client.As(bearer).IntrospectTokenAsync(token)).Expect(401, "invalid_token");
            Assert.StartsWith("Bearer ", refused.Challenge(), StringComparison.Ordinal);
        }

        (await device.Taxpayer.AnnulAsync(device.ClientId)).Expect(204);
        Assert.Equal(Inactive, (await asOperator.IntrospectTokenAsync(token)).Expect(200).Text);
        (await device.WhoAmIAsync(token)).Expect(401, "invalid_token");
    }

    [Fact]
    [Trait("Host", "Own")]
    public async Task A_revocation_that_cannot_be_written_is_answered_503()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Client);
        var token = await device.TokenAsync();
        host.Faults.Arm(0, FaultMoment.Before, FaultSpan.FromThenOn);

        var signedOut = (await host.Client.As(token).RevokeOwnTokenAsync()).ExpectOAuthError(503, "temporarily_unavailable");
        var revoked = (await host.Client.RevokeTokenAsync(device.ClientId, device.Secret, token))
            .ExpectOAuthError(503, "temporarily_unavailable");

        Assert.Equal(("5", "5"), (signedOut.RetryAfter(), revoked.RetryAfter()));
        host.Faults.Disarm();
        (await device.WhoAmIAsync(token)).Expect(200);
        (await host.Client.As(token).RevokeOwnTokenAsync()).Expect(204);
        (await device.WhoAmIAsync(token)).Expect(401, "invalid_token");
    }

    [Fact]
    [Trait("Host", "Own")]
    public async Task Revoked_tokens_are_looked_for_only_where_the_client_has_some()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Client);
        var (token, revoked) = (await device.TokenAsync(), await device.TokenAsync());
        await ReadsAsync(token); // the secret is in the cache from now on
        var usual = await ReadsAsync(token);

        (await host.Client.As(revoked).RevokeOwnTokenAsync()).Expect(204);
        Assert.Equal(usual + 1, await ReadsAsync(token));
        (await device.WhoAmIAsync(revoked)).Expect(401, "invalid_token");

        host.Clock.Advance(2 * AccessTokens.Lifetime);
        token = await device.TokenAsync();
        await ReadsAsync(token);
        Assert.Equal(usual, await ReadsAsync(token));

        async Task<int> ReadsAsync(string bearer)
        {
            host.Faults.Count();
            (await device.WhoAmIAsync(bearer)).Expect(200);
            return host.Faults.Reads;
        }
    }
}
