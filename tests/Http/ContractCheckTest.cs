using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Net.Http.Headers;
using Xunit.Sdk;
using MediaTypeHeaderValue = System.Net.Http.Headers.MediaTypeHeaderValue;

namespace Eds.Tests;

/// <summary>The check of answers against the contract is itself able to fail: with answers made by hand.</summary>
public sealed class ContractCheckTest
{
    private const string Health = "/api/health";
    private const string Users = "/api/taxpayers/7k2m9q4x0d/users";
    private const string Clients = "/api/taxpayers/7k2m9q4x0d/taxi/clients";
    private const string OneClient = Clients + "/tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6";
    private const string Good = """{"status":"ok","storage":"ok","keys":"ok"}""";
    private const string Problem = "application/problem+json";
    private const string NotFound = """{"type":"urn:eds:problem:x","title":"x","status":404,"code":"not-found","traceId":"1"}""";

    [Theory]
    [InlineData("GET", Health, 200, Good)]
    [InlineData("GET", "/API/Health/", 200, Good)]
    [InlineData("DELETE", OneClient, 204, "")]
    [InlineData("GET", Clients, 200, """{"clients":[],"continuation":null}""")]
    [InlineData("GET", Clients, 200, """{"clients":[],"continuation":"Y2xpZW50"}""")]
    [InlineData("GET", Clients + "/search", 404, NotFound, Problem)]
    [InlineData("POST", Clients + "/search", 200, """{"clients":[],"continuation":null}""")]
    public void A_documented_answer_passes(string method, string path, int status, string body, string type = "application/json") =>
        Check(method, path, status, body, type);

    [Theory]
    [InlineData("""{"status":"ok","storage":"ok","keys":"ok","extra":1}""", "NoAdditionalPropertiesAllowed #/extra")]
    [InlineData("""{"status":"ok","storage":"ok"}""", "PropertyRequired #/keys")]
    [InlineData("""{"status":"ok","storage":"ok","keys":null}""", "#/keys")]
    [InlineData("""{"status":"unavailable","storage":"ok","keys":"ok"}""", "NotInEnumeration #/status")]
    [InlineData("""{"status":"ok","storage":1,"keys":"ok"}""", "#/storage")]
    [InlineData("""{"status":"ok","status":"ok","storage":"ok","keys":"ok"}""", "NotJson")]
    [InlineData("{'status':'ok','storage':'ok','keys':'ok'}", "NotJson")]
    [InlineData("", "NotJson")]
    public void A_wrong_body_fails(string body, string fault) =>
        Assert.Contains(fault, Refused("GET", Health, 200, body), StringComparison.Ordinal);

    [Theory]
    [InlineData(Problem, """{"type":"urn:eds:problem:x","title":"x","status":404,"code":"not-found","traceId":"1","x":1}""", "#/x")]
    [InlineData(Problem, """{"type":"urn:eds:problem:x","title":"x","status":404,"code":"user-exists","traceId":"1"}""", "#/code")]
    [InlineData(Problem, """{"type":"urn:eds:problem:x","title":"x","status":403,"code":"not-found","traceId":"1"}""", "#/status")]
    [InlineData(Problem, """{"type":"urn:eds:problem:x","title":"x","status":404,"code":"not-found","traceId":"1","detail":null}""", "#/detail")]
    [InlineData("application/json", NotFound, "the content type is application/json")]
    public void A_problem_fails_that_is_another(string type, string body, string fault) =>
        Assert.Contains(fault, Refused("GET", Users, 404, body, type), StringComparison.Ordinal);

    [Fact]
    public void A_right_missing_fails_that_does_not_name_the_right() => Assert.Contains(
        "PropertyRequired #/right",
        Refused("POST", Users, 403, NotFound.Replace("404", "403").Replace("not-found", "right-missing"), Problem),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("GET", Health, 201, Good, "the status is not in the contract")]
    [InlineData("DELETE", OneClient, 204, "{}", "where none should be")]
    [InlineData("GET", "/api/nothing", 200, Good, "not an empty 404")]
    [InlineData("GET", "/api/nothing", 404, NotFound, "not an empty 404")]
    [InlineData("HEAD", Health, 200, "", "not an empty 404")]
    [InlineData("POST", Health, 405, "", "not an empty 404")]
    public void An_undocumented_answer_fails(string method, string path, int status, string body, string fault) =>
        Assert.Contains(fault, Refused(method, path, status, body), StringComparison.Ordinal);

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("PUT", Health)]
    [InlineData("GET", Clients + "/1/2")]
    public void A_call_that_is_no_operation_gets_an_empty_404(string method, string path) => Check(method, path, 404, "");

    [Theory]
    [InlineData("Cache-Control", null, "header Cache-Control is missing")]
    [InlineData("Cache-Control", "public, max-age=900", "header Cache-Control: NotInEnumeration")]
    [InlineData("WWW-Authenticate", null, "header WWW-Authenticate is missing")]
    [InlineData("WWW-Authenticate", "Basic", "header WWW-Authenticate: NotInEnumeration")]
    [InlineData("Trace-Id", null, "header Trace-Id is missing")]
    public void A_wrong_header_fails(string name, string? value, string fault)
    {
        const string body = """{"error":"invalid_token","error_description":"No."}""";

        Assert.Contains(fault, Refused("GET", "/api/taxi/whoami", 401, body, change: headers =>
        {
            headers.Remove(name);
            if (value is not null)
            {
                headers.TryAddWithoutValidation(name, value);
            }
        }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_failure_does_not_repeat_the_body() => Assert.DoesNotContain(
        "hunter2", Refused("POST", Clients, 201, """{"secret":"hunter2","secretId":"hunter2","clients":"hunter2"}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("/dev/token", false)]
    [InlineData("/admin/functions/PurgeAnnulledClients", false)]
    [InlineData("/devices", true)]
    [InlineData(Health, true)]
    public async Task The_handler_checks_all_but_dev_and_admin(string path, bool isChecked)
    {
        using var client = new HttpClient(new ContractHandler(Contract.Shared) { InnerHandler = new Teapot() });

        var failure = await Record.ExceptionAsync(() =>
            client.GetAsync(new Uri($"http://localhost{path}"), TestContext.Current.CancellationToken));

        Assert.Equal(isChecked, failure is XunitException);
    }

    private static string Refused(
        string method, string path, int status, string body, string type = "application/json", Action<HttpResponseHeaders>? change = null) =>
        Assert.ThrowsAny<XunitException>(() => Check(method, path, status, body, type, change)).Message;

    private static void Check(
        string method, string path, int status, string body, string type = "application/json", Action<HttpResponseHeaders>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"http://localhost{path}");
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        response.Headers.TryAddWithoutValidation(HeaderNames.CacheControl, "no-store");
        response.Headers.TryAddWithoutValidation(HeaderNames.WWWAuthenticate, "Bearer realm=\"eds\"");
        response.Headers.TryAddWithoutValidation("Trace-Id", "4bf92f3577b34da6a3ce929d0e0e4736");
        change?.Invoke(response.Headers);
        Contract.Shared.Check(request, response, body);
    }

    private sealed class Teapot : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)418) { Content = new StringContent("short and stout") });
    }
}
