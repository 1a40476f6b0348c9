using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>The steps of the source document, done in a browser by someone who has read nothing.</summary>
[Trait("Host", "Own")]
public sealed class PortalJourneyTest(ITestOutputHelper output)
{
    [Fact]
    public async Task A_rights_manager_ticks_the_right_registers_drivers_and_annuls_one()
    {
        var taxpayer = await TestRun.Client.EnrolAsync(tick: false);
        await using var portal = await PortalPage.OpenAsync();
        await portal.SignInAsync(taxpayer.Manager);

        // What is to be done is numbered, also what nobody can know yet.
        await Expect(portal.Page.Locator("ol.steps .mark")).ToHaveTextAsync(["1", "2", "3"]);

        // Without the right the page of clients says so, and where to tick it.
        await portal.Link("Iestatījumi").ClickAsync();
        await portal.Choice("Servisu saskarne API").ClickAsync();
        await portal.AssertAccessibleAsync(portal.Page.GetByText("Jums nav atzīmētas tiesības veikt API servisa"));

        // Step 1: Lietotāji un to tiesības → own row, which is darker → tick.
        await portal.Link("Lietotāji un to tiesības").ClickAsync();
        await Expect(portal.Page.Locator("tr.self")).ToContainTextAsync(taxpayer.Manager.Name);
        await portal.Page.Locator("tr.self a").ClickAsync();
        await Expect(portal.Heading("Lietotāja tiesības sistēmā")).ToBeVisibleAsync();
        await portal.Page.GetByLabel("Tiesības veikt API servisa “Taksometri” konfigurāciju").CheckAsync();
        await portal.Button("Saglabāt").ClickAsync();
        await Expect(portal.Page.Locator(".notice.good")).ToBeFocusedAsync();
        await Expect(portal.Page.Locator(".notice.good")).ToHaveTextAsync("Tiesības ir saglabātas.");
        await Expect(portal.Button("Saglabāt")).ToHaveCountAsync(0);
        await Expect(portal.Button("Izveidot API klientus")).ToBeVisibleAsync();

        // Steps 2 to 4.
        await portal.GoToNewClientsAsync();
        var drivers = new[] { TestPerson.New("Līga Liepa"), TestPerson.New("Uldis Vītols") };
        await portal.TypeDriverAsync(1, drivers[0]);
        await portal.Button("Pievienot vadītāju").ClickAsync();
        await portal.TypeDriverAsync(2, drivers[1]);
        await portal.Button("Pievienot sevi").ClickAsync();
        await portal.Page.GetByLabel("Viena visiem, jūsu izvēlēta").CheckAsync();
        await portal.Page.GetByLabel("Parole", new() { Exact = true }).FillAsync(Leaks.ChosenSecret);
        await portal.Button("Izveidot 3 identifikatorus").ClickAsync();

        // The only moment the secret is seen.
        await Expect(portal.Heading("Identifikatori ir izveidoti")).ToBeVisibleAsync();
        await Expect(portal.SharedSecret).ToHaveTextAsync(Leaks.ChosenSecret);
        await portal.ConfirmSavedAsync();

        // The list; and note 5: annulled by deleting the record, under its other name.
        await Expect(portal.Rows).ToHaveCountAsync(3);
        await portal.Link("Iestatījumi").First.ClickAsync();
        await portal.Choice("Servisu saskarne – Pasažieru komercpārvadājumu reģistram").ClickAsync();
        await portal.ActAsync("Uldis Vītols", "Anulēt");
        await Expect(portal.Dialog).ToContainTextAsync("Uldis Vītols");
        await portal.AnnulAsync();
        await Expect(portal.Rows).ToHaveCountAsync(2);

        var clients = await taxpayer.ClientsAsync();
        Assert.Equal(3, clients.Count);
        Assert.Equal(
            ["annulled"],
            clients.Where(client => client.Driver.Name == "Uldis Vītols").Select(client => client.State.ToString().ToLowerInvariant()));
        Assert.Contains(clients, client => client.Driver.PersonalCode == taxpayer.Manager.Code);
    }

    [Fact]
    public async Task The_handover_stays_until_confirmed_and_its_QR_code_gets_a_device_a_token()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await using var portal = await PortalPage.OpenAsAsync(taxpayer);
        await portal.GoToNewClientsAsync();
        var driver = TestPerson.New("Līga Liepa");
        await portal.TypeDriverAsync(1, driver);
        await portal.Button("Izveidot identifikatoru").ClickAsync();
        await Expect(portal.Heading("Identifikators ir izveidots")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText($"Nodokļu maksātājs: SIA Pārbaude ({taxpayer.RegistrationNumber})")).ToBeVisibleAsync();
        await Expect(portal.Button("Drukāt kartīti")).ToBeVisibleAsync();
        var file = await portal.Page.RunAndWaitForDownloadAsync(() => portal.Button("Lejupielādēt CSV").ClickAsync());
        Assert.StartsWith($"api-klienti-ar-parolem-{taxpayer.RegistrationNumber}-", file.SuggestedFilename, StringComparison.Ordinal);

        // Neither the browser's back button nor the button without the tick leaves it; closing the tab asks.
        await portal.Page.GoBackAsync();
        await Expect(portal.SharedSecret).ToHaveTextAsync(new Regex("^eds_[0-9A-Za-z]{38}$"));
        await portal.Button("Pabeigt").ClickAsync();
        await Expect(portal.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Vispirms apstipriniet, ka viss ir saglabāts.");
        var asked = new TaskCompletionSource<string>();
        portal.Page.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            await dialog.DismissAsync();
        };
        await portal.Page.CloseAsync(new() { RunBeforeUnload = true });
        Assert.Equal("beforeunload", await asked.Task);

