using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Eds.Tests;

/// <summary>Rows A1–A4: what a token says, and that anyone can check it by metadata and keys alone.</summary>
public sealed class AccessTokenTest
{
    [Fact(DisplayName = "A1, A4 anyone can verify a token by metadata and keys")]
    public async Task Verified()
    {
        var device = await TestDevice.RegisterAsync();
        var token = await device.TokenAsync();
        var issuer = (await device.Api.GetAsync(MetadataTest.Path, token: null)).Expect(200).Body["issuer"]!.GetValue<string>();
        var keys = new JsonWebKeySet((await device.Api.GetAsync(".well-known/jwks.json", token: null)).Expect(200).Text);

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = ["ES256"],
            ValidIssuer = issuer,
            ValidateAudience = false, // a setting that is not published; the next test holds it
            IssuerSigningKeys = keys.GetSigningKeys(),
            TryAllIssuerSigningKeys = false,
        });

        Assert.True(result.IsValid, result.Exception?.GetType().Name);
        Assert.Contains(keys.Keys, key => key.Kid == Jwt.Read(token).Header["kid"]!.GetValue<string>());
    }

    [Fact(DisplayName = "A1–A3 a token has these claims and no others, and lives for one hour")]
    [Trait("Host", "Own")]
    public async Task Claims()
    {
        var settings = new OwnHostSettings();
        using var key = settings.Key;
        await using var host = await OwnHost.StartAsync(settings: settings.All);
        var device = await TestDevice.RegisterAsync(host.Api);
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();

        var (first, second) = (Jwt.Read(await device.TokenAsync()), Jwt.Read(await device.TokenAsync()));

        Assert.Equal("at+jwt", first.Header["typ"]!.GetValue<string>());
        Assert.Equal("ES256", first.Header["alg"]!.GetValue<string>());
        Assert.Equal(
            ["aud", "client_id", "exp", "iat", "iss", "jti", "sub", "secret_version"], first.Payload.Select(claim => claim.Key).Order(StringComparer.Ordinal));
        Assert.Equal(OwnHostSettings.Issuer, first.Payload["iss"]!.GetValue<string>());
        Assert.Equal(OwnHostSettings.Audience, first.Payload["aud"]!.GetValue<string>());
        Assert.Equal(device.ClientId, first.Payload["sub"]!.GetValue<string>());
        Assert.Equal(device.ClientId, first.Payload["client_id"]!.GetValue<string>());
        Assert.Equal(now, first.Payload["iat"]!.GetValue<long>());
        Assert.Equal(now + 3_600, first.Payload["exp"]!.GetValue<long>());
        Assert.Equal(1, first.Payload["secret_version"]!.GetValue<int>());
        Assert.NotEqual(first.Payload["jti"]!.GetValue<string>(), second.Payload["jti"]!.GetValue<string>());
    }

    [Fact(DisplayName = "A5 a token is refused when its hour is over, and not a second before")]
    [Trait("Host", "Own")]
    public async Task Expired()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Api);
        var token = await device.TokenAsync();

        host.Clock.Advance(TimeSpan.FromSeconds(3_599));
        (await host.Api.GetAsync("api/taxi/whoami", token)).Expect(200);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await host.Api.GetAsync("api/taxi/whoami", token)).ExpectOAuthError(401, "invalid_token");
        await device.TokenAsync();
    }
}
