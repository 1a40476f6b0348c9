using System.Xml.Linq;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>The report of received rides, and what start page and driver's page tell of them.</summary>
[Trait("Host", "Own")]
public sealed class PortalRidesTest
{
    private static readonly TimeZoneInfo Latvia = TimeZoneInfo.FindSystemTimeZoneById("Europe/Riga");

    /// <summary>In Latvia.</summary>
    private static DateTime Now => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), Latvia).DateTime;

    private static DateTime Today => Now.Date;

    [Fact]
    public async Task A_period_is_summed_exactly_and_searched_by_driver_and_plate()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa", "Uldis Vītols");
        await fleet.ReportAsync(0, Today.AddDays(-3).AddHours(10), "TX1001", 0.1m, 10.05m, 0.1m);
        await fleet.ReportAsync(0, Today.AddDays(-2).AddHours(23).AddMinutes(50), "TX1001", 0.2m, 1000.20m);
        await fleet.ReportAsync(1, Today.AddDays(-2).AddHours(9), "TX1002", 7.123456m, 5);
        await fleet.ReportAsync(1, Today.AddDays(-9).AddHours(9), "TX1002", 99, 99); // outside
        await using var portal = await fleet.OpenAsync();

        await Expect(portal.Page.Locator("ul.numbers li"))
            .ToHaveTextAsync(["3 pārvadājumi", "7,423456 kilometri", "1 015,25 maksa, EUR", "0,10 komisija, EUR"]);
        await Expect(Rows(portal)).ToHaveCountAsync(3);
        await Expect(Rows(portal).Nth(0)).ToContainTextAsync("Līga Liepa"); // newest first
        await Expect(Rows(portal).Nth(0)).ToContainTextAsync("1 000,20");
        await Expect(Rows(portal).Nth(1)).ToContainTextAsync("7,123456");

        await Expect(portal.Page.Locator(".bars .value")).ToHaveTextAsync(["1", "2", "0"]);
        await portal.Button("Rādīt kā tabulu").ClickAsync();
        await Expect(portal.Page.Locator(".wide-table tbody tr td:nth-child(4)")).ToHaveTextAsync(["10,05", "1 005,20", "0,00"]);
        await Expect(portal.Page.Locator(".wide-table tfoot td")).ToHaveTextAsync(["3", "7,423456", "1 015,25", "0,10"]);

        await portal.Page.GetByLabel("Vadītājs").FillAsync("vitols");
        await Expect(Rows(portal)).ToHaveCountAsync(1);
        await Expect(Rows(portal)).ToContainTextAsync("TX1002");
        await Expect(portal.Page.Locator("ul.numbers li").First).ToHaveTextAsync("1 pārvadājums");
        await portal.Page.GetByLabel("Vadītājs").FillAsync(fleet.Devices[0].Device.Driver.Code);
        await Expect(Rows(portal)).ToHaveCountAsync(2);
        await portal.Page.GetByLabel("Numurzīme").FillAsync("tx-1002");
        await Expect(portal.Page.GetByText("Šajā periodā nav saņemts neviens tāds pārvadājums.")).ToBeVisibleAsync();

        // Neither a name nor a code nor a plate gets into the address, and a reload still shows what was searched for.
        Assert.DoesNotMatch(new Regex($"vitols|1002|{fleet.Devices[0].Device.Driver.Code}", RegexOptions.IgnoreCase), portal.Page.Url);
        await portal.Page.ReloadAsync();
        await Expect(portal.Page.GetByLabel("Numurzīme")).ToHaveValueAsync("tx-1002");
        await portal.Page.GetByLabel("Numurzīme").FillAsync("");
        await Expect(Rows(portal)).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task The_files_hold_every_field_of_every_ride_found()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        var start = Today.AddDays(-2).AddHours(10);
        var receipt = await fleet.ReportAsync(0, start, "TX1001", 7.4m, 9.85m, 1.25m);
        await using var portal = await fleet.OpenAsync();

        var lines = await portal.DownloadAsync("Eksportēt CSV");
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("\"Sākums\";\"Beigas\";\"Vadītājs\"", lines[0].TrimStart('\ufeff'), StringComparison.Ordinal);
        Assert.StartsWith(
            $"\"{start:yyyy-MM-dd HH:mm:ss}\";\"{start.AddMinutes(15):yyyy-MM-dd HH:mm:ss}\";\"Līga Liepa\";"
            + $"\"{fleet.Devices[0].Device.Driver.Code}\";\"TX1001\";\"7,4\";\"9,85\";\"1,25\";\"maksājumu karte\"",
            lines[1],
            StringComparison.Ordinal);
        Assert.EndsWith($"\"{receipt}\"", lines[1], StringComparison.Ordinal);

        var xml = XDocument.Parse(string.Join("\n", await portal.DownloadAsync("Eksportēt XML")));
        var carriage = xml.Root!.Elements().Single();
        Assert.Equal(
            ("Carriages", "Carriage", receipt), (xml.Root.Name.LocalName, carriage.Name.LocalName, carriage.Attribute("receipt")!.Value));
        Assert.Equal(
            [
                "CarriersTaxpayerCode", "DriversPersonCode", "NumberPlate", "StartDateTime", "EndDateTime", "Distance", "ServiceFee",
                "Commission", "PaymentType",
            ],
            carriage.Elements().Select(field => field.Name.LocalName));
        Assert.Equal(start, DateTimeOffset.Parse(carriage.Element("StartDateTime")!.Value, CultureInfo.InvariantCulture).DateTime);
        Assert.Equal("7.4", carriage.Element("Distance")!.Value);
    }

    [Fact]
    public async Task Pages_come_from_the_server_one_at_a_time()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        for (var minute = 0; minute < 55; minute++)
        {
            await fleet.ReportAsync(0, Today.AddDays(-2).AddHours(10).AddMinutes(minute), "TX1001", 1, minute + 1);
        }

        await using var portal = await fleet.OpenAsync(
            browser => browser.Context.AddInitScriptAsync("localStorage.setItem('eds.pageSize', '25')"));
        await Expect(Rows(portal)).ToHaveCountAsync(25);
        var asked = new List<string>();
        portal.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("/taxi/carriages?", StringComparison.Ordinal))
            {
                asked.Add(new Uri(request.Url).Query);
            }
        };
        await portal.Page.ReloadAsync();
        await Expect(Rows(portal)).ToHaveCountAsync(25);
        await Expect(portal.Page.GetByText("1. lapa no 3")).ToBeVisibleAsync();
        await Expect(Rows(portal).First).ToContainTextAsync("55,00");
        await portal.Button("Nākamā lapa").ClickAsync();
        await Expect(Rows(portal).First).ToContainTextAsync("30,00");
        await portal.Button("Nākamā lapa").ClickAsync();
        await Expect(Rows(portal)).ToHaveCountAsync(5);
        await Expect(portal.Button("Nākamā lapa")).ToBeDisabledAsync();
        await portal.Button("Iepriekšējā lapa").ClickAsync();
        await Expect(Rows(portal).First).ToContainTextAsync("30,00");
        Assert.Equal(3, asked.Count); // what was read is not read again
        Assert.All(asked, query => Assert.Contains("limit=25", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_export_shows_its_progress_and_can_be_stopped()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        await fleet.ReportAsync(0, Today.AddDays(-2).AddHours(10), "TX1001", 1, 1);
        await using var portal = await fleet.OpenAsync();
        await Expect(Rows(portal)).ToHaveCountAsync(1);
        var second = new TaskCompletionSource();
        await portal.Page.RouteAsync(new Regex("/taxi/carriages\\?.*limit=500"), async route =>
        {
            if (route.Request.Url.Contains("continuation=more", StringComparison.Ordinal))
            {
                await second.Task; // stands still until the person has stopped it
                await route.AbortAsync();
                return;
            }

            var page = JsonNode.Parse(await (await route.FetchAsync()).TextAsync())!;
            page["continuation"] = "more";
            await route.FulfillAsync(new() { Status = 200, ContentType = "application/json", Body = page.ToJsonString() });
        });
        await portal.Button("Eksportēt CSV").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Lejupielādēti 1 no 1");
        await portal.AssertAccessibleAsync();
        await portal.InDialog("Pārtraukt").ClickAsync();
        await Expect(portal.Dialog).ToBeHiddenAsync();
        second.SetResult();
        await portal.Page.UnrouteAllAsync();
        Assert.Equal(2, (await portal.DownloadAsync("Eksportēt CSV")).Count);
    }

    [Fact]
    public async Task The_first_ride_ends_the_checklist_and_is_told_on_start_page_and_drivers_page()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa", "Uldis Vītols");
        await using var portal = await PortalPage.OpenAsAsync(fleet.Taxpayer.Manager);
        await Expect(portal.Page.Locator("ol.steps li.done")).ToHaveCountAsync(2); // a token alone is no ride
        await Expect(portal.Page.Locator("ul.numbers li").First).ToHaveTextAsync("0 pārvadājumu šodien");

        await fleet.ReportAsync(0, Now, "TX1001", 5.5m, 12.30m);
        await OwnHost.FlushAsync(TestRun.Current.Host!.Services);
        await portal.Page.ReloadAsync();
        await Expect(portal.Page.Locator("ul.numbers li").First).ToContainTextAsync("1 pārvadājums šodien");
        await Expect(portal.Page.Locator("ul.numbers li").First).ToContainTextAsync("pēdējais saņemts");
        await Expect(portal.Page.Locator("ol.steps")).ToHaveCountAsync(0);

        await portal.Page.GotoAsync($"/taxpayers/{fleet.Taxpayer.Id}/settings/api/clients/{fleet.Devices[0].Device.ClientId}");
        await Expect(Rows(portal)).ToHaveCountAsync(1);
        await Expect(Rows(portal)).ToContainTextAsync("12,30");
        await Expect(portal.Page.Locator("dl.facts dd").Last).Not.ToHaveTextAsync("nekad");
        await portal.AssertAccessibleAsync();
        await portal.Link("Visi šī vadītāja pārvadājumi").ClickAsync();
        await Expect(portal.Page.GetByLabel("Vadītājs")).ToHaveValueAsync(fleet.Devices[0].Device.Driver.Code);
        await Expect(Rows(portal)).ToHaveCountAsync(1);
        await Expect(portal.Page.Locator("ul.numbers li").First).ToHaveTextAsync("1 pārvadājums");

        await portal.Page.GotoAsync($"/taxpayers/{fleet.Taxpayer.Id}/settings/api/clients/{fleet.Devices[1].Device.ClientId}");
        await Expect(portal.Page.GetByText("Pēdējās 31 dienas laikā nav saņemts neviens pārvadājums.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Dates_that_are_no_period_are_told_and_not_asked_for()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        await using var portal = await fleet.OpenAsync();
        await portal.Page.GetByLabel("No", new() { Exact = true }).FillAsync($"{Today.AddDays(-32):yyyy-MM-dd}");
        await Expect(portal.Page.Locator("#period-fault")).ToHaveTextAsync("Ne vairāk kā 31 diena.");
        await Expect(portal.Page.Locator("ul.numbers")).ToHaveCountAsync(0);
        await portal.AssertAccessibleAsync();
        await portal.Page.GetByLabel("Līdz", new() { Exact = true }).FillAsync($"{Today.AddDays(-33):yyyy-MM-dd}");
        await Expect(portal.Page.Locator("#period-fault")).ToHaveTextAsync("Pēdējā diena ir pirms pirmās.");
        await portal.Page.GetByLabel("Periods").SelectOptionAsync("week");
        await Expect(portal.Page.Locator("ul.numbers")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_may_configure_but_manages_no_rights_sees_masked_codes()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        await fleet.ReportAsync(0, Today.AddDays(-2).AddHours(10), "TX1001", 1, 1);
        var clerk = TestPerson.New("Zane Zariņa");
        var user = await fleet.Taxpayer.AddUserAsync(clerk);
        await using var portal = await fleet.OpenAsync(person: clerk);
        await Expect(portal.Page.GetByText("Jums nav atzīmētas tiesības veikt API servisa")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText($"Tiesības var piešķirt: {fleet.Taxpayer.Manager.Name}.")).ToBeVisibleAsync();

        (await fleet.Taxpayer.ChangeRightsAsync(user, rightsManager: false, taxi: true)).Expect(200);
        await portal.Page.ReloadAsync();
        await portal.Link("Pārvadājumi").ClickAsync();
        await portal.Page.GotoAsync(fleet.Path);
        await Expect(Rows(portal).Locator("td.used small")).ToHaveTextAsync(new Regex(@"^\d{6}-\d\*{4}$"));
        await Expect(Rows(portal).GetByRole(AriaRole.Link)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Axe_finds_nothing_and_nothing_scrolls_sideways()
    {
        await using var portal = await OpenWithOneRideAsync(999999999.999999m, 999999999.99m);
        await portal.AssertAccessibleAtAllWidthsAsync();
        await portal.Page.Locator("section[aria-labelledby=by-day] button").ClickAsync();
        await portal.AssertAccessibleAtAllWidthsAsync();
    }

    [Fact]
    public async Task On_paper_the_report_fits_an_A4_and_says_nothing_twice()
    {
        await using var portal = await OpenWithOneRideAsync(12.5m, 1000.20m);
        await portal.Page.SetViewportSizeAsync(794, 1123);
        await portal.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await portal.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 794);
        await Expect(Rows(portal).GetByText("TX1001").And(portal.Page.Locator(":visible"))).ToHaveCountAsync(1);
        await Expect(portal.Page.GetByRole(AriaRole.Searchbox)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task By_keyboard_alone_the_report_is_filtered_read_and_paged()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        for (var minute = 0; minute < 27; minute++)
        {
            await fleet.ReportAsync(0, Today.AddDays(-2).AddHours(10).AddMinutes(minute), minute == 26 ? "TX1002" : "TX1001", 1, 1);
        }

        await using var portal = await fleet.OpenAsync(
            browser => browser.Context.AddInitScriptAsync("localStorage.setItem('eds.pageSize', '25')"));
        await Expect(Rows(portal)).ToHaveCountAsync(25);
        await portal.TabToAsync(portal.Page.GetByLabel("Numurzīme"));
        await portal.Page.RunAndWaitForResponseAsync(
            () => portal.Page.Keyboard.TypeAsync("TX1001"),
            response => response.Url.EndsWith("/totals", StringComparison.Ordinal)
                && response.Request.PostData?.Contains("TX1001", StringComparison.Ordinal) == true);
        await Expect(portal.Page.Locator("ul.numbers li").First).ToHaveTextAsync("26 pārvadājumi");
        await Expect(portal.Page.GetByLabel("Numurzīme")).ToBeFocusedAsync();
        await portal.TabToAsync(portal.Button("Rādīt kā tabulu"));
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(portal.Button("Rādīt kā diagrammu")).ToBeFocusedAsync();
        await portal.TabToAsync(portal.Page.Locator(".wide-table")); // which may have to be scrolled
        await portal.TabToAsync(portal.Button("Nākamā lapa"));
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(Rows(portal)).ToHaveCountAsync(1);
        await Expect(portal.Page.Locator("table.rides")).ToBeFocusedAsync();
    }

    private static async Task<PortalPage> OpenWithOneRideAsync(decimal kilometres, decimal fee)
    {
        var fleet = await Fleet.RegisterAsync("Kristofers Kārlis Garuzvārdskis-Vēlgarākais");
        await fleet.ReportAsync(0, Today.AddDays(-2).AddHours(10), "TX1001", kilometres, fee, 1.25m);
        var portal = await fleet.OpenAsync();
        await Expect(Rows(portal)).ToHaveCountAsync(1);
        return portal;
    }

    private static ILocator Rows(PortalPage portal) => portal.Page.Locator("table.rides tbody tr");

    /// <summary>A taxpayer and the devices of its drivers.</summary>
    private sealed record Fleet(TestTaxpayer Taxpayer, IReadOnlyList<ReportingDevice> Devices)
    {
        /// <summary>The report of the days from three days ago to yesterday.</summary>
        public string Path =>
            $"/taxpayers/{Taxpayer.Id}/rides?period=own&from={Today.AddDays(-3):yyyy-MM-dd}&to={Today.AddDays(-1):yyyy-MM-dd}";

        public static async Task<Fleet> RegisterAsync(params string[] names)
        {
            var taxpayer = await TestRun.Client.EnrolAsync();
            return new Fleet(taxpayer, await Task.WhenAll(names.Select(name => ReportingDevice.RegisterAsync(taxpayer, name))));
        }

        /// <param name="prepare">Before the report is opened.</param>
        /// <param name="person">Null: the manager.</param>
        public async Task<PortalPage> OpenAsync(Func<PortalPage, Task>? prepare = null, TestPerson? person = null)
        {
            var portal = await PortalPage.OpenAsync();
            await (prepare?.Invoke(portal) ?? Task.CompletedTask);
            await portal.EnterAsync(person ?? Taxpayer.Manager, Path);
            return portal;
        }

        /// <param name="start">In Latvia; the ride takes a quarter of an hour.</param>
        /// <returns>The receipt.</returns>
        public async Task<string> ReportAsync(
            int driver, DateTime start, string plate, decimal distance, decimal fee, decimal? commission = null)
        {
            var ride = Devices[driver].Ride(new DateTimeOffset(start, Latvia.GetUtcOffset(start))) with
            {
                NumberPlate = plate,
                Distance = distance,
                ServiceFee = fee,
                Commission = commission,
                PaymentType = "paymentCard",
            };
            return (await Devices[driver].ReportAsync(ride)).Expect(201).Value;
        }
    }
}
