using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Eds.Client;

/// <summary>
/// The whole HTTP API for one caller. It holds no state, so one <see cref="HttpClient"/> serves any number of them:
/// <c>client.As(token).GetMeAsync()</c>. A null for If-Match or Idempotency-Key sends no such header.
/// </summary>
/// <param name="BaseAddress">Ends with a slash.</param>
public sealed partial record EdsClient(HttpClient Http, Uri BaseAddress)
{
    /// <summary>Sent as bearer token; null: no Authorization header.</summary>
    public string? Token { get; init; }

    /// <summary>Ends every call.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Where LocalHost signs a person in without a page.</summary>
    public Uri SignInUrl { get; init; } = new(BaseAddress, "dev/token");

    /// <param name="token">Null: without a token.</param>
    public EdsClient As(string? token) => this with { Token = token };

    public override string ToString() => BaseAddress.ToString();

    /// <returns>An access token of the management API.</returns>
    public async Task<string> SignInAsync(string personalCode, string name, params string[] roles)
    {
        using var response = await Http.PostAsJsonAsync(SignInUrl, new { personalCode, name, roles }, Cancellation);
        var answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        return answer.GetProperty("access_token").GetString()!;
    }

    /// <summary>Any request to a route, good or malformed.</summary>
    /// <param name="headers">What is null is not sent. Authorization takes the place of the bearer token.</param>
    public async Task<Answer> SendAsync(Route route, HttpContent? content = null, params (string Name, string? Value)[] headers)
    {
        using var request = Request(route, content, headers);
        return await SendAsync(request);
    }

    /// <summary>A request made elsewhere, as it stands.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        var response = await Http.SendAsync(request, Cancellation);
        return new Answer(response, await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>A form, with what is null left out.</summary>
    /// <param name="authorization">In the place of the bearer token.</param>
    public Task<Answer> SendFormAsync(Route route, IEnumerable<(string Name, string? Value)> fields, string? authorization = null) =>
        SendAsync(route, Form(fields), (AuthorizationHeader, authorization));

    public static string NewIdempotencyKey() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>JSON as it is written here.</summary>
    public static ByteArrayContent Json(string text) => Json(Encoding.UTF8.GetBytes(text));

    /// <summary>RFC 6749 §2.3.1: id and secret are form-encoded, joined with a colon and base64-encoded.</summary>
    public static string Basic(string clientId, string secret) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{FormEncoded(clientId)}:{FormEncoded(secret)}"))}";

    /// <summary>A space becomes a plus sign; everything but ASCII letters, digits and -._* is escaped.</summary>
    public static string FormEncoded(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private const string AuthorizationHeader = "Authorization";
    private const string IfMatch = "If-Match";
    private const string IdempotencyKey = "Idempotency-Key";

    /// <param name="body">Null: none.</param>
    private Task<Answer<T>> CallAsync<T>(Route route, object? body = null, params (string Name, string? Value)[] headers)
        where T : class =>
        SendAsync<T>(
            route, body is null ? null : Json(JsonSerializer.SerializeToUtf8Bytes(body, ContractJson.Of(body.GetType()))), headers);

    private async Task<Answer<T>> SendAsync<T>(Route route, HttpContent? content, params (string Name, string? Value)[] headers)
        where T : class
    {
        var answer = await SendAsync(route, content, headers);
        return new Answer<T>(answer.Response, answer.Text, (JsonTypeInfo<T>)ContractJson.Of(typeof(T)));
    }

    private HttpRequestMessage Request(Route route, HttpContent? content, (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(route.Method, new Uri(BaseAddress, route.Path)) { Content = content };
        foreach (var (name, value) in headers)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (Token is not null && !request.Headers.NonValidated.Contains(AuthorizationHeader))
        {
            request.Headers.TryAddWithoutValidation(AuthorizationHeader, $"Bearer {Token}");
        }

        return request;
    }

    private static ByteArrayContent Json(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static FormUrlEncodedContent Form(IEnumerable<(string Name, string? Value)> fields) =>
        new(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)));
}
