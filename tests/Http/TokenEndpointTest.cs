using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Rows T1–T8: how a device may ask for a token.</summary>
public sealed class TokenEndpointTest
{
    [Theory(DisplayName = "T1 only POST issues a token, any other method is a bare 404")]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task Other_methods(string method)
    {
        var device = await TestDevice.RegisterAsync();
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(device.Api.BaseAddress, TestDevice.Endpoint));
        request.Headers.TryAddWithoutValidation(HeaderNames.Authorization, TestDevice.Basic(device.ClientId, device.Secret));

        (await Api.SendAsync(request)).ExpectBare404();
    }

    [Fact(DisplayName = "T3, T7, T8 a token for credentials in the header or in the form, not to be stored, without a refresh token")]
    public async Task A_token()
    {
        var device = await TestDevice.RegisterAsync();

        foreach (var answer in new[]
        {
            await device.WithBasicAsync(TestDevice.ClientCredentialsGrant),
            await device.InFormAsync(TestDevice.ClientCredentialsGrant),
        })
        {
            answer.Expect(200).ExpectNotStored();
            Assert.Equal("no-cache", answer.Header(HeaderNames.Pragma));
            Assert.Equal("application/json", answer.MediaType());
            Assert.Equal(["access_token", "token_type", "expires_in"], Assert.IsType<JsonObject>(answer.Body).Select(member => member.Key));
            Assert.Equal("Bearer", answer.Body["token_type"]!.GetValue<string>());
            Assert.Equal(3_600, answer.Body["expires_in"]!.GetValue<int>());
            (await device.Api.GetAsync("api/taxi/whoami", answer.Body["access_token"]!.GetValue<string>())).Expect(200);
        }
    }

    [Theory(DisplayName = "T3 id and secret are form-decoded after base64")]
    [InlineData("canary: 100% of a+b & c=d")]
    [InlineData("canary%3A 25%25 plus + + +")]
    [InlineData("::canary:birds:sing:at:7:")]
    [InlineData("canary \"birds\" \\sing/ <at> ~dawn~ {7} #?!")]
    public async Task Odd_characters_in_a_secret(string secret)
    {
        var device = await TestDevice.RegisterAsync(secret: secret);
        (string, string)[] grant = [TestDevice.ClientCredentialsGrant];

        (await device.WithBasicAsync(grant)).Expect(200);
        (await device.InFormAsync(grant)).Expect(200);
        (await device.PostAsync(grant, TestDevice.Encoded($"{Uri.EscapeDataString(device.ClientId)}:{Uri.EscapeDataString(secret)}"))).Expect(200);
        (await device.PostAsync(grant, TestDevice.Basic(device.ClientId, secret).Replace("Basic", "bAsIc", StringComparison.Ordinal))).Expect(200);
    }

    [Theory(DisplayName = "T3 what cannot be decoded, or is no secret, is a failed authentication")]
    [InlineData("{id}:kanārijputniņš dzied rītausmā")]
    [InlineData("{id}:%FF%FE%FF%FE%FF%FE%FF%FE%FF%FE")]
    [InlineData("{id}:%zz%zz%zz%zz%zz%zz%zz%zz")]
    [InlineData("{id}:%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00")]
    [InlineData("{id}")]
    [InlineData("{id}:")]
    [InlineData(":")]
    [InlineData("")]
    public async Task Odd_credentials(string credentials)
    {
        var device = await TestDevice.RegisterAsync();
        (string, string)[] grant = [TestDevice.ClientCredentialsGrant];

        (await device.PostAsync(grant, TestDevice.Encoded(credentials.Replace("{id}", device.ClientId, StringComparison.Ordinal))))
            .ExpectOAuthError(401, "invalid_client");
    }

    [Theory(DisplayName = "T3 a header that is no Basic one is a failed authentication")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic gICA")] // no UTF-8
    [InlineData("Bearer of-nobody")]
    [InlineData("Digest username=\"x\"")]
    [InlineData("nonsense")]
    public async Task Odd_headers(string authorization)
    {
        var device = await TestDevice.RegisterAsync();

        (await device.PostAsync([TestDevice.ClientCredentialsGrant], authorization)).ExpectOAuthError(401, "invalid_client");
    }

    [Fact(DisplayName = "T3 a client id is read as people type it")]
    public async Task Typed_ids()
    {
        var device = await TestDevice.RegisterAsync();

        foreach (var typed in new[] { device.ClientId.ToUpperInvariant(), device.ClientId[3..].Replace("-", "", StringComparison.Ordinal), $" {device.ClientId} " })
        {
            (await (device with { ClientId = typed }).WithBasicAsync(TestDevice.ClientCredentialsGrant)).Expect(200);
            (await (device with { ClientId = typed }).InFormAsync(TestDevice.ClientCredentialsGrant)).Expect(200);
        }
    }

    [Theory(DisplayName = "T4 nothing of the request may stand in the URL")]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("grant_type")]
    public async Task Parameters_in_the_url(string name)
    {
        var device = await TestDevice.RegisterAsync();
        (string, string)[] grant = [TestDevice.ClientCredentialsGrant];

        foreach (var query in new[] { $"?{name}=anything", $"?{name}=", $"?x=y&{name}" })
        {
            (await device.PostAsync(grant, TestDevice.Basic(device.ClientId, device.Secret), TestDevice.Endpoint + query))
                .ExpectOAuthError(400, "invalid_request");
        }
    }

    [Fact(DisplayName = "T5 two ways of authentication at once are refused")]
    public async Task Two_ways()
    {
        var device = await TestDevice.RegisterAsync();

        (await device.WithBasicAsync(TestDevice.ClientCredentialsGrant, ("client_id", device.ClientId), ("client_secret", device.Secret)))
            .ExpectOAuthError(400, "invalid_request");
        (await device.WithBasicAsync(TestDevice.ClientCredentialsGrant, ("client_secret", device.Secret))).ExpectOAuthError(400, "invalid_request");
    }

    [Fact(DisplayName = "T5 a header without a value is no second way")]
    public async Task An_empty_header()
    {
        var device = await TestDevice.RegisterAsync();
        var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", device.ClientId), new("client_secret", device.Secret)]);

        (await Api.OfRun.SendAsync(HttpMethod.Post, "api/taxi/auth", null, form, ("Authorization", ""))).Expect(200);
    }

    [Fact(DisplayName = "T5 a client may name itself in the form beside the header, but no other")]
    public async Task Named_twice()
    {
        var (device, other) = (await TestDevice.RegisterAsync(), await TestDevice.RegisterAsync());

        (await device.WithBasicAsync(TestDevice.ClientCredentialsGrant, ("client_id", device.ClientId))).Expect(200);
        (await device.WithBasicAsync(TestDevice.ClientCredentialsGrant, ("client_id", device.ClientId.ToUpperInvariant()))).Expect(200);
        (await device.WithBasicAsync(TestDevice.ClientCredentialsGrant, ("client_id", other.ClientId))).ExpectOAuthError(400, "invalid_request");
        (await device.WithBasicAsync(TestDevice.ClientCredentialsGrant, ("client_id", "nobody"))).ExpectOAuthError(400, "invalid_request");
    }
}
