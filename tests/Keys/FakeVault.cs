using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace Eds.Tests;

/// <summary>
/// As much of Key Vault as reading secrets takes, for the real <see cref="SecretClient"/>. A request it does not know fails the test
/// that made it, when the vault is disposed.
/// </summary>
internal sealed class FakeVault : IDisposable
{
    private const string Token = "fake-token";

    private readonly Lock _gate = new();
    private readonly FakeVaultContents _contents;
    private readonly List<string> _unknown = [];

    public FakeVault() => _contents = new FakeVaultContents(Address);

    /// <summary>Of its own, as the SDK remembers for the process which address challenges it.</summary>
    public Uri Address { get; } = new($"https://{Crockford.Draw(10)}.vault.example");

    /// <summary>Every request is answered 503.</summary>
    public bool Down { get; set; }

    /// <summary>So many of the next requests are answered 429 with Retry-After: 0.</summary>
    public int Throttle { get; set; }

    /// <summary>Done before each call of the clients, which it may fail or hold up.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Requests answered, by outcome: "challenge", "list", "read", "throttled", "down".</summary>
    public Dictionary<string, int> Requests { get; } = [];

    /// <summary>Returns the id of the version, 32 hex characters.</summary>
    public string Add(string name, string value, DateTimeOffset createdAt, DateTimeOffset? notBefore = null, DateTimeOffset? expires = null)
    {
        lock (_gate)
        {
            return _contents.Add(name, value, createdAt, notBefore ?? DateTimeOffset.UnixEpoch, expires ?? DateTimeOffset.MaxValue);
        }
    }

    public void Disable(string version)
    {
        lock (_gate)
        {
            _contents.Disable(version);
        }
    }

    public SecretClient CreateClient()
    {
        var options = new SecretClientOptions
        {
            DisableChallengeResourceVerification = true,
            Transport = new HttpClientTransport(new Handler(this)),
            Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(2) },
        };
        options.AddPolicy(new BeforePolicy(this), HttpPipelinePosition.PerCall);
        return new SecretClient(Address, new FixedToken(), options);
    }

    public void Dispose() => Assert.Empty(_unknown);

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        lock (_gate)
        {
            var (outcome, answer) = Find(request);
            Requests[outcome] = Requests.GetValueOrDefault(outcome) + 1;
            return answer;
        }
    }

    private (string Outcome, HttpResponseMessage Answer) Find(HttpRequestMessage request)
    {
        if (Down)
        {
            return ("down", FakeVaultContents.Error(HttpStatusCode.ServiceUnavailable));
        }

        if (Throttle > 0)
        {
            Throttle--;
            return ("throttled", FakeVaultContents.Error(HttpStatusCode.TooManyRequests, ("Retry-After", "0")));
        }

        if (request.Headers.Authorization?.Parameter != Token)
        {
            const string challenge = "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\"";
            return ("challenge", FakeVaultContents.Error(HttpStatusCode.Unauthorized, ("WWW-Authenticate", challenge)));
        }

        var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var known = request.Method == HttpMethod.Get && query["api-version"] is not null;
        switch (known ? request.RequestUri.AbsolutePath.Split('/') : [])
        {
            case ["", "secrets", var name, "versions"]:
                return ("list", _contents.List(name, int.Parse(query["$skiptoken"] ?? "0", CultureInfo.InvariantCulture)));
            case ["", "secrets", var name, var version]:
                return ("read", _contents.Read(name, version));
            default:
                _unknown.Add($"{request.Method} {request.RequestUri}");
                return ("unknown", FakeVaultContents.Error(HttpStatusCode.NotImplemented));
        }
    }

    private sealed class Handler(FakeVault vault) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(vault.Answer(request));
    }

    private sealed class BeforePolicy(FakeVault vault) : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await vault.Before(message.CancellationToken);
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
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
