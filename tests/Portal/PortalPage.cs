using Microsoft.Playwright;

namespace Eds.Tests.Portal;

/// <summary>
/// A browser of one person, on the portal of the run's host. What the page throws, or its content security policy stops, fails the
/// test at the end.
/// </summary>
internal sealed partial class PortalPage : IAsyncDisposable
{
    // Patience, not a measure: the machine runs other tests at the same time.
    private const int PatienceMs = 60_000;

    private readonly ConcurrentQueue<string> _faults = [];

    private PortalPage(IBrowserContext context, IPage page) => (Context, Page) = (context, page);

    public IBrowserContext Context { get; }
    public IPage Page { get; private set; }

    /// <summary>Whose manager is signed in, if the page made it.</summary>
    public TestTaxpayer Taxpayer { get; private set; } = null!;

    public static async Task<PortalPage> OpenAsync(int width = 1280, int height = 900)
    {
        var browser = await Chromium.Current.BrowserAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = TestRun.Current.BaseAddress.AbsoluteUri,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce, // no colours on their way to others
            Locale = "lv-LV",
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(PatienceMs);
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        var opened = new PortalPage(context, await context.NewPageAsync());
        opened.Watch();
        return opened;
    }

    public static async Task<PortalPage> OpenAsAsync(TestPerson person, string path = "/", int width = 1280, int height = 900)
    {
        var portal = await OpenAsync(width, height);
        await portal.EnterAsync(person, path);
        return portal;
    }

    /// <summary>The manager of a new taxpayer with these drivers, who share the chosen secret.</summary>
    /// <param name="path">After /taxpayers/{taxpayerId}.</param>
    public static Task<PortalPage> WithDriversAsync(string path, params IEnumerable<string> names) => WithAsync(1280, 900, path, names);

    /// <summary>The same on a phone.</summary>
    public static Task<PortalPage> OnPhoneAsync(string path, params IEnumerable<string> names) => WithAsync(390, 844, path, names);

    /// <summary>The manager, signed in, where new clients are created.</summary>
    /// <param name="taxpayer">Null: a new one.</param>
    public static async Task<PortalPage> OnNewClientsAsync(TestTaxpayer? taxpayer = null)
    {
        var portal = await OpenAsAsync(taxpayer ?? await TestRun.Client.EnrolAsync(), "/settings/api/new");
        await Assertions.Expect(portal.Page.Locator(".drivers")).ToBeVisibleAsync();
        return portal;
    }

    /// <summary>The manager, signed in.</summary>
    /// <param name="path">After /taxpayers/{taxpayerId}.</param>
    public static async Task<PortalPage> OpenAsAsync(TestTaxpayer taxpayer, string path = "", int width = 1280, int height = 900)
    {
        var portal = await OpenAsAsync(taxpayer.Manager, $"/taxpayers/{taxpayer.Id}{path}", width, height);
        portal.Taxpayer = taxpayer;
        return portal;
    }

    private static async Task<PortalPage> WithAsync(int width, int height, string path, IEnumerable<string> names)
    {
        var (taxpayer, drivers) = (await TestRun.Client.EnrolAsync(), names.Select(TestPerson.New).ToList());
        if (drivers.Count > 0)
        {
            await taxpayer.RegisteredAsync(drivers);
        }

        return await OpenAsAsync(taxpayer, path, width, height);
    }

    /// <summary>
    /// Puts a session where the portal keeps the one of the sign-in page, which takes three pages more, and opens an address.
    /// </summary>
    public Task EnterAsync(TestPerson person, string path = "/") => EnterAsync(Page, person, path);

    /// <summary>A tab beside the first one, signed in, on the start page.</summary>
    public async Task<IPage> OpenTabAsync(TestPerson person)
    {
        var tab = await Context.NewPageAsync();
        await EnterAsync(tab, person, "/");
        return tab;
    }

