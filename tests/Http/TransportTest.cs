using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Rows T2 and B7: what every answer says to the browser or device that carries it.</summary>
public sealed class TransportTest
{
    private const string Origin = "https://evil.example.com";

    [Theory(DisplayName = "T2 every answer, good or bad, forbids plain HTTP for a year and guessing of its type")]
    [InlineData(MetadataTest.Path, 200)]
    [InlineData("api/taxi/whoami", 401)]
    [InlineData("api/me", 401)]
    public async Task Strict_transport(string path, int status)
    {
        var answer = (await Api.OfRun.GetAsync(path, token: null)).Response;

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues(HeaderNames.StrictTransportSecurity)));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues(HeaderNames.XContentTypeOptions)));
    }

    [Fact(DisplayName = "B7 no other site's page may read an answer or is told that it may ask")]
    public async Task No_other_origin()
    {
        var device = await TestDevice.RegisterAsync();
        var token = await device.TokenAsync();

        foreach (var answer in new[]
        {
            (await device.Api.SendAsync(HttpMethod.Get, "api/taxi/whoami", token, headers: (HeaderNames.Origin, Origin))).Expect(200),
            (await device.Api.SendAsync(HttpMethod.Get, "api/me", device.Taxpayer.Token, headers: (HeaderNames.Origin, Origin))).Expect(200),
            await device.Api.SendAsync(
                HttpMethod.Options, TestDevice.Endpoint, token: null, headers: [(HeaderNames.Origin, Origin), (HeaderNames.AccessControlRequestMethod, "POST")]),
        })
        {
            Assert.DoesNotContain(answer.Response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }
    }
}
