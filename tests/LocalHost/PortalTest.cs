using Microsoft.Net.Http.Headers;

namespace Eds.Tests.LocalHost;

/// <summary>How LocalHost serves the folder of a built portal; here one that a test has made.</summary>
[Trait("Host", "Own")]
public sealed class PortalTest(PortalTest.SharedHost shared) : IClassFixture<PortalTest.SharedHost>
{
    private HttpClient Client => shared.Client;

    [Theory]
    [InlineData("/", "text/html", "no-cache")]
    [InlineData("/signed-in?code=1&state=2", "text/html", "no-cache")]
    [InlineData("/taxpayers/ab12/clients/new", "text/html", "no-cache")]
    [InlineData("/favicon.svg", "image/svg+xml", "no-cache")]
    [InlineData("/assets/app-1a2b.js", "text/javascript", "public, max-age=31536000, immutable")]
    public async Task Screens_and_files_have_the_headers_of_the_hosting(string path, string type, string caching)
    {
        var answer = await SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(caching.Split(", ").Order(), answer.Headers.CacheControl!.ToString().Split(", ").Order());
        Assert.Equal(["DENY"], answer.Headers.GetValues(HeaderNames.XFrameOptions));
        Assert.Equal(
            ["default-src 'none'; connect-src 'self'; base-uri 'none'"], answer.Headers.GetValues(HeaderNames.ContentSecurityPolicy));

        var head = await SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(answer.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/taxpayers/ab12");
        request.Headers.IfNoneMatch.Add((await SendAsync(HttpMethod.Get, "/")).Headers.ETag!);

        var answer = await Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoCache);
    }

    [Fact]
    public Task What_is_neither_screen_nor_file_is_a_bare_404() => Assert.AllAsync<string>(
        [
            "GET /another", "GET /another/screen", "GET /assets/another.js", "GET /assets/", "GET /taxpayer", "POST /", "POST /favicon.svg",
            "GET /api", "GET /api/another", "GET /dev/another", "GET /.well-known/another",
        ],
        async call =>
        {
            var answer = await SendAsync(new HttpMethod(call.Split(' ')[0]), call.Split(' ')[1]);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        });

    [Fact]
    public Task Nothing_outside_of_the_folder_can_be_read() => Assert.AllAsync<string>(
        [
            "/assets/../../secret.txt", "/../secret.txt", "/assets/..%2f..%2fsecret.txt", "/assets/%2e%2e/%2e%2e/secret.txt",
            "/..%5csecret.txt", "//secret.txt",
        ],
        async path =>
        {
            var asItStands = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
            var answer = await Client.GetAsync(new Uri($"http://{Client.BaseAddress!.Authority}{path}", asItStands), Cancellation);

            Assert.InRange((int)answer.StatusCode, 400, 404);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        });

    [Theory]
    [InlineData(null)]
    [InlineData("localhost:5173")]
    public async Task The_settings_of_the_page_name_this_host_as_the_caller_does(string? host)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/config.json");
        request.Headers.Host = host;
        var answer = await Client.SendAsync(request, Cancellation);

        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var settings = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!.AsObject();
        Assert.Equal(
            [
                ("api", ""), ("authority", $"http://{host ?? Client.BaseAddress!.Authority}/dev/oidc"), ("clientId", "eds-portal-web"),
                ("scope", "openid profile"),
            ],
            settings.Select(setting => (setting.Key, $"{setting.Value}")).Order());
    }

    [Fact]
    public async Task Sign_in_alone_serves_no_portal()
    {
        var options = new EdsHostOptions { SignInOnly = true, PortalFolder = shared.Folder };
        await using var host = await EdsHost.StartAsync(options, Cancellation);
        using var client = new HttpClient { BaseAddress = host.BaseAddress };

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/", UriKind.Relative), Cancellation)).StatusCode);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) =>
        Client.SendAsync(new HttpRequestMessage(method, new Uri(path, UriKind.Relative)), Cancellation);

    /// <summary>A folder as a build leaves it, a file beside that, and a host that serves it.</summary>
    public sealed class SharedHost : IAsyncLifetime
    {
        private const string Hosting =
            """
            {"globalHeaders": {"Cache-Control": "no-cache", "X-Frame-Options": "DENY",
              "Content-Security-Policy": "default-src 'none'; connect-src 'self' __CONNECT__; base-uri 'none'"}}
            """;

        private readonly TemporaryFolder _folder = new();
        private EdsHost _host = null!;
        public HttpClient Client { get; private set; } = null!;
        internal string Folder => Path.Combine(_folder.Path, "portal");

        public async ValueTask InitializeAsync()
        {
            Directory.CreateDirectory(Path.Combine(Folder, "assets"));
            Write("../secret.txt", "secret");
            Write("index.html", "<!doctype html>");
            Write("favicon.svg", "<svg/>");
            Write("staticwebapp.config.json", Hosting);
            Write("assets/app-1a2b.js", "1");
            _host = await EdsHost.StartAsync(
                new EdsHostOptions
                {
                    Functions = [],
                    Settings = new() { ["Tables:ConnectionString"] = TestRun.Current.ConnectionString },
                    PortalFolder = Folder,
                },
                Cancellation);
            Client = new HttpClient { BaseAddress = _host.BaseAddress };
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await _host.DisposeAsync();
            _folder.Dispose();
        }

        private void Write(string path, string text) => File.WriteAllText(Path.Combine(Folder, path), text);
    }
}
