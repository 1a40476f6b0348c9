using Eds.LocalHost;

[assembly: AssemblyFixture(typeof(Eds.Tests.TestRun))]

namespace Eds.Tests;

/// <summary>
/// One Azurite and one host for the whole run. With <c>EDS_BASE_URL</c> set the tests run against that system instead, and take
/// sign-in tokens from <c>EDS_DEV_TOKEN_URL</c>; tests that need a host of their own carry the trait Host=Own and are left out there.
/// </summary>
public sealed class TestRun : IAsyncLifetime
{
    private static readonly Uri? RemoteBase = UrlFrom("EDS_BASE_URL");

    private Azurite? _azurite;
    private EdsHost? _host;
    private string? _folder;

    /// <summary>Where Azurite keeps its files.</summary>
    public string DataFolder => _folder ?? throw new InvalidOperationException("There is no Azurite of our own.");

    public static TestRun Current { get; private set; } = null!;

    /// <summary>Of the run's host: one's own host's is <see cref="OwnHost.Client"/>.</summary>
    public static EdsClient Client => TestApi.At(Current.BaseAddress) with { SignInUrl = Current.TokenUrl };

    public Uri BaseAddress => RemoteBase ?? _host!.BaseAddress;

    public Uri TokenUrl => UrlFrom("EDS_DEV_TOKEN_URL") ?? new Uri(BaseAddress, "dev/token");

    /// <summary>The one Azurite, for hosts of a test's own.</summary>
    public string ConnectionString => _azurite?.ConnectionString
        ?? throw new InvalidOperationException("EDS_BASE_URL is set: tests that need a host of their own carry the trait Host=Own and are to be left out (--filter \"Host!=Own\").");

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

        _folder = Directory.CreateTempSubdirectory("eds-tests-").FullName;
        _azurite = await Azurite.StartAsync(new AzuriteOptions { DataFolder = _folder, PreferredPort = 0 }, CancellationToken.None);
        _host = await OwnHost.StartHostAsync(_azurite.ConnectionString, _ => { }, portalFolder: Folders.Portal);
        await OwnHost.CreateTablesAsync(_host);
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
            Directory.Delete(_folder!, recursive: true);
        }

        // LeaksTest has asked already, but not the last of all.
        Assert.True(Leaks.Found.IsEmpty, string.Join(Environment.NewLine, Leaks.Found.Distinct()));
    }

    private static Uri? UrlFrom(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } url ? new Uri(url.TrimEnd('/') + (variable == "EDS_BASE_URL" ? "/" : "")) : null;
}
