using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

public sealed class MetadataTest
{
    [Fact]
    [Trait("Host", "Own")]
    public async Task The_issuer_is_a_setting_and_never_the_Host_headers()
    {
        var settings = new Dictionary<string, string?> { ["Tokens:Issuer"] = "https://eds.example.lv" };
        await using var host = await OwnHost.StartAsync(settings: settings);

        // LocalHost answers no other
        var metadata = (await host.Client.SendAsync(Routes.GetMetadata(), null, ("Host", "localhost"))).Expect(200);

        Assert.Contains("\"issuer\":\"https://eds.example.lv\"", metadata.Text, StringComparison.Ordinal);
        Assert.All(["localhost", "127.0.0.1"], part => Assert.DoesNotContain(part, metadata.Text, StringComparison.Ordinal));
    }

    /// <summary>Embedded modems read exactly so many bytes, and few of them read chunks. No other site's page may read an answer.</summary>
    [Fact]
    public async Task Every_answer_has_the_headers_of_host_json_its_length_and_none_for_other_sites()
    {
        var device = await TestDevice.RegisterAsync();
        var (anybody, manager, bearer) = (device.Client, device.Taxpayer.Client, device.Client.As(await device.TokenAsync()));
        foreach (var (client, route, status) in new[]
        {
            (anybody, Routes.GetKeys(), 200), (bearer, Routes.WhoAmI(), 200), (anybody, Routes.WhoAmI(), 401),
            (manager, Routes.GetMe(), 200), (manager, Routes.ListClients(device.Taxpayer.Id), 200), (anybody, Routes.GetMe(), 401),
            (manager, new Route(HttpMethod.Get, "api/nothing"), 404),
            (anybody, Routes.IssueToken() with { Method = HttpMethod.Options }, 404),
        })
        {
            var answer = (await client.SendAsync(
                route, null, (HeaderNames.Origin, "https://evil.example.com"), (HeaderNames.AccessControlRequestMethod, "POST")))
                .Expect(status);
            Assert.Equal(
                ("max-age=31536000", "nosniff", "no-referrer", null, $"{Encoding.UTF8.GetByteCount(answer.Text)}"),
                (answer.Header(HeaderNames.StrictTransportSecurity), answer.Header(HeaderNames.XContentTypeOptions),
                    answer.Header("Referrer-Policy"), answer.Header(HeaderNames.Server), answer.Header(HeaderNames.ContentLength)));
            Assert.DoesNotContain(answer.Response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.Ordinal));
        }
    }
}
