using System.Net.Http.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Eds.Tests.LocalHost;

/// <summary>The development sign-in alone.</summary>
public sealed class SignInHost : IAsyncLifetime
{
    private EdsHost _host = null!;
    public Uri Address => _host.BaseAddress;
    internal SignInFlow Flow { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await EdsHost.StartAsync(new EdsHostOptions { SignInOnly = true }, Cancellation);
        Flow = new SignInFlow(Address);
    }

    public ValueTask DisposeAsync()
    {
        Flow.Dispose();
        return _host.DisposeAsync();
    }
}

/// <summary>The portal's part of a sign-in, by hand: every parameter can be another one, or missing (null).</summary>
internal sealed class SignInFlow(Uri address) : IDisposable
{
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
    public string Verifier { get; } = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
    public string RedirectUri => $"{address}signed-in";

    public void Dispose() => Client.Dispose();

    public Task<HttpResponseMessage> AuthorizeAsync(params (string Name, string? Value)[] changes) =>
        Client.GetAsync(new Uri(QueryHelpers.AddQueryString("/dev/oidc/authorize", Authorization(changes)), UriKind.Relative));

    /// <summary>What the page's form sends: the request, together with the choice.</summary>
    public Task<HttpResponseMessage> ChooseAsync(params (string Name, string? Value)[] choice) =>
        PostAsync("authorize", Authorization(choice));

    public async Task<string> CodeOfAsync(params (string Name, string? Value)[] choice)
    {
        var answer = await ChooseAsync(choice);
        Assert.Equal(System.Net.HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith($"{RedirectUri}?", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return Told(answer, "code");
    }

    public async Task<(int Status, JsonNode Body)> ExchangeAsync(string code, params (string Name, string? Value)[] changes)
    {
        var answer = await PostAsync("token", Changed(
            new Dictionary<string, string?>
            {
                ["grant_type"] = "authorization_code",
                ["client_id"] = "eds-portal-web",
                ["redirect_uri"] = RedirectUri,
                ["code"] = code,
                ["code_verifier"] = Verifier,
            },
            changes));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>A parameter of the address that the browser is sent to.</summary>
    public static string Told(HttpResponseMessage answer, string name) =>
        QueryHelpers.ParseQuery(answer.Headers.Location!.Query).TryGetValue(name, out var value) ? value.ToString() : "";

    private Dictionary<string, string?> Authorization((string Name, string? Value)[] changes) => Changed(
        new Dictionary<string, string?>
        {
            ["client_id"] = "eds-portal-web",
            ["redirect_uri"] = RedirectUri,
            ["response_type"] = "code",
            ["scope"] = "openid profile",
            ["state"] = "\"s<t",
            ["nonce"] = "n",
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        },
        changes);

    private static Dictionary<string, string?> Changed(Dictionary<string, string?> fields, (string Name, string? Value)[] changes)
    {
        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        return fields.Where(field => field.Value is not null).ToDictionary();
    }

    private Task<HttpResponseMessage> PostAsync(string endpoint, Dictionary<string, string?> fields) =>
        Client.PostAsync(new Uri($"/dev/oidc/{endpoint}", UriKind.Relative), new FormUrlEncodedContent(fields));
}
