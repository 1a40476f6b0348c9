using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

public sealed class HeadersTest
{
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
            var answer = await client.SendAsync(
                route, null, (HeaderNames.Origin, "https://evil.example.com"), (HeaderNames.AccessControlRequestMethod, "POST"));
            Assert.Equal(
                (route, status, "max-age=31536000", "nosniff", "no-referrer", null, $"{Encoding.UTF8.GetByteCount(answer.Text)}"),
                (route, answer.Status, answer.Header(HeaderNames.StrictTransportSecurity), answer.Header(HeaderNames.XContentTypeOptions),
                    answer.Header("Referrer-Policy"), answer.Header(HeaderNames.Server), answer.Header(HeaderNames.ContentLength)));
            Assert.DoesNotContain(answer.Response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.Ordinal));
        }
    }
}
