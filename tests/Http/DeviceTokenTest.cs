using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>
/// Access tokens of devices (RFC 9068): what they say, that anyone can check them, and which ones are refused (RFC 6750).
/// </summary>
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
        ["without a version of the secret"] = (good, own) => good.With("secret_version", null).SignedBy(own.Key),
    };

    public static TheoryData<string> FlawNames => [.. Flaws.Keys];

    [Fact]
    public async Task A_device_sees_for_whom_it_works()
    {
        var seen = (await own.Device.WhoAmIAsync(own.TokenOfDevice().SignedBy(own.Key))).Expect(200).Value;

        var taxpayer = own.Device.Taxpayer;
        Assert.Equal(
            (own.Device.ClientId, taxpayer.Id, taxpayer.RegistrationNumber), (seen.ClientId, seen.TaxpayerId, seen.RegistrationNumber));
        Assert.Equal((own.Device.Driver.Name, own.Device.Driver.Code), (seen.Driver.Name, seen.Driver.PersonalCode));
    }

    [Theory]
    [MemberData(nameof(FlawNames))]
    public async Task A_token_with_one_flaw_is_refused_and_not_active(string flaw)
    {
        var token = Flaws[flaw](own.TokenOfDevice(), own);
        var (device, client) = (own.Device, own.Client);

        ExpectInvalidToken(await device.WhoAmIAsync(token));
        Assert.Equal("""{"active":false}""", (await client.IntrospectTokenAsync(device.ClientId, device.Secret, token)).Expect(200).Text);
        (await client.RevokeTokenAsync(device.ClientId, device.Secret, token)).Expect(200);

        // Most had the jti of the good token, which was not revoked with them.
        Assert.True((await client.IntrospectTokenAsync(device.ClientId, device.Secret, own.Token)).Expect(200).Value.Active);
    }

    [Fact]
    public async Task A_persons_sign_in_token_is_no_devices()
    {
        ExpectInvalidToken(await own.Device.WhoAmIAsync((await own.Client.AsOperatorAsync()).Token));
        ExpectInvalidToken(await own.Device.WhoAmIAsync(own.SignInOf(own.Device.Driver).SignedBy(own.Key)));
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
    public async Task Anyone_can_verify_a_token_by_metadata_and_keys()
    {
        var keys = new JsonWebKeySet((await own.Client.GetKeysAsync()).Expect(200).Text);

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(own.Token, new TokenValidationParameters
        {
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = ["ES256"],
            ValidIssuer = (await own.Client.GetMetadataAsync()).Expect(200).Value.Issuer,
            ValidAudience = OwnKeys.Audience,
            IssuerSigningKeys = keys.GetSigningKeys(),
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = (_, expires, _, _) => expires == own.Host.Clock.GetUtcNow().UtcDateTime.AddHours(1),
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Contains(keys.Keys, key => key.Kid == own.TokenOfDevice().Header["kid"]!.GetValue<string>());
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
    public async Task A_token_is_refused_when_its_hour_is_over_and_not_before()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Client);
        var token = await device.TokenAsync();

        host.Clock.Advance(TimeSpan.FromSeconds(3_599));
        (await device.WhoAmIAsync(token)).Expect(200);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        ExpectInvalidToken(await device.WhoAmIAsync(token));
        await device.TokenAsync();
    }

    private static void ExpectInvalidToken(Answer answer) =>
        Assert.Equal("Bearer realm=\"eds\", error=\"invalid_token\"", answer.ExpectOAuthError(401, "invalid_token").Challenge());
}
