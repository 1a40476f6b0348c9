using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>
/// As much of Key Vault as reading secrets takes, over HTTPS, for the real <see cref="SecretClient"/>. A request it does not know
/// fails the test that made it, when the vault is disposed.
/// </summary>
internal sealed class FakeVault : IAsyncDisposable
{
    /// <summary>Small, so that two versions and a third make two pages. The real one has 25.</summary>
    private const int PageSize = 2;

    private const string Token = "fake-token";

    private readonly Lock _gate = new();
    private readonly List<Stored> _versions = [];
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
        await vault.RestartAsync();
        return vault;
    }

    public Task RestartAsync() => _server.StartAsync();

    /// <summary>Connections are refused until <see cref="RestartAsync"/>.</summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>Returns the id of the version, 32 hex characters.</summary>
    public string Add(string name, string value, DateTimeOffset createdAt)
    {
        var version = RandomNumberGenerator.GetHexString(32, lowercase: true);
        lock (_gate)
        {
            _versions.Add(new Stored(name, version, value, createdAt.ToUnixTimeSeconds()));
        }

        return version;
    }

    public void Disable(string version)
    {
        lock (_gate)
        {
            var index = _versions.FindIndex(stored => stored.Version == version);
            _versions[index] = _versions[index] with { Enabled = false };
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
            var (outcome, status, body) = Answer(http);
            Requests[outcome] = Requests.GetValueOrDefault(outcome) + 1;
            http.Response.StatusCode = (int)status;
            return http.Response.WriteAsJsonAsync(body, http.RequestAborted);
        }
    }

    private (string Outcome, HttpStatusCode Status, object Body) Answer(HttpContext http)
    {
        if (Down)
        {
            return ("down", HttpStatusCode.ServiceUnavailable, Error("ServiceUnavailable"));
        }

        if (Throttle > 0)
        {
            Throttle--;
            http.Response.Headers.RetryAfter = "0";
            return ("throttled", HttpStatusCode.TooManyRequests, Error("Throttled"));
        }

        if (http.Request.Headers.Authorization != $"Bearer {Token}")
        {
            http.Response.Headers[HeaderNames.WWWAuthenticate] =
                "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\"";
            return ("challenge", HttpStatusCode.Unauthorized, Error("Unauthorized"));
        }

        return http.Request switch
        {
            { Method: "GET" } request when request.Query.ContainsKey("api-version") =>
                request.Path.Value!.Split('/') switch
                {
                    ["", "secrets", var name, "versions"] => List(name, request.Query["$skiptoken"]),
                    ["", "secrets", var name, var version] => Read(name, version),
                    _ => Unknown(request),
                },
            var request => Unknown(request),
        };
    }

    private (string Outcome, HttpStatusCode Status, object Body) List(string name, string? skip)
    {
        var from = skip is null ? 0 : int.Parse(skip, CultureInfo.InvariantCulture);
        var all = _versions.Where(stored => stored.Name == name).ToList();
        var next = from + PageSize < all.Count
            ? new Uri(_server.Address, $"secrets/{name}/versions?api-version=7.6&$skiptoken={from + PageSize}")
            : null;
        return ("list", HttpStatusCode.OK, new { value = all.Skip(from).Take(PageSize).Select(stored => Item(stored)), nextLink = next });
    }

    private (string Outcome, HttpStatusCode Status, object Body) Read(string name, string version) =>
        _versions.Find(stored => stored.Name == name && stored.Version == version) switch
        {
            null => ("read", HttpStatusCode.NotFound, Error("SecretNotFound")),
            { Enabled: false } => ("read", HttpStatusCode.Forbidden, Error("Forbidden")),
            var stored => ("read", HttpStatusCode.OK, Item(stored, stored.Value)),
        };

    private (string Outcome, HttpStatusCode Status, object Body) Unknown(HttpRequest request)
    {
        _unknown.Add($"{request.Method} {request.Path}{request.QueryString}");
        return ("unknown", HttpStatusCode.NotImplemented, Error("NotImplemented"));
    }

    private object Item(Stored stored, string? value = null) => new
    {
        value,
        id = new Uri(_server.Address, $"secrets/{stored.Name}/{stored.Version}"),
        attributes = new { enabled = stored.Enabled, created = stored.Created, updated = stored.Created },
    };

    private static object Error(string code) => new { error = new { code, message = $"{code}, says the fake vault." } };

    private sealed record Stored(string Name, string Version, string Value, long Created, bool Enabled = true);

    private sealed class FixedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(Token, TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