    private static async Task EnterAsync(IPage page, TestPerson person, string path)
    {
        await page.GotoAsync("/favicon.svg"); // the smallest page that has the portal's sessionStorage
        await page.EvaluateAsync(
            """
            token => {
              const { sub, exp } = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
              const session = { access_token: token, token_type: "Bearer", scope: "openid profile", profile: { sub }, expires_at: exp };
              sessionStorage.setItem(`oidc.user:${location.origin}/dev/oidc:eds-portal-web`, JSON.stringify(session));
            }
            """,
            await person.SignInAsync(TestRun.Client));
        await page.GotoAsync(path);
    }

    /// <summary>As a person does it: the portal's button, then the sign-in page.</summary>
    public async Task<PortalPage> SignInAsync(TestPerson person, string path = "/")
    {
        await Page.GotoAsync(path);
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^(Pieslēgties|Sign in)$") }).ClickAsync();
        await ChooseAsync(person);
        return this;
    }

    /// <summary>On the sign-in page.</summary>
    public async Task ChooseAsync(TestPerson person)
    {
        await Page.Locator("#code").FillAsync(person.Code);
        await Page.Locator("#name").FillAsync(person.Name);
        await Page.Locator("form:has(#code) button").ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(SignedIn()); // WaitForURLAsync misses a navigation that ends while it begins to wait
    }

