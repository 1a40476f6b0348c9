using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>
/// WCAG 2.1 AA: every screen and dialog by axe, in both languages, light and dark, at 320 pixels and at 200 %; the keyboard.
/// </summary>
[Trait("Host", "Own")]
public sealed class PortalAccessTest
{
    /// <summary>What is shown, by an address after /taxpayers/{taxpayerId} and what is pressed there.</summary>
    private static readonly (string Path, string[] Pressed)[] Screens =
    [
        ("", []),
        ("/rides", []),
        ("/rides?period=month", ["section[aria-labelledby=by-day] button"]),
        ("/events", []),
        ("/users", []),
        ("/users", [".page-title button"]),
        ("/users/{self}", []),
        ("/users", ["tbody tr:not(.self) a", "button.danger"]),
        ("/settings", []),
        ("/settings/api", []),
        ("/settings/api", ["tbody tr:first-child summary"]),
        ("/settings/api", ["tbody tr:first-child summary", ".menu[open] button >> nth=1"]),
        ("/settings/api", ["tbody tr:first-child summary", ".menu[open] .destructive"]),
        ("/settings/api", ["tbody input"]),
        ("/settings/api", ["tbody th a"]),
        ("/settings/api/secrets", []),
        ("/settings/api/secrets", ["table.secrets .outline", "dialog input[type=radio] >> nth=1"]),
        ("/settings/api/secrets", ["table.secrets summary", ".menu[open] button >> nth=0"]),
        ("/settings/api/secrets", ["table.secrets summary", ".menu[open] button:last-child"]),
        ("/settings/api/secrets/lost", ["form button[type=submit]"]),
        ("/settings/api/new", ["form footer button[type=submit]"]),
        ("/settings/api/new", ["input[type=radio] >> nth=1"]),
        ("/settings/api/new", ["input[type=radio] >> nth=2"]),
        ("/settings/api/new", [".drop .secondary >> nth=1"]),
    ];

    private const string Nowhere = "Šādas lapas nav";

