using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

[Trait("Host", "Own")]
public sealed class DeviceTokenTest(OwnKeys own) : IClassFixture<OwnKeys>
{
    private static readonly Dictionary<string, Func<Jwt, OwnKeys, string>> Flaws = new(OwnKeys.Flaws)
    {
        ["expired this second"] = (good, own) => good.With("exp", own.Now).SignedBy(own.Key),
        ["of another audience"] = (good, own) => good.With("aud", "eds-portal").SignedBy(own.Key),
        ["of type JWT"] = (good, own) => good.WithHeader("typ", "JWT").SignedBy(own.Key),
        ["of no type"] = (good, own) => good.WithHeader("typ", null).SignedBy(own.Key),
        ["without a subject"] = (good, own) => good.With("sub", null).SignedBy(own.Key),
        ["of no client"] = (good, own) => good.With("sub", "nobody").SignedBy(own.Key),
        ["of another version of the secret"] = (good, own) => good.With("secret_version", 2).With("jti", "of-its-own").SignedBy(own.Key),
        ["of a person who signed in"] = (_, own) => own.SignInOf(own.Device.Driver).SignedBy(own.Key),
        ["without a version of the secret"] = (good, own) => good.With("secret_version", null).SignedBy(own.Key),
    };

    public static TheoryData<string> FlawNames => [.. Flaws.Keys];

    [Theory]
    [MemberData(nameof(FlawNames))]
    public async Task A_token_with_one_flaw_is_refused_and_not_active(string flaw)
    {
        var token = Flaws[flaw](own.TokenOfDevice(), own);
        var (device, client) = (own.Device, own.Client);

        var refused = (await device.WhoAmIAsync(token)).ExpectOAuthError(401, "invalid_token");
        Assert.Equal("Bearer realm=\"eds\", error=\"invalid_token\"", refused.Challenge());
        Assert.Equal("""{"active":false}""", (await client.IntrospectTokenAsync(device.ClientId, device.Secret, token)).Expect(200).Text);
        (await client.RevokeTokenAsync(device.ClientId, device.Secret, token)).Expect(200);

        // Most had the jti of the good token, which was not revoked with them, and is good to its last second.
        var good = own.TokenOfDevice().With("exp", own.Now + 1).SignedBy(own.Key);
        Assert.True((await client.IntrospectTokenAsync(device.ClientId, device.Secret, good)).Expect(200).Value.Active);
        (await device.WhoAmIAsync(good)).Expect(200);
    }

    [Fact]
    public async Task Without_a_bearer_token_the_challenge_names_no_error()
    {
        var basic = EdsClient.Basic(own.Device.ClientId, own.Device.Secret);
        foreach (var answer in new[]
        {
            await own.Client.WhoAmIAsync(),
            await own.Client.SendAsync(Routes.WhoAmI().With(("access_token", "of-nobody"))),
            await own.Client.SendAsync(Routes.WhoAmI(), null, (HeaderNames.Authorization, basic)),
        })
        {
            Assert.Equal("Bearer realm=\"eds\"", answer.ExpectOAuthError(401, "invalid_token").Challenge());
        }
    }

    [Fact]
    public async Task A_token_has_these_claims_and_lives_for_one_hour()
    {
        var (first, second) = (own.TokenOfDevice().Payload, Jwt.Read(await own.Device.TokenAsync()).Payload);

        Assert.Equal(
            ["aud", "client_id", "exp", "iat", "iss", "jti", "secret_version", "sub"],
            first.Select(claim => claim.Key).Order(StringComparer.Ordinal));
        Assert.Equal((OwnKeys.Issuer, OwnKeys.Audience), ((string?)first["iss"], (string?)first["aud"]));
        Assert.Equal((own.Device.ClientId, own.Device.ClientId), ((string?)first["sub"], (string?)first["client_id"]));
        Assert.Equal((own.Now, own.Now + 3_600, 1), ((long)first["iat"]!, (long)first["exp"]!, (int)first["secret_version"]!));
        Assert.NotEqual((string?)first["jti"], (string?)second["jti"]);
    }

    [Fact]
    public async Task A_token_says_for_whom_it_acts()
    {
        var (taxpayer, driver) = (own.Device.Taxpayer, own.Device.Driver);
        var told = (await own.Device.WhoAmIAsync(own.Token)).Expect(200).Value;

        Assert.Equal(
            (own.Device.ClientId, taxpayer.Id, taxpayer.RegistrationNumber, driver.Name, driver.Code),
            (told.ClientId, told.TaxpayerId, told.RegistrationNumber, told.Driver.Name, told.Driver.PersonalCode));
    }

    [Fact]
    public async Task The_issuer_is_a_setting_and_never_the_Host_headers()
    {
        var metadata = (await own.Client.SendAsync(Routes.GetMetadata(), null, ("Host", "localhost"))).Expect(200); // no other is answered

        Assert.Contains($"\"issuer\":\"{OwnKeys.Issuer}\"", metadata.Text, StringComparison.Ordinal);
        Assert.All(["localhost", "127.0.0.1"], part => Assert.DoesNotContain(part, metadata.Text, StringComparison.Ordinal));
    }
}
