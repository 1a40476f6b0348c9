using System.Net;
using Eds.LocalHost;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests.LocalHost;

public sealed class FunctionRoutesTest : IAsyncLifetime
{
    private ProbeHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ProbeHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void What_was_found_can_be_listed()
    {
        Assert.Equal(
            [
                "ProbeGet GET api/probes/{probeId}",
                "ProbePut PUT,PATCH api/probes/{id}",
                "ProbeFailure GET ProbeFailure",
            ],
            _host.Functions.Http.Select(function => $"{function.Name} {string.Join(',', function.Methods)} {function.Route}"));
        Assert.Equal([("ProbeTimer", "%Probe:Schedule%")], _host.Functions.Timers.Select(timer => (timer.Name, timer.Schedule)));
    }

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
    public async Task An_exception_that_leaves_a_function_is_a_500_that_tells_nothing_of_it()
    {
        var answer = await SendAsync("GET", "/ProbeFailure");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("\"code\":\"failed\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("hides", body, StringComparison.Ordinal);
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

    [Theory]
    [InlineData(typeof(AsksForKey), "The function AsksForKey asks for a function key, of which LocalHost has none.")]
    [InlineData(typeof(ReadsQuery), "The function ReadsQuery has a string parameter that is not in its route.")]
    [InlineData(typeof(HasNoTrigger), "The function HasNoTrigger has no trigger.")]
    [InlineData(typeof(SameName), "The function probeget has the name of another function.")]
    public void A_function_that_Azure_would_run_otherwise_is_refused(Type function, string expected)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => FoundFunctions.In([typeof(ProbeGet), function]));

        Assert.Equal(expected, refused.Message);
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path) =>
        _host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancellation);

    private static class Wrong
    {
        public static Task<IResult> Answer(params object[] unused) => Task.FromResult<IResult>(TypedResults.Ok(unused.Length));
    }

    private sealed class AsksForKey
    {
        [Function(nameof(AsksForKey))]
        public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => Wrong.Answer(this, request);
    }

    private sealed class ReadsQuery
    {
        [Function(nameof(ReadsQuery))]
        public Task<IResult> RunAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a/{id}")] HttpRequest request, string ib) =>
            Wrong.Answer(this, request, ib);
    }

    private sealed class HasNoTrigger
    {
        [Function(nameof(HasNoTrigger))]
        public Task<IResult> RunAsync(HttpRequest request) => Wrong.Answer(this, request);
    }

    private sealed class SameName
    {
        [Function("probeget")]
        public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            Wrong.Answer(this, request);
    }
}
