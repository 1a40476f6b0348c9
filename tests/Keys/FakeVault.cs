using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Http;

namespace Eds.Tests;

/// <summary>
/// As much of Key Vault as reading secrets takes, over HTTPS, for the real <see cref="SecretClient"/>. A request it does not know
/// fails the test that made it, when the vault is disposed.
/// </summary>
internal sealed class FakeVault : IAsyncDisposable
{
    private const string Token = "fake-token";

    private readonly Lock _gate = new();
    private readonly FakeVaultContents _contents = new();
    private readonly List<string> _unknown = [];
    private readonly LoopbackServer _server;

    private FakeVault() => _server = new LoopbackServer(AnswerAsync);

    /// <summary>Every request is answered 503.</summary>
    public bool Down { get; set; }

    /// <summary>So many of the next requests are answered 429 with Retry-After: 0.</summary>
    public int Throttle { get; set; }

    /// <summary>Requests answered, by outcome: "challenge", "list", "read", "throttled", "down".</summary>
    public Dictionary<string, int> Requests { get; } = [];

    public static async Task<FakeVault> StartAsync()
    {
        var vault = new FakeVault();
        await vault._server.StartAsync();
        return vault;
    }

    /// <summary>Returns the id of the version, 32 hex characters.</summary>
    public string Add(string name, string value, DateTimeOffset createdAt)
    {
        lock (_gate)
        {
            return _contents.Add(name, value, createdAt);
        }
    }

    public void Disable(string version)
    {
        lock (_gate)
        {
            _contents.Disable(version);
        }
    }

    public SecretClient CreateClient() => new(_server.Address, new FixedToken(), new SecretClientOptions
    {
        DisableChallengeResourceVerification = true,
        Transport = new HttpClientTransport(_server.CreateClient()),
        Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(2) },
    });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (_unknown.Count > 0)
        {
            throw new InvalidOperationException($"The fake vault was asked what it does not know: {string.Join(", ", _unknown)}");
        }
    }

    private Task AnswerAsync(HttpContext http)
    {
        lock (_gate)
        {
            var (outcome, (status, body)) = Answer(http);
            Requests[outcome] = Requests.GetValueOrDefault(outcome) + 1;
            http.Response.StatusCode = (int)status;
            return http.Response.WriteAsJsonAsync(body, http.RequestAborted);
        }
    }

    private (string Outcome, (HttpStatusCode Status, object Body) Answer) Answer(HttpContext http)
    {
        if (Down)
        {
            return ("down", (HttpStatusCode.ServiceUnavailable, FakeVaultContents.Error("ServiceUnavailable")));
        }

        if (Throttle > 0)
        {
            Throttle--;
            http.Response.Headers.RetryAfter = "0";
            return ("throttled", (HttpStatusCode.TooManyRequests, FakeVaultContents.Error("Throttled")));
        }

        if (http.Request.Headers.Authorization != $"Bearer {Token}")
        {
            http.Response.Headers.WWWAuthenticate =
                "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\"";
            return ("challenge", (HttpStatusCode.Unauthorized, FakeVaultContents.Error("Unauthorized")));
        }

        var request = http.Request;
        var known = request.Method == HttpMethods.Get && request.Query.ContainsKey("api-version");
        return (known ? request.Path.Value!.Split('/') : []) switch
        {
            ["", "secrets", var name, "versions"] => ("list", _contents.List(_server.Address, name, Skip(request))),
            ["", "secrets", var name, var version] => ("read", _contents.Read(_server.Address, name, version)),
            _ => Unknown(request),
        };
    }

    private static int Skip(HttpRequest request) =>
        int.Parse(request.Query["$skiptoken"].SingleOrDefault("0")!, CultureInfo.InvariantCulture);

    private (string Outcome, (HttpStatusCode Status, object Body) Answer) Unknown(HttpRequest request)
    {
        _unknown.Add($"{request.Method} {request.Path}{request.QueryString}");
        return ("unknown", (HttpStatusCode.NotImplemented, FakeVaultContents.Error("NotImplemented")));
    }

    private sealed class FixedToken : TokenCredential
    {
        public override Azure.Core.AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(Token, TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<Azure.Core.AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
