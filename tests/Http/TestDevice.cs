using System.Text;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>A registered client with its secret, and the ways in which a device asks for a token.</summary>
internal sealed record TestDevice(TestTaxpayer Taxpayer, TestPerson Driver, string ClientId, string Secret)
{
    public const string Endpoint = "api/taxi/auth";

    public static (string, string) ClientCredentialsGrant => ("grant_type", "client_credentials");

    public Api Api => Taxpayer.Api;

    public static async Task<TestDevice> RegisterAsync(Api? api = null, string secret = Leaks.ChosenSecret)
    {
        var taxpayer = await (api ?? Api.OfRun).EnrolAsync();
        var driver = TestPerson.New("Eva Liepa");
        return new TestDevice(taxpayer, driver, (await taxpayer.RegisteredAsync([driver], new { value = secret }))[0], secret);
    }

    public static async Task<TestDevice> WithGeneratedSecretAsync()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var driver = TestPerson.New();
        var registered = (await taxpayer.RegisterAsync([driver], new { generate = true })).Expect(201);
        return new TestDevice(taxpayer, driver, TestTaxpayer.ClientIds(registered)[0], registered.Body["secret"]!.GetValue<string>());
    }

    public async Task<string> TokenAsync() => (await Api.RequestTokenAsync(ClientId, Secret)).Expect(200).Body["access_token"]!.GetValue<string>();

    /// <summary>RFC 6749 §2.3.1: both halves form-encoded, joined with a colon, in base64.</summary>
    public static string Basic(string clientId, string secret) => Encoded($"{FormEncoded(clientId)}:{FormEncoded(secret)}");

    public static string Encoded(string text) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}";

    /// <summary>A space becomes a plus sign; everything but ASCII letters, digits and -._* is escaped.</summary>
    public static string FormEncoded(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    public Task<Answer> WithBasicAsync(params (string Name, string Value)[] fields) => PostAsync(fields, Basic(ClientId, Secret));

    public Task<Answer> InFormAsync(params (string Name, string Value)[] fields) =>
        PostAsync([("client_id", ClientId), ("client_secret", Secret), .. fields]);

    /// <param name="authorization">Null: no such header.</param>
    public Task<Answer> PostAsync((string Name, string Value)[] fields, string? authorization = null, string path = Endpoint) =>
        RawAsync(string.Join('&', fields.Select(field => $"{FormEncoded(field.Name)}={FormEncoded(field.Value)}")), authorization, path);

    public Task<Answer> RawAsync(string form, string? authorization = null, string path = Endpoint) =>
        ContentAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(form)), "application/x-www-form-urlencoded", authorization, path);

    /// <param name="type">Null: no Content-Type.</param>
    public async Task<Answer> ContentAsync(HttpContent? content, string? type, string? authorization = null, string path = Endpoint)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Api.BaseAddress, path)) { Content = content };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation(HeaderNames.Authorization, authorization);
        }

        if (content is not null)
        {
            content.Headers.ContentType = type is null ? null : System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        }

        return await Api.SendAsync(request);
    }
}
