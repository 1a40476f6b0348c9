using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Rows I2, V2 and V5: introspection and revocation of tokens that are good for nothing, and revocation without storage.</summary>
[Trait("Host", "Own")]
public sealed class UselessTokenTest(OwnTokens own) : IClassFixture<OwnTokens>
{
    private static readonly Dictionary<string, Func<OwnTokens, string>> Flaws = new()
    {
        ["expired"] = own => own.Changed().With("exp", own.Now).SignedBy(own.Key),
        ["of another audience"] = own => own.Changed().With("aud", "eds-portal").SignedBy(own.Key),
        ["of another issuer"] = own => own.Changed().With("iss", "https://eds.example.com").SignedBy(own.Key),
        ["of another type"] = own => own.Changed().WithHeader("typ", "JWT").SignedBy(own.Key),
        ["by a foreign key"] = own => own.Changed().SignedByAForeignKey(),
        ["unsigned"] = own => own.Changed().Unsigned(),
        ["of another version of the secret"] = own => own.Changed().With("secret_version", 2).With("jti", "of-its-own").SignedBy(own.Key), // well signed, so it is revoked
    };

    public static TheoryData<string> FlawNames => [.. Flaws.Keys];

    [Theory(DisplayName = "I2, V2 of a useless token nothing is told but that it is not active, and revoking it is no error")]
    [MemberData(nameof(FlawNames))]
    public async Task Flawed(string flaw)
    {
        var token = Flaws[flaw](own);

        Assert.Equal("""{"active":false}""", (await PostAsync("introspect", token)).Expect(200).ExpectNotStored().Text);
        Assert.Empty((await PostAsync("revoke", token)).Expect(200).ExpectNotStored().Text);

        // All but one had the jti of the good token, which was not revoked with them.
        Assert.StartsWith("""{"active":true,""", (await PostAsync("introspect", own.Token)).Expect(200).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "V5 a revocation that cannot be written is answered 503 with Retry-After, and the token still works")]
    public async Task Without_storage()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Api);
        var token = await device.TokenAsync();
        host.Faults.Arm(0, FaultMoment.Before, FaultSpan.FromThenOn);

        var signedOut = await host.Api.SendAsync(HttpMethod.Delete, TestDevice.Endpoint, token);
        var revoked = await device.PostAsync([("client_id", device.ClientId), ("client_secret", device.Secret), ("token", token)], path: "api/taxi/revoke");

        Assert.Equal("5", signedOut.ExpectOAuthError(503, "temporarily_unavailable").Header(HeaderNames.RetryAfter));
        Assert.Equal("5", revoked.ExpectOAuthError(503, "temporarily_unavailable").Header(HeaderNames.RetryAfter));
        host.Faults.Disarm();
        (await host.Api.GetAsync("api/taxi/whoami", token)).Expect(200);
        (await host.Api.SendAsync(HttpMethod.Delete, TestDevice.Endpoint, token)).Expect(204);
        (await host.Api.GetAsync("api/taxi/whoami", token)).ExpectOAuthError(401, "invalid_token");
    }

    private Task<Answer> PostAsync(string endpoint, string token) => own.Device.PostAsync(
        [("client_id", own.Device.ClientId), ("client_secret", own.Device.Secret), ("token", token)], path: $"api/taxi/{endpoint}");
}
