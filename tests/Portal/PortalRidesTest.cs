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
    public async Task An_export_shows_its_progress_can_be_stopped_and_holds_the_ride()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        var receipt = await fleet.ReportAsync(0, Today.AddDays(-2).AddHours(10), "TX1001", 1, 1);
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
        var csv = await portal.DownloadAsync("Eksportēt CSV");
        Assert.Equal(2, csv.Count);
        Assert.StartsWith("\"Sākums\";\"Beigas\";\"Vadītājs\"", csv[0].TrimStart('\ufeff'), StringComparison.Ordinal);
        Assert.EndsWith($"\"{receipt}\"", csv[1], StringComparison.Ordinal);
        var xml = XDocument.Parse(string.Join("\n", await portal.DownloadAsync("Eksportēt XML"))).Root!;
        Assert.Equal(("Carriages", receipt), (xml.Name.LocalName, Assert.Single(xml.Elements()).Attribute("receipt")!.Value));
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
    public async Task Dates_that_are_no_period_are_told_and_on_paper_the_report_fits_an_A4()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        await fleet.ReportAsync(0, Today.AddDays(-2).AddHours(10), "TX1001", 12.5m, 1000.20m, 1.25m);
        await using var portal = await fleet.OpenAsync();
        await portal.Page.GetByLabel("No", new() { Exact = true }).FillAsync($"{Today.AddDays(-32):yyyy-MM-dd}");
        await Expect(portal.Page.Locator("#period-fault")).ToHaveTextAsync("Ne vairāk kā 31 diena.");
        await Expect(portal.Page.Locator("ul.numbers")).ToHaveCountAsync(0);
        await portal.AssertAccessibleAsync();
        await portal.Page.GetByLabel("Līdz", new() { Exact = true }).FillAsync($"{Today.AddDays(-33):yyyy-MM-dd}");
        await Expect(portal.Page.Locator("#period-fault")).ToHaveTextAsync("Pēdējā diena ir pirms pirmās.");
        await portal.Page.GetByLabel("Periods").SelectOptionAsync("week");
        await Expect(portal.Page.Locator("ul.numbers")).ToBeVisibleAsync();

        // On paper the report fits an A4 and says nothing twice.
        await portal.Page.GotoAsync(fleet.Path);
        await Expect(Rows(portal)).ToHaveCountAsync(1);
        await portal.Page.SetViewportSizeAsync(794, 1123);
        await portal.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await portal.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 794);
        await Expect(Rows(portal).GetByText("TX1001").And(portal.Page.Locator(":visible"))).ToHaveCountAsync(1);
        await Expect(portal.Page.GetByRole(AriaRole.Searchbox)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_may_configure_but_manages_no_rights_sees_masked_codes()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        await fleet.ReportAsync(0, Today.AddDays(-2).AddHours(10), "TX1001", 1, 1);
        var clerk = TestPerson.New("Zane Zariņa");
        var user = await fleet.Taxpayer.AddUserAsync(clerk);
        await using var portal = await fleet.OpenAsync(clerk);
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
    public async Task By_keyboard_alone_the_report_is_filtered_and_paged_one_page_of_the_server_at_a_time()
    {
        var fleet = await Fleet.RegisterAsync("Līga Liepa");
        for (var minute = 0; minute < 53; minute++)
        {
            var start = Today.AddDays(-2).AddHours(10).AddMinutes(minute);
            await fleet.ReportAsync(0, start, minute == 52 ? "TX1002" : "TX1001", 1, minute + 1);
        }

        await using var portal = await PortalPage.OpenAsync();
        await portal.Context.AddInitScriptAsync("localStorage.setItem('eds.pageSize', '25')");
        var asked = new List<string>();
        portal.Page.Request += (_, request) =>
            asked.AddRange(Regex.Matches(request.Url, @"/taxi/carriages\?.*").Select(found => found.Value));
        await portal.EnterAsync(fleet.Taxpayer.Manager, fleet.Path);
        await Expect(Rows(portal)).ToHaveCountAsync(25);
        await Expect(portal.Page.GetByText("1. lapa no 3")).ToBeVisibleAsync();
        await Expect(Rows(portal).First).ToContainTextAsync("53,00");
        await PressAsync("Nākamā lapa", "28,00");
        await Expect(portal.Page.Locator("table.rides")).ToBeFocusedAsync();
        await PressAsync("Nākamā lapa", "3,00");
        await Expect(Rows(portal)).ToHaveCountAsync(3);
        await Expect(portal.Button("Nākamā lapa")).ToBeDisabledAsync();
        await PressAsync("Iepriekšējā lapa", "28,00");
        Assert.Equal(3, asked.Count); // what was read is not read again
        Assert.All(asked, query => Assert.Contains("limit=25", query, StringComparison.Ordinal));

        await portal.TabToAsync(portal.Page.GetByLabel("Numurzīme"));
        await portal.Page.RunAndWaitForResponseAsync(
            () => portal.Page.Keyboard.TypeAsync("TX1001"),
            response => response.Url.EndsWith("/totals", StringComparison.Ordinal)
                && response.Request.PostData?.Contains("TX1001", StringComparison.Ordinal) == true);
        await Expect(portal.Page.Locator("ul.numbers li").First).ToHaveTextAsync("52 pārvadājumi");
        await Expect(portal.Page.GetByLabel("Numurzīme")).ToBeFocusedAsync();
        await portal.TabToAsync(portal.Button("Rādīt kā tabulu"));
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(portal.Button("Rādīt kā diagrammu")).ToBeFocusedAsync();
        await portal.TabToAsync(portal.Page.Locator(".wide-table")); // which may have to be scrolled

        async Task PressAsync(string button, string first)
        {
            await portal.TabToAsync(portal.Button(button));
            await portal.Page.Keyboard.PressAsync("Enter");
            await Expect(Rows(portal).First).ToContainTextAsync(first);
        }
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

        /// <param name="person">Null: the manager.</param>
        public Task<PortalPage> OpenAsync(TestPerson? person = null) => PortalPage.OpenAsAsync(person ?? Taxpayer.Manager, Path);

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