    public ILocator Button(string name, bool exact = true) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = exact });
    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>A card that is a link; what it leads to is said in it, too.</summary>
    public ILocator Choice(string title) => Page.Locator(".choices").GetByRole(AriaRole.Link, new() { Name = title });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator InDialog(string button) => Dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true });

    /// <summary>From anywhere: Iestatījumi → Servisu saskarne API → Izveidot jaunu API klienta identifikatoru.</summary>
    public async Task GoToNewClientsAsync()
    {
        await Link("Iestatījumi").First.ClickAsync();
        await Choice("Servisu saskarne API").ClickAsync();
        await Button("Izveidot jaunu API klienta identifikatoru").ClickAsync();
        await Assertions.Expect(Page.Locator(".drivers")).ToBeVisibleAsync();
    }

    /// <summary>Chooses from the menu of a row of a list.</summary>
    public async Task ActAsync(string row, string deed)
    {
        await Page.Locator($"summary[aria-label='Darbības: {row}']").ClickAsync();
        await Page.Locator(".menu[open]").GetByRole(AriaRole.Button, new() { Name = deed, Exact = true }).ClickAsync();
    }

    /// <summary>In the dialog that asks for the reason.</summary>
    /// <param name="confirmed">Typed, where the number of clients is asked for.</param>
    public async Task ConfirmAnnulmentAsync(string reason = "left", string? confirmed = null)
    {
        await Dialog.GetByLabel("Iemesls").SelectOptionAsync(reason);
        if (confirmed is not null)
        {
            await Dialog.GetByLabel("Lai apstiprinātu").FillAsync(confirmed);
        }

        await InDialog("Anulēt").ClickAsync();
    }

    /// <summary>At once, not after ten seconds.</summary>
    public async Task AnnulAsync(string reason = "left", string? confirmed = null)
    {
        await ConfirmAnnulmentAsync(reason, confirmed);
        await Button("Anulēt tūlīt").ClickAsync();
    }

    /// <summary>On the page of new clients.</summary>
    public ILocator DriverRows => Page.Locator(".drivers tr[aria-rowindex]");

    /// <summary>On the page of new clients: sends the list.</summary>
    public Task SubmitAsync() => Page.Locator("form footer button[type=submit]").ClickAsync();

    /// <summary>In a table.</summary>
    public ILocator Rows => Page.Locator("tbody tr");

    /// <summary>On the handover: the secret that all share.</summary>
    public ILocator SharedSecret => Page.Locator("section.secret code");

    /// <summary>Answers to this address wait until the page may have them.</summary>
    public async Task<TaskCompletionSource> HoldAsync(string address)
    {
        var held = new TaskCompletionSource();
        await Page.RouteAsync(address, async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        return held;
    }

    /// <summary>The functions' refusal of each request to this address.</summary>
    public Task RefuseAsync(string address, int status, string code) => Page.RouteAsync(address, route => route.FulfillAsync(new()
    {
        Status = status,
        ContentType = "application/problem+json",
        Body = JsonSerializer.Serialize(
            new { type = $"urn:eds:problem:{code}", title = "Refused.", status, code, traceId = "0", retryAfterSeconds = 1 }),
    }));

    /// <param name="answer">Of the n-th POST to the address; null: the server's.</param>
    /// <returns>Tells the number of requests.</returns>
    public async Task<Func<int>> AnswerAsync(string address, Func<int, Func<IRoute, Task>?> answer)
    {
        var requests = 0;
        await Page.RouteAsync(address, async route =>
        {
            var own = route.Request.Method == "POST" ? answer(Interlocked.Increment(ref requests)) : null;
            await (own?.Invoke(route) ?? route.ContinueAsync());
        });
        return () => requests;
    }

    /// <summary>The server has done it, and nobody learns.</summary>
    public static async Task LoseAnswerAsync(IRoute route)
    {
        await route.FetchAsync();
        await route.AbortAsync("connectionreset");
    }

    public async Task TypeDriverAsync(int row, TestPerson driver)
    {
        var fields = DriverRows.Nth(row - 1);
        await fields.GetByLabel("Personas kods").FillAsync(driver.Code);
        await fields.GetByLabel("Vārds, uzvārds").FillAsync(driver.Name);
    }

    public Task ImportAsync(IEnumerable<TestPerson> drivers) =>
        ImportAsync(string.Join('\n', drivers.Select(driver => $"{driver.Code};{driver.Name}")));

    public Task ImportAsync(string csv) => ImportAsync(System.Text.Encoding.UTF8.GetBytes(csv));

    /// <summary>Confirms the columns as they are guessed.</summary>
    public async Task ImportAsync(byte[] csv)
    {
        await Page.Locator("input[type=file]")
            .SetInputFilesAsync(new FilePayload { Name = "vaditaji.csv", MimeType = "text/csv", Buffer = csv });
        await Dialog.Locator("button[type=submit]").ClickAsync();
    }

    /// <summary>On the page of new clients: one generated secret for all, though one each is recommended.</summary>
    public Task ChooseOneSecretAsync() => Page.GetByLabel("Viena visiem, sistēmas izveidota").CheckAsync();

    /// <summary>The lines of the file that the button gives.</summary>
    public async Task<IReadOnlyList<string>> DownloadAsync(string button)
    {
        var file = await Page.RunAndWaitForDownloadAsync(() => Button(button).ClickAsync());
        using var reader = new StreamReader(await file.CreateReadStreamAsync(), System.Text.Encoding.UTF8);
        return (await reader.ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The handover is on the screen: says that all is saved, and goes on.</summary>
    public async Task ConfirmSavedAsync()
    {
        await Page.Locator("form.confirm input").CheckAsync();
        await Button("Pabeigt").ClickAsync();
    }

    /// <summary>The tab is closed, and another opened on the same browser.</summary>
    public async Task CloseTabAndOpenAnotherAsync()
    {
        await Page.CloseAsync();
        Page = await Context.NewPageAsync();
        Watch();
    }

    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync();
        Assert.Empty(_faults);
    }

    private void Watch()
    {
        Page.PageError += (_, fault) => _faults.Enqueue(fault);
        Page.Console += (_, message) =>
        {
            // What a request was answered with is the test's business; that is all the browser itself writes.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _faults.Enqueue(message.Text);
            }
        };
    }

    /// <summary>Past the sign-in page, and past the portal's page that takes what it brings.</summary>
    [GeneratedRegex("^(?!.*/(dev/oidc|signed-in))")]
    private static partial Regex SignedIn();
}