    [Fact]
    public async Task Nothing_is_cut_off_and_axe_finds_nothing_on_any_screen()
    {
        var taxpayer = await WithClientsAsync();
        var self = (await taxpayer.SelfAsync()).UserId;
        await using var portal = await PortalPage.OpenAsync();
        await portal.Page.GotoAsync("/");
        await Expect(portal.Page.Locator("h1")).ToBeVisibleAsync();
        var faults = new List<string>(await portal.AxeInAllAsync());
        await portal.EnterAsync(taxpayer.Manager, $"/taxpayers/{taxpayer.Id}/nowhere");
        await Expect(portal.Heading(Nowhere)).ToBeVisibleAsync();
        faults.AddRange(await portal.AxeInAllAsync());
        foreach (var (path, pressed) in Screens)
        {
            await portal.Page.SetViewportSizeAsync(320, 640);
            await ShowAsync(portal, taxpayer, path.Replace("{self}", self, StringComparison.Ordinal), pressed);
            faults.AddRange(await CheckAsync(portal, $"{path} {string.Join(", ", pressed)}"));
        }

        await ShowAsync(portal, taxpayer, "/settings/api/new");
        await portal.TypeDriverAsync(1, TestPerson.New("Zane Zariņa"));
        await portal.SubmitAsync();
        await Expect(portal.SharedSecret).ToBeVisibleAsync();
        faults.AddRange(await CheckAsync(portal, "handover"));
        await portal.Page.Locator("tbody td:last-child button").First.ClickAsync();
        await Expect(portal.Page.Locator("svg.qr")).ToBeVisibleAsync();
        faults.AddRange(await portal.AxeInAllAsync());
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults.Distinct()));
    }

    [Fact]
    public async Task On_a_phone_a_long_name_widens_nothing_and_the_first_driver_is_not_far_down()
    {
        var taxpayer = await WithClientsAsync();
        await TestRun.Client.EnrolAsync(
            manager: taxpayer.Manager,
            name: "Sabiedrība ar ierobežotu atbildību “Zemgales apvienotie taksometri un pasažieru pārvadājumi”");
        await using var portal = await PortalPage.OpenAsAsync(taxpayer, "/settings/api", width: 375, height: 812);
        var first = await portal.Rows.First.BoundingBoxAsync();
        await Expect(portal.Page.Locator(".company > summary")).ToBeVisibleAsync();
        Assert.True(await WidestAsync(portal) <= 375);
        Assert.InRange(first!.Y, 0, 0.6 * 812);
    }

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(179, 38, 30)")]
    [InlineData(ColorScheme.Dark, "rgb(255, 138, 128)")]
    public async Task Fields_can_be_seen_and_what_destroys_stays_red_under_the_pointer(ColorScheme scheme, string red)
    {
        var taxpayer = await WithClientsAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        await portal.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        Assert.InRange(await FaintestBorderAsync(portal, "input[type=text], input[type=radio]:not(:checked)"), 3, 21);
        await portal.Link("Vadītāji").ClickAsync();
        await Expect(portal.Rows).ToHaveCountAsync(3);
        Assert.InRange(await FaintestBorderAsync(portal, "input[type=search], input[type=checkbox], select"), 3, 21);

        await portal.ActAsync("Līga Liepa", "Anulēt");
        var annul = portal.InDialog("Anulēt");
        await annul.ClickAsync();
        await Expect(portal.Dialog.Locator("select")).ToBeFocusedAsync();
        await annul.FocusAsync();
        Assert.InRange(await FaintestBorderAsync(portal, "dialog [aria-invalid=true]"), 3, 21);
        await Expect(annul).ToHaveCSSAsync("background-color", red);
        await annul.HoverAsync();
        await Expect(annul).ToHaveCSSAsync("background-color", red);
        await portal.Page.Mouse.MoveAsync(0, 0);
        await annul.FocusAsync();
        await Expect(annul).ToHaveCSSAsync("background-color", red);
    }

    [Fact]
    public async Task Everything_can_be_done_by_keyboard_and_the_focus_is_never_lost()
    {
        var taxpayer = await WithClientsAsync();
        await using var portal = await PortalPage.OpenAsAsync(taxpayer.Manager);
        await Expect(portal.Heading("Sākums")).ToBeVisibleAsync();

        // The first stop skips to the content.
        await portal.Page.EvaluateAsync("document.activeElement?.blur()");
        await portal.Page.Keyboard.PressAsync("Tab");
        await Expect(portal.Page.Locator("a.skip")).ToBeFocusedAsync();

        // A new page takes the focus to its heading.
        await portal.Link("Iestatījumi").FocusAsync();
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(portal.Heading("Iestatījumi")).ToBeFocusedAsync();
        await portal.TabToAsync(portal.Choice("Servisu saskarne API"));
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(portal.Heading("Vadītāji")).ToBeFocusedAsync();

        // A dialog keeps it, and gives it back.
        var menu = portal.Page.Locator("tbody tr:first-child summary");
        await portal.TabToAsync(menu);
        await portal.Page.Keyboard.PressAsync("Enter");
        await portal.TabToAsync(portal.Page.Locator(".menu[open] .destructive"));
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(portal.Dialog).ToBeVisibleAsync();
        Assert.True(await portal.Dialog.EvaluateAsync<bool>("dialog => dialog.contains(document.activeElement)"));
        for (var i = 0; i < 8; i++)
        {
            await portal.Page.Keyboard.PressAsync("Tab");
            Assert.True(await portal.Dialog.EvaluateAsync<bool>(
                "dialog => document.activeElement === document.body || dialog.contains(document.activeElement)"));
        }

        await portal.Page.Keyboard.PressAsync("Escape");
        await Expect(portal.Dialog).ToBeHiddenAsync();
        await Expect(menu).ToBeFocusedAsync();

        // Enter in a list goes on to the name, then to the next row; a form with faults takes it to the first of them.
        await portal.Page.GotoAsync($"/taxpayers/{taxpayer.Id}/settings/api/new");
        await portal.SubmitAsync();
        var fields = portal.Page.Locator(".drivers input[name]");
        await Expect(fields.First).ToBeFocusedAsync();
        await fields.First.FillAsync("161175-19998");
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(fields.Nth(1)).ToBeFocusedAsync();
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(fields.Nth(2)).ToBeFocusedAsync();
        await portal.TabToAsync(portal.Page.Locator("form footer button[type=submit]"));
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(fields.First).ToBeFocusedAsync();
        await Expect(fields.First).ToHaveAttributeAsync("aria-invalid", "true");
    }

    private static async Task<TestTaxpayer> WithClientsAsync()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await taxpayer.AddUserAsync(TestPerson.New("Pēteris Ozols"));
        var clients = await taxpayer.RegisteredAsync([TestPerson.New("Līga Liepa"), TestPerson.New("Uldis Vītols")]);
        var device = await ReportingDevice.RegisterAsync(taxpayer, "Kristofers Kārlis Garuzvārdskis-Vēlgarākais");
        (await device.ReportAsync(device.Ride() with { Distance = 999_999_999.999999m, ServiceFee = 999_999_999.99m })).Expect(201);
        (await TestRun.Client.IssueTokenAsync(clients[0], Leaks.ChosenSecret)).Expect(200);
        (await taxpayer.RotateAsync((await taxpayer.SecretsAsync())[0].SecretId, SecretChoices.Generate)).Expect(200);
        return taxpayer;
    }

    /// <summary>Goes on in the page, past one that needs nothing, so that nothing of the screen before is left.</summary>
    private static async Task ShowAsync(PortalPage portal, TestTaxpayer taxpayer, string path, params string[] pressed)
    {
        const string go = "path => history.pushState(null, '', path)";
        await portal.Page.EvaluateAsync(go, $"/taxpayers/{taxpayer.Id}/nowhere");
        await Expect(portal.Heading(Nowhere)).ToBeVisibleAsync();
        await portal.Page.EvaluateAsync(go, $"/taxpayers/{taxpayer.Id}{path}");
        await Expect(portal.Page.Locator("h1", new() { HasNotText = Nowhere })).ToBeVisibleAsync();
        await Expect(portal.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        foreach (var selector in pressed)
        {
            await portal.Page.Locator(selector).First.ClickAsync();
        }
    }

    /// <summary>On a phone, at 200 % of 1280 × 900, and by axe at 100 %.</summary>
    private static async Task<IReadOnlyList<string>> CheckAsync(PortalPage portal, string screen)
    {
        var faults = new List<string>();
        foreach (var (width, height) in new[] { (320, 640), (640, 450) })
        {
            await portal.Page.SetViewportSizeAsync(width, height);
            Assert.True(await NothingLiesOverSecretsAsync(portal), screen);
            if (await WidestAsync(portal) is var widest && widest > width)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{screen}: {widest} wide in {width}"));
            }
        }

        await portal.Page.SetViewportSizeAsync(1280, 900);
        return [.. faults, .. await portal.AxeInAllAsync()];
    }

    private static Task<bool> NothingLiesOverSecretsAsync(PortalPage portal) => portal.Page.EvaluateAsync<bool>(
        """
        () => [...document.querySelectorAll("main:has(section.secret) code")].every(secret => {
          secret.scrollIntoView({ block: "end" });
          const { left, right, top, bottom } = secret.getBoundingClientRect();
          return secret.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
        })
        """);

    private static Task<int> WidestAsync(PortalPage portal) => portal.Page.EvaluateAsync<int>(
        """
        Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll('dialog article, dialog article *')]
          .map(part => Math.ceil(part.getBoundingClientRect().right)))
        """);

    /// <summary>How much the border of a field stands out of what is around it, at least: 1 to 21 (WCAG 1.4.11).</summary>
    private static Task<double> FaintestBorderAsync(PortalPage portal, string fields) => portal.Page.EvaluateAsync<double>(
        """
        fields => {
          const light = colour => colour.match(/[0-9.]+/g).slice(0, 3).map(part => part / 255)
            .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0.05);
          const around = light(getComputedStyle(document.documentElement).backgroundColor);
          const ratios = [...document.querySelectorAll(fields)].map(field => light(getComputedStyle(field).borderTopColor) / around);
          return Math.min(...ratios.map(ratio => Math.max(ratio, 1 / ratio)));
        }
        """,
        fields);
}
