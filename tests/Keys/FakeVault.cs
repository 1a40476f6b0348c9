using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Http;

namespace Eds.Tests;

/// <summary>As much of Key Vault as reading secrets takes, over HTTPS, for the real <see cref="SecretClient"/>.</summary>
internal sealed class FakeVault : IAsyncDisposable
{
    /// <summary>Small, so that three versions make two pages. The real one has 25.</summary>
    private const int PageSize = 2;

    private const string Token = "fake-token";

    private readonly ConcurrentQueue<Stored> _versions = [];
    private readonly ConcurrentQueue<string> _outcomes = [];
    private LoopbackServer _server = null!;

    /// <summary>Every request is answered 503.</summary>
    public bool Down { get; set; }

    /// <summary>How often a bearer token was asked for, versions were listed, and a value was read.</summary>
    public (int Challenges, int Lists, int Reads) Requests => (Count("challenge"), Count("list"), Count("read"));

    public static async Task<FakeVault> StartAsync()
    {
        var vault = new FakeVault();
        vault._server = await LoopbackServer.StartAsync(vault.AnswerAsync, https: true);
        return vault;
    }

    /// <summary>Returns the id of the version, 32 hex characters.</summary>
    public string Add(string name, string value, DateTimeOffset createdAt)
    {
        var version = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _versions.Enqueue(new Stored(name, version, value, createdAt.ToUnixTimeSeconds()));
        return version;
    }

    /// <summary>The version that was added first.</summary>
    public void DisableFirst(string name) => _versions.First(stored => stored.Name == name).Enabled = false;

    public SecretClient CreateClient() => new(
        _server.Address,
        DelegatedTokenCredential.Create((_, _) => new(Token, TimeProvider.System.GetUtcNow().AddHours(1))),
        new SecretClientOptions
        {
            DisableChallengeResourceVerification = true,
            Transport = new HttpClientTransport(_server.CreateClient()),
            Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(2) },
        });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        var (outcome, status, body) = Answer(http.Request);
        _outcomes.Enqueue(outcome);
        http.Response.StatusCode = status;
        if (outcome == "challenge")
        {
            http.Response.Headers.WWWAuthenticate =
                "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\"";
        }

        return http.Response.WriteAsJsonAsync(body ?? new { error = new { code = outcome, message = "Says the fake vault." } });
    }

    private (string Outcome, int Status, object? Body) Answer(HttpRequest request) =>
        Down ? ("down", 503, null)
        : request.Headers.Authorization != $"Bearer {Token}" ? ("challenge", 401, null)
        : (request.Method, request.Path.Value!.Split('/')) switch
        {
            ("GET", ["", "secrets", var name, "versions"]) => ("list", 200, Page(name, request.Query["$skiptoken"].SingleOrDefault("0")!)),
            ("GET", ["", "secrets", _, var version]) => Read(_versions.Single(stored => stored.Version == version)),
            _ => ("unknown", 501, null),
        };

    private object Page(string name, string skipToken)
    {
        var all = _versions.Where(stored => stored.Name == name).ToList();
        var skip = int.Parse(skipToken, CultureInfo.InvariantCulture);
        var next = skip + PageSize;
        return new
        {
            value = all.Skip(skip).Take(PageSize).Select(stored => Item(stored, null)),
            nextLink = next < all.Count ? new Uri(_server.Address, $"secrets/{name}/versions?api-version=7.6&$skiptoken={next}") : null,
        };
    }

    private (string Outcome, int Status, object? Body) Read(Stored stored) =>
        stored.Enabled ? ("read", 200, Item(stored, stored.Value)) : ("forbidden", 403, null);

    private object Item(Stored stored, string? value) => new
    {
        value,
        id = new Uri(_server.Address, $"secrets/{stored.Name}/{stored.Version}"),
        attributes = new { enabled = stored.Enabled, created = stored.Created, updated = stored.Created },
    };

    private int Count(string outcome) => _outcomes.Count(each => each == outcome);

    private sealed record Stored(string Name, string Version, string Value, long Created)
    {
        public bool Enabled { get; set; } = true;
    }
}
