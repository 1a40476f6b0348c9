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

    /// <summary>RFC 9110 §9.3.2.</summary>
    [Fact]
    public Task HEAD_is_answered_as_GET_without_a_body() => Assert.AllAsync(
        [Routes.GetMetadata(), Routes.GetKeys(), Routes.GetHealth(), Routes.GetOpenApi()],
        async route =>
        {
            var got = (await TestRun.Client.SendAsync(route)).Expect(200);
            var head = (await TestRun.Client.SendAsync(route with { Method = HttpMethod.Head })).Expect(200);

            Assert.Empty(head.Text);
            Assert.Equal(
                (got.MediaType, got.Header(HeaderNames.CacheControl), got.Header(HeaderNames.ContentLength)),
                (head.MediaType, head.Header(HeaderNames.CacheControl), head.Header(HeaderNames.ContentLength)));
        });

    /// <summary>Embedded modems read exactly so many bytes, and few of them read chunks.</summary>
    [Fact]
    public async Task Every_answer_with_JSON_states_its_length()
    {
        var device = await TestDevice.RegisterAsync();
        foreach (var answer in new Answer[]
        {
            await device.AskAsync(),
            await (device with { Secret = "wrong" }).AskAsync(),
            await device.WhoAmIAsync(await device.TokenAsync()),
            await device.Client.GetMeAsync(),
            await device.Client.GetKeysAsync(),
            await device.Taxpayer.Client.ListClientsAsync(device.Taxpayer.Id),
        })
        {
            Assert.NotNull(answer.Header(HeaderNames.ContentLength));
            Assert.NotEqual(true, answer.Response.Headers.TransferEncodingChunked);
        }
    }

    [Theory]
    [InlineData(".well-known/oauth-authorization-server", 200)]
    [InlineData("api/taxi/whoami", 401)]
    [InlineData("api/me", 401)]
    [InlineData("api/nothing", 404)]
    public async Task Every_answer_has_the_headers_of_host_json(string path, int status)
    {
        var answer = (await TestRun.Client.SendAsync(new Route(HttpMethod.Get, path))).Expect(status);

        Assert.Equal(
            ("max-age=31536000", "nosniff", "no-referrer", null),
            (answer.Header(HeaderNames.StrictTransportSecurity), answer.Header(HeaderNames.XContentTypeOptions),
                answer.Header("Referrer-Policy"), answer.Header(HeaderNames.Server)));
    }

    [Fact]
    public async Task No_other_sites_page_may_read_an_answer()
    {
        var device = await TestDevice.RegisterAsync();
        (string, string?) origin = (HeaderNames.Origin, "https://evil.example.com");

        foreach (var answer in new[]
        {
            (await device.Client.As(await device.TokenAsync()).SendAsync(Routes.WhoAmI(), null, origin)).Expect(200),
            (await device.Taxpayer.Client.SendAsync(Routes.GetMe(), null, origin)).Expect(200),
            await device.Client.SendAsync(
                new Route(HttpMethod.Options, Routes.IssueToken().Path), null, origin, (HeaderNames.AccessControlRequestMethod, "POST")),
        })
        {
            Assert.DoesNotContain(
                answer.Response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }
    }
}
