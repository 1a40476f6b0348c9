using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Row A5 and RFC 6750: which access tokens a taxi route refuses.</summary>
[Trait("Host", "Own")]
public sealed class WhoAmITest(OwnTokens own) : IClassFixture<OwnTokens>
{
    private static readonly Dictionary<string, Func<OwnTokens, string>> Flaws = new()
    {
        ["of another audience"] = own => own.Changed().With("aud", "eds-portal").SignedBy(own.Key),
        ["of no audience"] = own => own.Changed().Without("aud").SignedBy(own.Key),
        ["of another issuer"] = own => own.Changed().With("iss", "https://eds.example.com").SignedBy(own.Key),
        ["of no issuer"] = own => own.Changed().Without("iss").SignedBy(own.Key),
        ["of type JWT"] = own => own.Changed().WithHeader("typ", "JWT").SignedBy(own.Key),
        ["of no type"] = own => own.Changed().WithHeader("typ", null).SignedBy(own.Key),
        ["expired this second"] = own => own.Changed().With("exp", own.Now).SignedBy(own.Key),
        ["without an expiry"] = own => own.Changed().Without("exp").SignedBy(own.Key),
        ["without a subject"] = own => own.Changed().Without("sub").SignedBy(own.Key),
        ["of no client"] = own => own.Changed().With("sub", "nobody").SignedBy(own.Key),
        ["of another version of the secret"] = own => own.Changed().With("secret_version", 2).SignedBy(own.Key),
        ["without a version of the secret"] = own => own.Changed().Without("secret_version").SignedBy(own.Key),
        ["by a foreign key"] = own => own.Changed().SignedByAForeignKey(),
        ["by a foreign key of another name"] = own => own.Changed().WithHeader("kid", "k2").SignedByAForeignKey(),
        ["with the public key as secret"] = own => own.Changed().SignedWithThePublicKeyAsSecret(own.Key),
        ["unsigned"] = own => own.Changed().Unsigned(),
        ["with an empty signature"] = own => own.Token[..(own.Token.LastIndexOf('.') + 1)],
        ["that is none"] = _ => "not.a.token",
        ["that is a word"] = _ => "nonsense",
    };

    public static TheoryData<string> FlawNames => [.. Flaws.Keys];

    [Fact]
    public async Task A_device_sees_for_whom_it_works()
    {
        var answer = (await own.Host.Api.GetAsync("api/taxi/whoami", own.Changed().SignedBy(own.Key))).Expect(200).ExpectNotStored();

        Assert.Equal(
            $$$"""{"clientId":"{{{own.Device.ClientId}}}","taxpayerId":"{{{own.Device.Taxpayer.Id}}}","registrationNumber":"{{{own.Device.Taxpayer.RegistrationNumber}}}","driver":{"name":"Eva Liepa","personalCode":"{{{own.Device.Driver.Code}}}"}}""",
            answer.Text);
    }

    [Theory(DisplayName = "A5 a token with one flaw is refused")]
    [MemberData(nameof(FlawNames))]
    public async Task Flawed(string flaw) => ExpectInvalidToken(await own.Host.Api.GetAsync("api/taxi/whoami", Flaws[flaw](own)));

    [Fact(DisplayName = "A5 a person's sign-in token is none of a device")]
    public async Task Of_a_person() =>
        ExpectInvalidToken(await own.Host.Api.GetAsync("api/taxi/whoami", await own.Host.Api.SignInAsync(TestPerson.Operator, "Operator")));

    [Fact(DisplayName = "RFC 6750 §3.1 without a token the challenge names no error")]
    public async Task Without_a_token()
    {
        var answer = (await own.Host.Api.GetAsync("api/taxi/whoami", token: null)).ExpectOAuthError(401, "invalid_token");

        Assert.Equal("Bearer realm=\"eds\"", answer.Header(HeaderNames.WWWAuthenticate));
    }

    [Fact(DisplayName = "RFC 9700 a token in the URL, or credentials in the header, are no token")]
    public async Task Elsewhere()
    {
        (await own.Host.Api.GetAsync("api/taxi/whoami?access_token=of-nobody", token: null)).ExpectOAuthError(401, "invalid_token");
        var basic = await own.Host.Api.SendAsync(
            HttpMethod.Get, "api/taxi/whoami", token: null, headers: (HeaderNames.Authorization, TestDevice.Basic(own.Device.ClientId, own.Device.Secret)));
        basic.ExpectOAuthError(401, "invalid_token");
        Assert.Equal("Bearer realm=\"eds\"", basic.Header(HeaderNames.WWWAuthenticate));
    }

    [Fact]
    public async Task A_token_of_an_annulled_client_is_refused_at_once()
    {
        var device = await TestDevice.RegisterAsync(own.Host.Api);
        var token = await device.TokenAsync();
        (await device.Api.GetAsync("api/taxi/whoami", token)).Expect(200);

        (await device.Taxpayer.AnnulAsync(device.ClientId)).Expect(204);

        ExpectInvalidToken(await device.Api.GetAsync("api/taxi/whoami", token));
    }

    private static void ExpectInvalidToken(Answer answer)
    {
        answer.ExpectOAuthError(401, "invalid_token");
        Assert.Equal("Bearer realm=\"eds\", error=\"invalid_token\"", answer.Header(HeaderNames.WWWAuthenticate));
    }
}
