using System.Text;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>Registering many drivers, and what may come between: faults in the list, a lost connection, a closed tab, an ended session.</summary>
[Trait("Host", "Own")]
public sealed class PortalManyDriversTest
{
    private const string RegistrationRoute = "**/taxi/clients";

    [Fact]
    public async Task A_thousand_drivers_come_from_a_CSV_file_and_go_into_another()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        var drivers = TestPerson.Drivers(1_000);

        // As Excel writes it in Latvia: semicolons and Windows-1257. One code has a typing error.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var lines = drivers.Select((driver, i) => $"{driver.Name};{(i == 700 ? "161175-19998" : driver.Code)}");
        await portal.ImportAsync(Encoding.GetEncoding(1257).GetBytes("Vārds, uzvārds;Personas kods\r\n" + string.Join("\r\n", lines)));
        await Expect(portal.Page.GetByText("Sarakstā ir 1000 vadītāju.").Or(portal.Page.GetByText(new Regex("Sarakstā ir 1.000 vadītāju")))).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Pievienotās rindas: 1000. Labojamās rindas: 1.")).ToBeVisibleAsync();
        await portal.Button("Izveidot identifikatorus", exact: false).ClickAsync();
        await Expect(portal.Page.Locator("ol.drivers input:focus")).ToHaveValueAsync("161175-19998"); // on its page, the fifteenth
        await portal.Page.GetByLabel("Rādīt tikai atzīmētās rindas").CheckAsync();
        await Expect(portal.Page.Locator("ol.drivers > li")).ToHaveCountAsync(1);
        await Expect(portal.Page.Locator("ol.drivers > li")).ToContainTextAsync("neatbilst pēdējais cipars");
        await portal.Page.GetByLabel("Personas kods").FillAsync(drivers[700].Code);
        await portal.Button("Izveidot identifikatorus", exact: false).ClickAsync();

        await Expect(portal.Heading("Identifikatori ir izveidoti")).ToBeVisibleAsync();
        var secret = await portal.Page.Locator("section.secret code").InnerTextAsync();
        var saved = await DownloadAsync(portal, "Lejupielādēt CSV");
        Assert.Equal(1_001, saved.Count);
        Assert.StartsWith($"\"Vadītājs Nr. 1\";\"{drivers[0].Code}\";\"tx-", saved[1], StringComparison.Ordinal);
        Assert.All(saved.Skip(1), line => Assert.EndsWith($";\"{secret}\"", line, StringComparison.Ordinal));
        await portal.ConfirmSavedAsync();

