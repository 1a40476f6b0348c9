[assembly: AssemblyFixture(typeof(Eds.Tests.TestRun))]

namespace Eds.Tests;

/// <summary>
/// One Azurite and one host for the whole run. With <c>EDS_BASE_URL</c> set the tests run against that system instead, and take
/// sign-in tokens from <c>EDS_DEV_TOKEN_URL</c>; tests that need a host of their own carry the trait Host=Own and are left out there.
/// </summary>
public sealed class TestRun : IAsyncLifetime
{
    private static readonly Uri? RemoteBase = UrlFrom("EDS_BASE_URL");

    private static readonly string[] Accounts = [.. Enumerable.Range(1, 999).Select(i => $"own{i}")];

    private Azurite? _azurite;
    private EdsHost? _host;
    private int _taken;

    public static TestRun Current { get; private set; } = null!;

    /// <summary>Of the run's host: one's own host's is <see cref="OwnHost.Client"/>.</summary>
    public static EdsClient Client => TestApi.At(Current.BaseAddress) with { SignInUrl = Current.TokenUrl };

    public Uri BaseAddress => RemoteBase ?? _host!.BaseAddress;
    public Uri TokenUrl => UrlFrom("EDS_DEV_TOKEN_URL") ?? new Uri(BaseAddress, "dev/token");

    /// <summary>Of the run's host: an account of the one Azurite.</summary>
    public string ConnectionString => RunningAzurite.ConnectionString;

    /// <summary>All accounts that were used.</summary>
    public IEnumerable<string> ConnectionStrings => Accounts.Take(_taken).Select(ConnectionStringOf).Prepend(ConnectionString);

    private Azurite RunningAzurite => _azurite
        ?? throw new InvalidOperationException("EDS_BASE_URL is set: leave out the tests that need a host of their own, trait Host=Own.");

    /// <summary>Null when the tests run against another system.</summary>
    public EdsHost? Host => _host;

    public async ValueTask InitializeAsync()
    {
        Current = this;
        Leaks.WatchTraces();
        if (RemoteBase is not null)
        {
            var health = await Client.GetHealthAsync();
            Assert.True(health.Status == 200, $"EDS_BASE_URL {RemoteBase} is not healthy: {health.Text}");
            return;
        }

        _azurite = await Azurite.StartAsync(new AzuriteOptions { PreferredPort = 0, Accounts = Accounts }, CancellationToken.None);
        _host = await OwnHost.StartHostAsync(_azurite.ConnectionString, _ => { }, portalFolder: Folders.Portal);
        await OwnHost.CreateTablesAsync(_host);
    }

    /// <summary>Tables of a test's own: a purge takes what is due of everybody, and Azurite's queries look through a whole table.</summary>
    public string NextConnectionString()
    {
        var taken = Interlocked.Increment(ref _taken);
        return taken <= Accounts.Length
            ? ConnectionStringOf(Accounts[taken - 1])
            : throw new InvalidOperationException("All accounts are taken.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        // LeaksTest has asked already, but not the last of all.
        Assert.True(Leaks.Found.IsEmpty, string.Join(Environment.NewLine, Leaks.Found.Distinct()));
    }

    private string ConnectionStringOf(string account) => Azurite.ConnectionStringOf(RunningAzurite.Port, account);

    private static Uri? UrlFrom(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } url
            ? new Uri(url.TrimEnd('/') + (variable == "EDS_BASE_URL" ? "/" : ""))
            : null;
}
