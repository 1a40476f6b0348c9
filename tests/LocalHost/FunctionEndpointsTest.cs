using System.Net;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests.LocalHost;

[Trait("Host", "Own")]
public sealed class FunctionEndpointsTest : IAsyncLifetime
{
    private ProbeHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ProbeHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_function_gets_request_route_value_and_cancellation() =>
        Assert.Equal("GET a b True", await _host.Client.GetStringAsync("/API/probes/a%20b", Cancellation));

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task Functions_of_one_route_are_told_apart_by_method(string method)
    {
        var answer = await SendAsync(method, "/api/probes/7");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal($"{method} 7", await _host.Log.Runs.Reader.ReadAsync(Cancellation));
    }

    [Theory]
    [InlineData("POST", "/api/probes/7")]
    [InlineData("HEAD", "/api/probes/7")]
    [InlineData("OPTIONS", "/api/probes/7")]
    [InlineData("GET", "/api/probes")]
    [InlineData("GET", "/api/probes/7/8")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/favicon.ico")]
    [InlineData("GET", "/dev/token")]
    public async Task A_wrong_method_and_an_unknown_route_are_a_bare_404(string method, string path)
    {
        var answer = await SendAsync(method, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Null(answer.Content.Headers.ContentType);
        Assert.Empty(answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task The_middleware_of_the_functions_answers_an_exception()
    {
        var answer = await SendAsync("GET", "/ProbeFailure");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7", "203.0.113.7")]
    public async Task The_last_forwarded_address_is_the_callers(string forwarded, string expected)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/ProbeCaller");
        request.Headers.Add("X-Forwarded-For", forwarded);

        var answer = await _host.Client.SendAsync(request, Cancellation);

        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("/api/probes/7")]
    [InlineData("/ProbeFailure")]
    [InlineData("/nowhere")]
    [InlineData("/dev/oidc/jwks")]
    public async Task The_headers_of_host_json_are_on_every_answer(string path)
    {
        var answer = await SendAsync("GET", path);

        Assert.Equal(["nosniff"], answer.Headers.GetValues(HeaderNames.XContentTypeOptions));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["max-age=31536000"], answer.Headers.GetValues(HeaderNames.StrictTransportSecurity));
        Assert.False(answer.Headers.Contains(HeaderNames.Server));
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path) =>
        _host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancellation);
}
