using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Eds.Tests;

/// <summary>An HTTP answer: status, headers, body.</summary>
public sealed record Answer(HttpResponseMessage Response, string Text)
{
    public int Status => (int)Response.StatusCode;

    public JsonNode Body => JsonNode.Parse(Text)!;

    /// <summary>The problem's code, or the OAuth error.</summary>
    public string? Code => (Body["code"] ?? Body["error"])?.GetValue<string>();

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>The row errors as "pointer code", in order.</summary>
    public IReadOnlyList<string> Errors =>
        Body["errors"] is JsonArray errors ? [.. errors.Select(error => $"{error!["pointer"]} {error["code"]}")] : [];

    /// <summary>Fails with the answer's own words unless it has this status (and code).</summary>
    public Answer Expect(int status, string? code = null)
    {
        Assert.True(Status == status, $"Expected {status} {code}, got {Status}: {(Leaks.Secret.IsMatch(Text) ? "[withheld]" : Text)}");
        if (code is not null)
        {
            Assert.Equal(code, Code);
        }

        return this;
    }
}

/// <summary>The API as callers use it: over HTTP, every answer held against docs/openapi.yaml and watched for leaks.</summary>
public sealed class Api(Uri baseAddress, Uri tokenUrl)
{
    private static readonly HttpClient Http = new(new LeakHandler { InnerHandler = new ContractHandler(Contract.Shared) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } } });

    /// <summary>That of the run: one's own host's is <see cref="OwnHost.Api"/>.</summary>
    public static Api OfRun => new(TestRun.Current.BaseAddress, TestRun.Current.TokenUrl);

    public Uri BaseAddress => baseAddress;

    public async Task<string> SignInAsync(TestPerson person, params string[] roles)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, tokenUrl)
        {
            Content = JsonContent.Create(new { personalCode = person.Code, name = person.Name, roles }),
        };
        var answer = await SendAsync(request);
        return answer.Expect(200).Body["access_token"]!.GetValue<string>();
    }

    /// <param name="token">Null: no Authorization header.</param>
    /// <param name="body">Serialised as JSON; a string is sent as it is.</param>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? token, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseAddress, path));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            HttpContent content => content,
            _ => JsonContent.Create(body),
        };
        return await SendAsync(request);
    }

    public Task<Answer> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);

    /// <summary>A token request with credentials in the form.</summary>
    public Task<Answer> RequestTokenAsync(string clientId, string secret) => FormAsync(
        "api/taxi/auth", ("grant_type", "client_credentials"), ("client_id", clientId), ("client_secret", secret));

    public async Task<Answer> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(baseAddress, path))
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await SendAsync(request);
    }

    public static async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A taxpayer of the test's own, with one rights manager who has ticked the right unless told otherwise.</summary>
    public async Task<TestTaxpayer> EnrolAsync(bool tick = true, TestPerson? manager = null, string kind = "legal", string name = "SIA Pārbaude")
    {
        manager ??= TestPerson.New();
        var operatorToken = await SignInAsync(TestPerson.Operator, "Operator");
        var number = kind == "natural" ? manager.Code : TestPerson.NewRegistrationNumber();
        var enrolled = (await SendAsync(HttpMethod.Post, "api/taxpayers", operatorToken, new
        {
            registrationNumber = number,
            name,
            kind,
            rightsManager = new { personalCode = manager.Code, name = manager.Name },
        })).Expect(201);
        var taxpayer = new TestTaxpayer(this, enrolled.Body["taxpayerId"]!.GetValue<string>(), number.Replace("-", "", StringComparison.Ordinal), manager, await SignInAsync(manager));
        if (tick)
        {
            var self = await taxpayer.SelfAsync();
            (await taxpayer.ChangeRightsAsync(self, rightsManager: true, taxi: true)).Expect(200);
        }

        return taxpayer;
    }

    private sealed class LeakHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            Leaks.CheckResponse(request.Method, request.RequestUri!.AbsolutePath, (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
            return response;
        }
    }
}