        await Expect(portal.Page.GetByText(new Regex("^Ieraksti: 1.?000$"))).ToBeVisibleAsync();
        var exported = await DownloadAsync(portal, "Eksportēt CSV");
        Assert.Equal(1_001, exported.Count);
        Assert.DoesNotContain(exported, line => line.Contains(secret, StringComparison.Ordinal));
        await portal.Page.GetByLabel("Meklēt").FillAsync("vaditajs nr. 701");
        await Expect(portal.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await portal.Page.GetByLabel("Meklēt").FillAsync(drivers[3].Code.Replace("-", "", StringComparison.Ordinal));
        await Expect(portal.Page.Locator("tbody tr")).ToContainTextAsync("Vadītājs Nr. 4");
        Assert.Equal(drivers.Select(driver => driver.Code).Order(), (await taxpayer.ClientsAsync()).Select(client => client["driver"]!["personalCode"]!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task A_row_stays_while_it_is_corrected_though_only_marked_rows_are_shown()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        var drivers = TestPerson.Drivers(60);
        await portal.ImportAsync(string.Join('\n', drivers.Select((driver, i) => $"{driver.Code};{(i is 55 or 57 ? "" : driver.Name)}")));
        await portal.Page.GetByLabel("Rādīt tikai atzīmētās rindas").CheckAsync();
        var rows = portal.Page.Locator("ol.drivers > li");
        await Expect(rows).ToHaveCountAsync(2);
        foreach (var row in new[] { 0, 1 })
        {
            await rows.Nth(row).GetByLabel("Vārds, uzvārds").PressSequentiallyAsync("Jānis Bērziņš");
            await Expect(portal.Page.Locator("ol.drivers input:focus")).ToHaveValueAsync("Jānis Bērziņš");
            await Expect(rows).ToHaveCountAsync(2);
        }

        await portal.Button("Izveidot identifikatorus", exact: false).ClickAsync();
        await Expect(portal.Heading("Identifikatori ir izveidoti")).ToBeVisibleAsync();
        await portal.ConfirmSavedAsync();
        Assert.Equal(2, (await taxpayer.ClientsAsync()).Count(client => client["driver"]!["name"]!.GetValue<string>() == "Jānis Bērziņš"));
    }

    [Fact]
    public async Task Who_is_registered_already_is_counted_apart_and_taken_off_the_list_with_one_button()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var drivers = TestPerson.Drivers(62);
        await taxpayer.RegisteredAsync([.. drivers.Take(60)]);
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        await portal.ImportAsync(string.Join('\n', drivers.Select((driver, i) => $"{driver.Code};{(i == 61 ? "" : driver.Name)}")));
        await Expect(portal.Page.GetByText("Pievienotās rindas: 62. Jau reģistrēti: 60. Labojamās rindas: 1.")).ToBeVisibleAsync();
        await Expect(portal.Page.Locator(".notice.warning")).ToContainTextAsync("Jau reģistrēti: 60. Labojamās rindas: 1.");
        await portal.AssertAccessibleAsync();
        await portal.Page.Locator(".notice.warning").GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Noņemt jau reģistrētos (60)" }).ClickAsync();

        await Expect(portal.Page.Locator("ol.drivers > li")).ToHaveCountAsync(2);
        await Expect(portal.Page.Locator("ol.drivers")).ToBeFocusedAsync();
        await Expect(portal.Page.GetByText("Jau reģistrēti")).ToHaveCountAsync(1); // said in passing
        await Expect(portal.Page.GetByText("Sarakstā ir 2 vadītāji.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_password_in_use_is_chosen_on_purpose_and_drivers_of_one_name_are_told_apart()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var (first, second) = (TestPerson.New("Jānis Bērziņš"), TestPerson.New("Jānis Bērziņš"));
        (await taxpayer.RegisterAsync([first], new { generate = true })).Expect(201);
        (await taxpayer.RegisterAsync([second], new { generate = true })).Expect(201);
        (await taxpayer.RegisterAsync([TestPerson.New("Anna Kalniņa")], new { generate = true })).Expect(201);
        await taxpayer.RegisteredAsync([TestPerson.New("Uldis Vītols"), TestPerson.New("Zane Zariņa")]);
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        await portal.TypeDriverAsync(1, TestPerson.New("Līga Liepa"));
        await portal.Page.GetByLabel("Tāda pati kā citiem vadītājiem").CheckAsync();
        var field = portal.Page.GetByLabel("Kuriem vadītājiem");
        await Expect(field).ToHaveValueAsync("");
        await Expect(field.Locator("option")).ToHaveTextAsync(
        [
            new Regex("^Izvēlieties"), new Regex("^Uldis Vītols, Zane Zariņa – 2 vadītāji"), new Regex("^Anna Kalniņa – 1 vadītājs"),
            new Regex(@"^Jānis Bērziņš \([0-9-]{12}\) –"), new Regex(@"^Jānis Bērziņš \([0-9-]{12}\) –"),
        ]);
        await Expect(field).ToContainTextAsync(first.Code);
        await Expect(field).ToContainTextAsync(second.Code);

        await portal.Button("Izveidot identifikatoru 1 vadītājam").ClickAsync();
        await Expect(portal.Page.GetByText("Izvēlieties, kuru vadītāju parole tā būs.")).ToBeVisibleAsync();
        await Expect(field).ToBeFocusedAsync();
        await portal.AssertAccessibleAsync();
        await field.SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await portal.Button("Izveidot identifikatoru 1 vadītājam").ClickAsync();
        await Expect(portal.Heading("Identifikators ir izveidots")).ToBeVisibleAsync();
        await portal.Page.GetByLabel("Identifikators ir saglabāts").CheckAsync();
        await portal.Button("Pabeigt").ClickAsync();
        var clients = await taxpayer.ClientsAsync();
        Assert.Single(clients.Where(client => client["driver"]!["name"]!.GetValue<string>() is "Līga Liepa" or "Uldis Vītols").Select(client => client["secretId"]!.GetValue<string>()).Distinct());
    }

    [Fact]
    public async Task A_lost_connection_in_the_middle_loses_nobody_and_registers_nobody_twice()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        var drivers = TestPerson.Drivers(1_100);

        // The second portion is applied, but its answer does not arrive; what does is not the functions' own.
        var requests = 0;
        await portal.Page.RouteAsync(RegistrationRoute, async route =>
        {
            if (route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            switch (Interlocked.Increment(ref requests))
            {
                case 2:
                    await route.FetchAsync();
                    await route.AbortAsync("connectionreset");
                    break;
                case 3:
                    await route.FulfillAsync(new() { Status = 403, ContentType = "text/html", Body = "<h1>This network needs you to sign in.</h1>" });
                    break;
                default:
                    await route.ContinueAsync();
                    break;
            }
        });
        await portal.ImportAsync(string.Join('\n', drivers.Select(driver => $"{driver.Code}\t{driver.Name}")));
        await portal.Button("Izveidot identifikatorus", exact: false).ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Nav savienojuma");
        await portal.AssertAccessibleAsync();

        await Expect(portal.Heading("Identifikatori ir izveidoti")).ToBeVisibleAsync();
        Assert.Equal(5, requests);
        Assert.Equal(1_101, (await DownloadAsync(portal, "Lejupielādēt CSV")).Count);
        await portal.ConfirmSavedAsync();
        Assert.Equal(
            drivers.Select(driver => driver.Code).Order(),
            (await taxpayer.ClientsAsync()).Select(client => client["driver"]!["personalCode"]!.GetValue<string>()).Order());
        Assert.Null(await portal.Page.EvaluateAsync<string?>("Object.keys(localStorage).find(key => key.startsWith('eds.registration')) ?? null"));
    }

    [Fact]
    public async Task After_a_closed_tab_it_goes_on_where_it_stopped_and_a_lost_secret_is_replaced()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        var drivers = TestPerson.Drivers(600);
        var requests = 0;
        var second = new TaskCompletionSource();
        await portal.Page.RouteAsync(RegistrationRoute, async route =>
        {
            if (route.Request.Method == "POST" && Interlocked.Increment(ref requests) == 2)
            {
                second.TrySetResult(); // and no answer
                return;
            }

            await route.ContinueAsync();
        });
        await portal.ImportAsync(string.Join('\n', drivers.Select(driver => $"{driver.Code};{driver.Name}")));
        await portal.Button("Izveidot identifikatorus", exact: false).ClickAsync();
        await second.Task;
        await portal.CloseTabAndOpenAnotherAsync();

        await portal.SignInAsync(taxpayer.Manager);
        await portal.Link("Turpināt reģistrēšanu").ClickAsync();
        await Expect(portal.Page.GetByText("Izveidoti 500 no 600 identifikatoriem")).ToBeVisibleAsync();
        await portal.AssertAccessibleAsync();
        Assert.DoesNotContain("eds_", await portal.Page.EvaluateAsync<string>("JSON.stringify(localStorage)"), StringComparison.Ordinal);
        await portal.Button("Turpināt").ClickAsync();

        // The secret was told to the page that is gone.
        await Expect(portal.Page.GetByText("Parole netika saņemta")).ToBeVisibleAsync();
        await portal.AssertAccessibleAsync();
        await portal.Button("Izveidot jaunu paroli šiem vadītājiem").ClickAsync();
        var secret = await portal.Page.Locator("section.secret code").InnerTextAsync();
        await Expect(portal.Page.GetByText("Parole netika saņemta")).ToBeHiddenAsync();
        await portal.ConfirmSavedAsync();

        await AssertRegisteredAsync(taxpayer, 600, secret);
    }

    [Fact]
    public async Task After_a_closed_tab_those_who_are_left_can_go_back_to_the_list()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        var drivers = TestPerson.Drivers(504);
        var requests = 0;
        var second = new TaskCompletionSource();
        await portal.Page.RouteAsync(RegistrationRoute, async route =>
        {
            if (route.Request.Method == "POST" && Interlocked.Increment(ref requests) > 1)
            {
                second.TrySetResult();
                await route.AbortAsync("internetdisconnected");
                return;
            }

            await route.ContinueAsync();
        });
        await portal.ImportAsync(string.Join('\n', drivers.Select(driver => $"{driver.Code};{driver.Name}")));
        await portal.Button("Izveidot identifikatorus", exact: false).ClickAsync();
        await second.Task;
        await portal.CloseTabAndOpenAnotherAsync();

        await portal.SignInAsync(taxpayer.Manager);
        await portal.Link("Turpināt reģistrēšanu").ClickAsync();
        await Expect(portal.Page.GetByText("Atlikušie vadītāji: Vadītājs Nr. 501, Vadītājs Nr. 502, Vadītājs Nr. 503 un vēl 1.")).ToBeVisibleAsync();
        await portal.Button("Atpakaļ uz sarakstu").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Pārējie vadītāji paliek sarakstā");
        await portal.InDialog("Atpakaļ uz sarakstu").ClickAsync();

        // First come those who are through; the others get the same secret.
        await portal.Button("Izveidot jaunu paroli šiem vadītājiem").ClickAsync();
        var secret = await portal.Page.Locator("section.secret code").InnerTextAsync();
        await portal.ConfirmSavedAsync();
        await Expect(portal.Page.Locator("ol.drivers > li")).ToHaveCountAsync(4);
        await Expect(portal.Page.Locator("ol.drivers input").First).ToHaveValueAsync(drivers[500].Code);
        await portal.Button("Izveidot identifikatorus 4 vadītājiem").ClickAsync();
        await portal.ConfirmSavedAsync();
        await AssertRegisteredAsync(taxpayer, 504, secret);
    }

    [Fact]
    public async Task After_a_handover_left_unconfirmed_a_secret_that_was_saved_is_kept()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        await portal.ImportAsync(string.Join('\n', TestPerson.Drivers(2).Select(driver => $"{driver.Code};{driver.Name}")));
        await portal.Button("Izveidot identifikatorus 2 vadītājiem").ClickAsync();
        var secret = await portal.Page.Locator("section.secret code").InnerTextAsync();
        await Expect(portal.Page.GetByText("Pievienotās rindas: 2.")).ToHaveCountAsync(0); // said on the page before
        await LeaveHandoverAsync(portal);

        await GoBackToHandoverAsync(portal);
        await Expect(portal.Page.GetByText("Netika apstiprināts, ka parole ir saglabāta")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Parole netika saņemta")).ToHaveCountAsync(0);
        await portal.AssertAccessibleAsync();

        // Put off, it is asked again.
        await portal.ConfirmSavedAsync();
        await Expect(portal.Heading("Taksometri")).ToBeVisibleAsync();
        await portal.Link("Sākums").ClickAsync();
        await portal.Link("Turpināt reģistrēšanu").ClickAsync();
        await portal.Button("Parādīt izveidotos").ClickAsync();
        await portal.Button("Izveidot jaunu paroli šiem vadītājiem").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("tūlīt pārstās darboties");
        await portal.InDialog("Atpakaļ").ClickAsync();
        await portal.Button("Man tā ir saglabāta").ClickAsync();

        await Expect(portal.Heading("Taksometri")).ToBeVisibleAsync();
        Assert.Null(await portal.Page.EvaluateAsync<string?>("Object.keys(localStorage).find(key => key.startsWith('eds.registration')) ?? null"));
        await AssertRegisteredAsync(taxpayer, 2, secret);
    }

    [Fact]
    public async Task Nothing_is_saved_while_secrets_are_made_anew_and_those_that_failed_are_counted()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        await portal.ImportAsync(string.Join('\n', TestPerson.Drivers(3).Select(driver => $"{driver.Code};{driver.Name}")));
        await portal.Page.GetByLabel("Katram sava, sistēmas izveidota").CheckAsync();
        await portal.Button("Izveidot identifikatorus 3 vadītājiem").ClickAsync();
        await Expect(portal.Button("Lejupielādēt CSV")).ToBeEnabledAsync();
        await LeaveHandoverAsync(portal);
        await GoBackToHandoverAsync(portal);

        var requests = 0;
        var goOn = new TaskCompletionSource();
        await portal.Page.RouteAsync("**/rotation", async route =>
        {
            switch (Interlocked.Increment(ref requests))
            {
                case 2:
                    await goOn.Task;
                    await route.ContinueAsync();
                    break;
                case 3:
                    await route.AbortAsync("internetdisconnected");
                    break;
                default:
                    await route.ContinueAsync();
                    break;
            }
        });
        await portal.Button("Izveidot jaunu paroli šiem vadītājiem").ClickAsync();
        await portal.InDialog("Izveidot jaunu").ClickAsync();
        await Expect(portal.Page.GetByText("Izveido jaunas paroles: 1 no 3")).ToBeVisibleAsync();
        await Expect(portal.Page.Locator("section.secret")).ToHaveCountAsync(0); // the first is not that of all
        await Expect(portal.Button("Lejupielādēt CSV")).ToBeDisabledAsync();
        await Expect(portal.Button("Drukāt lapu")).ToBeDisabledAsync(); // one has a secret by now
        await Expect(portal.Button("Pabeigt")).ToBeDisabledAsync();
        await portal.AssertAccessibleAsync();
        goOn.SetResult();

        // Of the third it is not known whether its secret still works, so it is no longer one that may have been saved.
        await Expect(portal.Page.GetByText("Rindas bez paroles: 1.")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Parole netika saņemta")).ToBeVisibleAsync();
        await portal.Button("Izveidot jaunu paroli šim vadītājam").ClickAsync();
        await Expect(portal.Page.GetByText("Rindas bez paroles")).ToHaveCountAsync(0);
        var saved = await DownloadAsync(portal, "Lejupielādēt CSV");
        Assert.All(saved.Skip(1), line => Assert.Matches(";\"eds_[0-9A-Za-z]{38}\"$", line));
        await portal.ConfirmSavedAsync();
        await Expect(portal.Heading("Taksometri")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_ended_session_leads_back_to_the_page_with_the_list_as_it_was()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        var driver = TestPerson.New("Līga Liepa");
        await portal.TypeDriverAsync(1, driver);
        await portal.Page.RouteAsync(RegistrationRoute, route => route.FulfillAsync(new()
        {
            Status = 401,
            ContentType = "application/problem+json",
            Body = """{"type":"urn:eds:problem:token-invalid","title":"The token is not valid.","status":401,"code":"token-invalid","traceId":"0"}""",
        }));
        await portal.Button("Izveidot identifikatoru 1 vadītājam").ClickAsync();
        await Expect(portal.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog, new() { Name = "Jūsu sesija ir beigusies" })).ToBeVisibleAsync();
        await Expect(portal.Dialog).ToHaveCountAsync(1);
        await portal.AssertAccessibleAsync();
        await portal.Page.UnrouteAsync(RegistrationRoute);
        var path = portal.Page.Url;
        await portal.InDialog("Pieslēgties").ClickAsync();
        await portal.ChooseAsync(taxpayer.Manager);

        await Expect(portal.Page).ToHaveURLAsync(path);
        await Expect(portal.Page.GetByText("Nepabeigta reģistrēšana")).ToBeVisibleAsync();
        await portal.Button("Turpināt").ClickAsync();
        await Expect(portal.Heading("Identifikators ir izveidots")).ToBeVisibleAsync();
        await portal.ConfirmSavedAsync();
        Assert.Equal(driver.Code, Assert.Single(await taxpayer.ClientsAsync())["driver"]!["personalCode"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_the_server_refuses_is_shown_at_its_field_and_nothing_is_registered()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        var (known, other) = (TestPerson.New("Līga Liepa"), TestPerson.New("Uldis Vītols"));
        await portal.TypeDriverAsync(1, known);
        await portal.Button("Pievienot vadītāju").ClickAsync();
        await portal.TypeDriverAsync(2, other);
        await portal.Page.GetByLabel("Viena visiem, jūsu izvēlēta").CheckAsync();
        await taxpayer.RegisteredAsync([known]); // by another manager, meanwhile
        await portal.Page.GetByLabel("Parole", new() { Exact = true }).FillAsync("princess dragon1"); // only the server knows how common that is
        await portal.Button("Izveidot identifikatorus 2 vadītājiem").ClickAsync();
        await Expect(portal.Page.GetByText("Parole ir no vārdiem un virknēm, ko uzmin vispirms.")).ToBeVisibleAsync();
        await portal.Page.GetByLabel("Parole", new() { Exact = true }).FillAsync(Leaks.ChosenSecret);
        await portal.Button("Izveidot identifikatorus 2 vadītājiem").ClickAsync();
        await Expect(portal.Page.Locator("ol.drivers > li").First).ToContainTextAsync("Šim vadītājam jau ir aktīvs API klients.");
        await portal.AssertAccessibleAsync();
        Assert.Single(await taxpayer.ClientsAsync());
    }

    [Fact]
    public async Task Stopped_on_purpose_the_rest_gets_the_same_secret_later_and_another_tab_waits_its_turn()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        var drivers = TestPerson.Drivers(600);
        var requests = 0;
        var second = new TaskCompletionSource();
        await portal.Page.RouteAsync(RegistrationRoute, async route =>
        {
            if (route.Request.Method == "POST" && Interlocked.Increment(ref requests) == 2)
            {
                second.TrySetResult();
                await route.AbortAsync("internetdisconnected");
                return;
            }

            await route.ContinueAsync();
        });
        await portal.ImportAsync(string.Join('\n', drivers.Select(driver => $"{driver.Code};{driver.Name}")));
        await portal.Button("Izveidot identifikatorus", exact: false).ClickAsync();
        await second.Task;
        await portal.InDialog("Pārtraukt").ClickAsync();

        // What is through is handed over before anything else; meanwhile another tab may not take the rest for lost.
        await Expect(portal.Page.GetByText("Izveidoti 500 no 600 identifikatoriem.")).ToBeVisibleAsync();
        var secret = await portal.Page.Locator("section.secret code").InnerTextAsync();
        var otherTab = await portal.Context.NewPageAsync();
        await otherTab.GotoAsync("/");
        await otherTab.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Pieslēgties" }).ClickAsync();
        await portal.ChooseAsync(taxpayer.Manager, otherTab);
        await otherTab.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Turpināt reģistrēšanu" }).ClickAsync();
        await otherTab.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Turpināt", Exact = true }).ClickAsync();
        await Expect(otherTab.GetByText("Reģistrēšana notiek citā šī pārlūka cilnē.")).ToBeVisibleAsync();
        await otherTab.CloseAsync();
        await portal.ConfirmSavedAsync();

        await portal.Button("Turpināt").ClickAsync();
        await Expect(portal.Page.GetByText("Parole ir tā pati, kas jau ir citiem vadītājiem")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Parole netika saņemta")).ToHaveCountAsync(0);
        await portal.ConfirmSavedAsync();
        await AssertRegisteredAsync(taxpayer, 600, secret);
    }

    [Fact]
    public async Task Refused_in_the_middle_what_is_through_is_handed_over_and_the_rest_can_be_corrected()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        var drivers = TestPerson.Drivers(510);
        await portal.ImportAsync(string.Join('\n', drivers.Select(driver => $"{driver.Code};{driver.Name}")));
        await Expect(portal.Page.Locator("ol.drivers > li")).ToHaveCountAsync(50);
        await taxpayer.RegisteredAsync([drivers[505]]); // by another manager, meanwhile
        await portal.Button("Izveidot identifikatorus", exact: false).ClickAsync();

        await Expect(portal.Page.GetByText("Izveidoti 500 no 510 identifikatoriem.")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Dažiem vadītājiem jau ir aktīvs API klients.")).ToBeVisibleAsync();
        await portal.ConfirmSavedAsync();
        await Expect(portal.Page.Locator("ol.drivers > li")).ToHaveCountAsync(10);
        await portal.Button("Noņemt jau reģistrētos (1)").ClickAsync();
        await portal.Button("Izveidot identifikatorus 9 vadītājiem").ClickAsync();
        await Expect(portal.Heading("Identifikatori ir izveidoti")).ToBeVisibleAsync();
        await portal.ConfirmSavedAsync();
        var secrets = (await taxpayer.GetAsync("taxi/secrets")).Expect(200).Body["secrets"]!.AsArray();
        Assert.Equal([1, 509], secrets.Select(secret => secret!["clients"]!.GetValue<int>()).Order());
    }

    /// <summary>Loads the page anew, though it asks.</summary>
    private static async Task LeaveHandoverAsync(PortalPage portal)
    {
        await Expect(portal.Heading("Identifikatori ir izveidoti")).ToBeVisibleAsync();
        await portal.Page.WaitForFunctionAsync("JSON.stringify(localStorage).includes('seen')");
        portal.Page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await portal.Page.ReloadAsync();
    }

    private static async Task GoBackToHandoverAsync(PortalPage portal)
    {
        await portal.Button("Parādīt izveidotos").ClickAsync();
        await Expect(portal.Heading("Identifikatori ir izveidoti")).ToBeVisibleAsync();
    }

    /// <summary>So many clients are there, and the first and the last of them have this secret.</summary>
    private static async Task AssertRegisteredAsync(TestTaxpayer taxpayer, int drivers, string secret)
    {
        var clients = await taxpayer.ClientsAsync();
        Assert.Equal(drivers, clients.Count);
        (await Api.OfRun.RequestTokenAsync(clients[0]["clientId"]!.GetValue<string>(), secret)).Expect(200);
        (await Api.OfRun.RequestTokenAsync(clients[^1]["clientId"]!.GetValue<string>(), secret)).Expect(200);
    }

    private static async Task<IReadOnlyList<string>> DownloadAsync(PortalPage portal, string button)
    {
        var file = await portal.Page.RunAndWaitForDownloadAsync(() => portal.Button(button).ClickAsync());
        using var reader = new StreamReader(await file.CreateReadStreamAsync(), Encoding.UTF8);
        return (await reader.ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