        // Copy, and the same secret in the QR code, which is read from its picture on the screen.
        var shown = await portal.SharedSecret.InnerTextAsync();
        await portal.Button("Kopēt paroli").ClickAsync();
        Assert.Equal(shown, await portal.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await portal.Button("QR kods ierīcei: Līga Liepa").ClickAsync();
        var picture = await portal.Dialog.Locator("svg.qr").ScreenshotAsync();
        var configuration = JsonNode.Parse(await QrReader.ReadAsync(picture))!;
        Assert.Equal(shown, configuration["client_secret"]!.GetValue<string>());

        Assert.Equal(new Uri(TestRun.Current.BaseAddress, "api/taxi/auth"), new Uri(configuration["token_endpoint"]!.GetValue<string>()));
        var token = (await TestRun.Client.IssueTokenAsync(configuration["client_id"]!.GetValue<string>(), shown)).Expect(200).Value;
        Assert.Equal(
            driver.Code, (await taxpayer.Client.As(token.AccessToken).WhoAmIAsync()).Expect(200).Value.Driver.PersonalCode);

        await portal.InDialog("Aizvērt").ClickAsync();
        await portal.ConfirmSavedAsync();
        await Expect(portal.Heading("Vadītāji")).ToBeVisibleAsync();
        Assert.DoesNotContain(shown, await portal.Page.ContentAsync(), StringComparison.Ordinal);

        // The start page tells of the driver; the checklist waits for the first ride.
        await portal.Link("Sākums").ClickAsync();
        await Expect(portal.Page.Locator("ul.numbers")).ToContainTextAsync("aktīv");
        await Expect(portal.Page.Locator("ol.steps li.done")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task The_printed_sheet_of_each_driver_holds_what_his_device_needs()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var drivers = TestPerson.Drivers(3);
        await portal.ImportAsync(drivers);
        await portal.Page.GetByLabel("Katram sava, sistēmas izveidota").CheckAsync();
        await portal.Button("Izveidot 3 identifikatorus").ClickAsync();
        await Expect(portal.Heading("Identifikatori ir izveidoti")).ToBeVisibleAsync();

        await portal.Page.EvaluateAsync("window.print = () => { document.title = 'printed'; }");
        await portal.Button("Drukāt kartītes vadītājiem").ClickAsync();
        await Expect(portal.Page).ToHaveTitleAsync("printed");
        await portal.Page.EmulateMediaAsync(new() { Media = Media.Print });
        var sheets = portal.Page.Locator(".sheet");
        await Expect(sheets).ToHaveCountAsync(3);
        var secrets = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            var sheet = sheets.Nth(i);
            var configuration = JsonNode.Parse(await QrReader.ReadAsync(await sheet.Locator("svg.qr").ScreenshotAsync()))!;
            var secret = configuration["client_secret"]!.GetValue<string>();
            await Expect(sheet).ToContainTextAsync(drivers[i].Name);
            await Expect(sheet).ToContainTextAsync($"{drivers[i].Code[..8]}****");
            await Expect(sheet).ToContainTextAsync(secret);
            await Expect(sheet).ToContainTextAsync(configuration["client_id"]!.GetValue<string>());
            secrets.Add(secret);
        }

        Assert.Equal(3, secrets.Count);
        await Expect(portal.Page.Locator("main")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_page_speaks_English_when_asked_and_remembers_it()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await using var portal = await PortalPage.OpenAsync();
        await portal.Page.GotoAsync("/");
        await Expect(portal.Page.Locator("html")).ToHaveAttributeAsync("lang", "lv");
        await portal.Button("English").ClickAsync();
        await Expect(portal.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await portal.SignInAsync(taxpayer.Manager);
        await portal.Link("Settings").ClickAsync();
        await portal.Choice("API service interface").ClickAsync();
        await Expect(portal.Button("Create a new API client identifier")).ToBeVisibleAsync();
        await portal.Button("Latviešu").ClickAsync();
        await Expect(portal.Button("Izveidot jaunu API klienta identifikatoru")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("throw new DOMException('denied', 'SecurityError')")]
    [InlineData("return null")]
    public async Task A_browser_that_keeps_no_site_data_is_told_why_nobody_can_sign_in(string asked)
    {
        await using var portal = await PortalPage.OpenAsync();
        await portal.Context.AddInitScriptAsync(
            $"for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {{ get() {{ {asked} }} }})");
        await portal.Page.GotoAsync("/");

        await portal.AssertAccessibleAsync(portal.Page.GetByText("Pārlūks neļauj šai lapai neko saglabāt"));
    }

    [Fact]
    public async Task The_first_screen_needs_only_scripts_that_the_page_names()
    {
        await using var portal = await PortalPage.WithDriversAsync("");
        await Expect(portal.Page.Locator("ol.steps")).ToBeVisibleAsync();
        await portal.Page.ReloadAsync();
        await Expect(portal.Page.Locator("ol.steps")).ToBeVisibleAsync();
        // The browser tells of a paint a moment after it.
        var drawn = await portal.Page.EvaluateAsync<double>(
            """
            new Promise(told => new PerformanceObserver(list => list.getEntriesByName("first-contentful-paint")
              .forEach(paint => told(paint.startTime))).observe({ type: "paint", buffered: true }))
            """);
        var scripts = await portal.Page.EvaluateAsync<string[]>(
            "performance.getEntriesByType('resource').map(part => new URL(part.name).pathname).filter(path => path.endsWith('.js'))");
        output.WriteLine($"TIMING portal: first screen drawn after {drawn:F0} ms, {scripts.Length} script(s)");
        var named = await portal.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('script[src], link[rel=modulepreload]')].map(part => new URL(part.src || part.href).pathname)");
        Assert.Subset(named.ToHashSet(), scripts.ToHashSet()); // none waits for another
    }
}
