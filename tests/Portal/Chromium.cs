using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Eds.Tests.Portal.Chromium))]

namespace Eds.Tests.Portal;

/// <summary>
/// One Chromium of this machine for all tests of the run, started when the first needs it. Without one these tests are skipped, but never
/// in CI. CHROMIUM names another binary.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Missing =
        "There is no Chromium: install it (Debian: apt-get install chromium), or name one in the environment variable CHROMIUM.";

    private static readonly string[] UsualPlaces =
    [
        "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private readonly Lazy<Task<IBrowser>> _browser = new(LaunchAsync);

    private static IPlaywright? _playwright;

    public static Chromium Current { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Current = this;
        return ValueTask.CompletedTask;
    }

    public Task<IBrowser> BrowserAsync() => _browser.Value;

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated && _browser.Value.IsCompletedSuccessfully)
        {
            await (await _browser.Value).CloseAsync();
        }

        _playwright?.Dispose();
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        var binary = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
            ? named
            : UsualPlaces.FirstOrDefault(File.Exists);
        if (binary is null)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not { Length: > 0 }, Missing);
            throw new InvalidOperationException(Missing);
        }

        await Node.BuildPortalAsync(CancellationToken.None);
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = binary,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }
}
