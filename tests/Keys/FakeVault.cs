using System.Net.Http.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace Eds.Tests;

/// <summary>
/// As much of Key Vault's REST API as reading secrets takes, for the real <see cref="SecretClient"/>. It throws at whoever asks what it
/// does not know, and no outage looks like that.
/// </summary>
internal sealed class FakeVault : HttpMessageHandler
{
    /// <summary>Small, so that three versions make two pages. The real one has 25.</summary>
    private const int PageSize = 2;

    private const string Token = "fake-token";

    private static readonly Uri Address = new("https://vault.example");

    private static readonly TokenCredential Credential = DelegatedTokenCredential.Create(
        (_, _) => new Azure.Core.AccessToken(Token, TimeProvider.System.GetUtcNow().AddHours(1)));

    private readonly Lock _gate = new();
    private readonly List<SecretProperties> _versions = [];
    private readonly Dictionary<string, string> _values = [];

    public bool Down { get; set; }

    /// <summary>Who reads a value waits for this first.</summary>
    public Func<CancellationToken, Task>? Before { get; set; }

    /// <summary>Requests answered, by outcome: "challenge", "list", "read", "down".</summary>
    public Dictionary<string, int> Requests { get; } = [];

    /// <summary>Returns the id of the version, 32 hex characters.</summary>
    public string Add(string name, string value, DateTimeOffset createdAt, Action<SecretProperties>? change = null, string? version = null)
    {
        version ??= RandomNumberGenerator.GetHexString(32, lowercase: true);
        var added = SecretModelFactory.SecretProperties(
            new Uri(Address, $"secrets/{name}/{version}"), Address, name, version, createdOn: createdAt);
        added.Enabled = true;
        change?.Invoke(added);
        lock (_gate)
        {
            _versions.Add(added);
            _values[version] = value;
        }

        return version;
    }

    public void Disable(string version)
    {
        lock (_gate)
        {
            _versions.Single(stored => stored.Version == version).Enabled = false;
        }
    }

    public SecretClient CreateClient() => new(Address, Credential, new SecretClientOptions
    {
        DisableChallengeResourceVerification = true,
        Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false)),
        Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(2) },
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string outcome;
        HttpResponseMessage response;
        lock (_gate)
        {
            (outcome, response) = Answer(request);
            Requests[outcome] = Requests.GetValueOrDefault(outcome) + 1;
        }

        if (outcome == "read" && Before is { } before)
        {
            await before(cancellationToken);
        }

        response.RequestMessage = request;
        return response;
    }

    private (string Outcome, HttpResponseMessage Response) Answer(HttpRequestMessage request)
    {
        if (Down)
        {
            return ("down", new(HttpStatusCode.ServiceUnavailable));
        }

        if (request.Headers.Authorization?.Parameter != Token)
        {
            var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            challenge.Headers.WwwAuthenticate.ParseAdd(
                "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\"");
            return ("challenge", challenge);
        }

        return request.RequestUri!.AbsolutePath.Split('/') switch
        {
            ["", "secrets", var name, "versions"] => ("list", Json(List(name, request.RequestUri.Query))),
            ["", "secrets", var name, var version] => ("read", Read(name, version)),
            _ => throw new InvalidOperationException($"The fake vault does not know {request.Method} {request.RequestUri}."),
        };
    }

    private object List(string name, string query)
    {
        var skip = Regex.Match(query, @"(?<=skiptoken=)\d+").Value;
        var page = skip.Length == 0 ? 0 : int.Parse(skip, CultureInfo.InvariantCulture);
        var pages = _versions.Where(stored => stored.Name == name).Chunk(PageSize).ToList();
        return new
        {
            value = pages.ElementAtOrDefault(page)?.Select(stored => Item(stored)) ?? [],
            nextLink = page + 1 < pages.Count ? $"{Address}secrets/{name}/versions?api-version=7.6&$skiptoken={page + 1}" : null,
        };
    }

    private HttpResponseMessage Read(string name, string version) =>
        _versions.Find(stored => stored.Name == name && stored.Version == version) switch
        {
            null => new(HttpStatusCode.NotFound),
            { Enabled: false } => new(HttpStatusCode.Forbidden),
            var stored => Json(Item(stored, _values[version])),
        };

    private static HttpResponseMessage Json(object body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body) };

    private static object Item(SecretProperties stored, string? value = null) => new
    {
        value,
        id = stored.Id,
        attributes = new
        {
            enabled = stored.Enabled,
            created = stored.CreatedOn?.ToUnixTimeSeconds(),
            nbf = stored.NotBefore?.ToUnixTimeSeconds(),
            exp = stored.ExpiresOn?.ToUnixTimeSeconds(),
        },
    };
}
