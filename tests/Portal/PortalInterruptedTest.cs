using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>
/// What may come between the sending of a list and its handover: a lost connection, a closed tab, an ended session, a refusal.
/// </summary>
[Trait("Host", "Own")]
public sealed class PortalInterruptedTest
{
    private const string RegistrationRoute = "**/taxi/clients";

    [Fact]
    public async Task A_lost_connection_in_the_middle_loses_nobody_and_registers_nobody_twice()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var drivers = TestPerson.Drivers(1_100);

        // The second portion is applied, but its answer does not arrive; what does is not the functions' own.
        var requests = await portal.AnswerAsync(RegistrationRoute, nth => nth switch
        {
            2 => PortalPage.LoseAnswerAsync,
            3 => route => route.FulfillAsync(
                new() { Status = 403, ContentType = "text/html", Body = "<h1>This network needs you to sign in.</h1>" }),
            _ => null,
        });
        await portal.ImportAsync(string.Join('\n', drivers.Select(driver => $"{driver.Code}\t{driver.Name}")));
        await portal.ChooseOneSecretAsync();
        await portal.SubmitAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Nav savienojuma");
        await portal.AssertAccessibleAsync();

        await Expect(portal.Heading("Identifikatori ir izveidoti")).ToBeVisibleAsync();
        Assert.Equal(5, requests());
        Assert.Equal(1_101, (await portal.DownloadAsync("Lejupielādēt CSV")).Count);
        await portal.ConfirmSavedAsync();
        Assert.Equal(
            drivers.Select(driver => driver.Code).Order(),
            (await portal.Taxpayer.ClientsAsync()).Select(client => client.Driver.PersonalCode).Order());
        await AssertNothingIsLeftAsync(portal);
    }

    [Fact]
    public async Task After_a_closed_tab_a_lost_secret_is_replaced_and_those_who_are_left_go_back_to_the_list()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var drivers = TestPerson.Drivers(504);
        await RegisterFirstPortionAsync(portal, drivers);
        await portal.CloseTabAndOpenAnotherAsync();

        await portal.EnterAsync(portal.Taxpayer.Manager);
        await portal.Link("Turpināt nepabeigto reģistrēšanu").ClickAsync();
        await portal.AssertAccessibleAsync(portal.Page.GetByText("Izveidoti 500 no 504 identifikatoriem"));
        Assert.DoesNotContain("eds_", await portal.Page.EvaluateAsync<string>("JSON.stringify(localStorage)"), StringComparison.Ordinal);
        await Expect(portal.Page.GetByText("Atlikušie vadītāji: Vadītājs Nr. 501, Vadītājs Nr. 502, Vadītājs Nr. 503 un vēl 1."))
            .ToBeVisibleAsync();
        await portal.Button("Atpakaļ uz sarakstu").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Pārējie vadītāji paliek sarakstā");
        await portal.InDialog("Atpakaļ uz sarakstu").ClickAsync();

        // First come those who are through: their secret was told to the page that is gone. The others get the new one.
        await portal.AssertAccessibleAsync(portal.Page.GetByText("Parole netika saņemta"));
        await portal.Button("Izveidot jaunu paroli šiem vadītājiem").ClickAsync();
        var secret = await portal.SharedSecret.InnerTextAsync();
        await Expect(portal.Page.GetByText("Parole netika saņemta")).ToBeHiddenAsync();
        await portal.ConfirmSavedAsync();
        await Expect(portal.DriverRows).ToHaveCountAsync(4);
        await Expect(portal.Page.Locator(".drivers input[name]").First).ToHaveValueAsync(drivers[500].Code);
        await portal.Button("Izveidot 4 identifikatorus").ClickAsync();
        await portal.ConfirmSavedAsync();
        await AssertRegisteredAsync(portal.Taxpayer, 504, secret);
    }

    [Fact]
    public async Task After_a_handover_left_unconfirmed_a_secret_that_was_saved_is_kept()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        await portal.ImportAsync(TestPerson.Drivers(2));
        await portal.ChooseOneSecretAsync();
        await portal.Button("Izveidot 2 identifikatorus").ClickAsync();
        var secret = await portal.SharedSecret.InnerTextAsync();
        await Expect(portal.Page.GetByText("Pievienotās rindas: 2.")).ToHaveCountAsync(0); // said on the page before
        await LeaveHandoverAsync(portal);

        await GoBackToHandoverAsync(portal);
        await Expect(portal.Page.GetByText("Netika apstiprināts, ka parole ir saglabāta")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Parole netika saņemta")).ToHaveCountAsync(0);
        await portal.AssertAccessibleAsync();

        // Put off, it is asked again.
        await portal.ConfirmSavedAsync();
        await Expect(portal.Heading("Vadītāji")).ToBeVisibleAsync();
        await portal.Link("Sākums").ClickAsync();
        await portal.Link("Turpināt nepabeigto reģistrēšanu").ClickAsync();
        await portal.Button("Parādīt izveidotos").ClickAsync();
        await portal.Button("Izveidot jaunu paroli šiem vadītājiem").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("tūlīt pārstās darboties");
        await portal.InDialog("Atpakaļ").ClickAsync();
        await portal.Button("Man tā ir saglabāta").ClickAsync();

        await Expect(portal.Heading("Vadītāji")).ToBeVisibleAsync();
        await AssertNothingIsLeftAsync(portal);
        await AssertRegisteredAsync(portal.Taxpayer, 2, secret);
    }

    [Fact]
    public async Task Nothing_is_saved_while_secrets_are_made_anew_and_those_that_failed_are_counted()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        await portal.ImportAsync(TestPerson.Drivers(3));
        await portal.Button("Izveidot 3 identifikatorus").ClickAsync();
        await Expect(portal.Button("Lejupielādēt CSV")).ToBeEnabledAsync();
        await LeaveHandoverAsync(portal);
        await GoBackToHandoverAsync(portal);

        var goOn = new TaskCompletionSource();
        await portal.AnswerAsync("**/rotation", nth => nth switch { 2 => WaitAsync, 3 => LoseConnectionAsync, _ => null });
        await portal.Button("Izveidot jaunu paroli šiem vadītājiem").ClickAsync();
        await portal.InDialog("Izveidot jaunu").ClickAsync();
        await Expect(portal.Page.GetByText("Izveido jaunas paroles: 1 no 3")).ToBeVisibleAsync();
        await Expect(portal.Page.Locator("section.secret")).ToHaveCountAsync(0); // the first is not that of all
        await Expect(portal.Button("Lejupielādēt CSV")).ToBeDisabledAsync();
        await Expect(portal.Button("Drukāt kartīti")).ToBeDisabledAsync(); // one has a secret by now
        await Expect(portal.Button("Pabeigt")).ToBeDisabledAsync();
        await portal.AssertAccessibleAsync();
        goOn.SetResult();

        // Of the third it is not known whether its secret still works, so it is no longer one that may have been saved.
        await Expect(portal.Page.GetByText("Rindas bez paroles: 1.")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Parole netika saņemta")).ToBeVisibleAsync();
        await portal.Button("Izveidot jaunu paroli šim vadītājam").ClickAsync();
        await Expect(portal.Page.GetByText("Rindas bez paroles")).ToHaveCountAsync(0);
        var saved = await portal.DownloadAsync("Lejupielādēt CSV");
        Assert.All(saved.Skip(1), line => Assert.Matches(";\"eds_[0-9A-Za-z]{38}\"$", line));
        await portal.ConfirmSavedAsync();
        await Expect(portal.Heading("Vadītāji")).ToBeVisibleAsync();

        async Task WaitAsync(IRoute route)
        {
            await goOn.Task;
            await route.ContinueAsync();
        }
    }

    [Fact]
    public async Task An_ended_session_leads_back_to_the_page_with_the_list_as_it_was()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var driver = TestPerson.New("Līga Liepa");
        await portal.TypeDriverAsync(1, driver);
        await portal.RefuseAsync(RegistrationRoute, 401, "token-invalid");
        await portal.Button("Izveidot identifikatoru").ClickAsync();
        await Expect(portal.Page.GetByRole(AriaRole.Dialog, new() { Name = "Sesija ir beigusies" })).ToBeVisibleAsync();
        await Expect(portal.Dialog).ToHaveCountAsync(1);
        await portal.AssertAccessibleAsync();
        await portal.Page.UnrouteAsync(RegistrationRoute);
        var path = portal.Page.Url;
        await portal.InDialog("Pieslēgties").ClickAsync();
        await portal.ChooseAsync(portal.Taxpayer.Manager);

        await Expect(portal.Page).ToHaveURLAsync(path);
        await Expect(portal.Page.GetByText("Nepabeigta reģistrēšana")).ToBeVisibleAsync();
        await portal.Button("Turpināt").ClickAsync();
        await portal.ConfirmSavedAsync();
        Assert.Equal(driver.Code, Assert.Single(await portal.Taxpayer.ClientsAsync()).Driver.PersonalCode);
    }

    [Fact]
    public async Task Stopped_on_purpose_the_rest_gets_the_same_secret_later_and_another_tab_waits_its_turn()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        await RegisterFirstPortionAsync(portal, TestPerson.Drivers(600));
        await portal.InDialog("Pārtraukt").ClickAsync();
        await portal.Page.UnrouteAsync(RegistrationRoute);

        // What is through is handed over before anything else; meanwhile another tab may not take the rest for lost.
        await Expect(portal.Page.GetByText("Izveidoti 500 no 600 identifikatoriem.")).ToBeVisibleAsync();
        var secret = await portal.SharedSecret.InnerTextAsync();
        var otherTab = await portal.OpenTabAsync(portal.Taxpayer.Manager);
        await otherTab.GetByRole(AriaRole.Link, new() { Name = "Turpināt nepabeigto reģistrēšanu" }).ClickAsync();
        await otherTab.GetByRole(AriaRole.Button, new() { Name = "Turpināt", Exact = true }).ClickAsync();
        await Expect(otherTab.GetByText("Reģistrēšana notiek citā šī pārlūka cilnē.")).ToBeVisibleAsync();
        await otherTab.CloseAsync();
        await portal.ConfirmSavedAsync();

        await portal.Button("Turpināt").ClickAsync();
        await Expect(portal.Page.GetByText("Parole ir tā pati, kas jau ir citiem vadītājiem")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Parole netika saņemta")).ToHaveCountAsync(0);
        await portal.ConfirmSavedAsync();
        await AssertRegisteredAsync(portal.Taxpayer, 600, secret);
    }

    [Fact]
    public async Task Refused_in_the_middle_what_is_through_is_handed_over_and_the_rest_can_be_corrected()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var drivers = TestPerson.Drivers(510);
        await portal.ImportAsync(drivers);
        await Expect(portal.Page.GetByText("Sarakstā ir 510 vadītāju.")).ToBeVisibleAsync();
        await portal.Taxpayer.RegisteredAsync([drivers[505]]); // by another manager, meanwhile
        await portal.ChooseOneSecretAsync();
        await portal.SubmitAsync();

        await Expect(portal.Page.GetByText("Izveidoti 500 no 510 identifikatoriem.")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Dažiem vadītājiem jau ir aktīvs API klients.")).ToBeVisibleAsync();
        await portal.ConfirmSavedAsync();
        await Expect(portal.DriverRows).ToHaveCountAsync(10);
        await Expect(portal.Page.Locator(".drivers tr[aria-rowindex]", new() { HasText = "Šim vadītājam jau ir aktīvs API klients." }))
            .ToHaveCountAsync(1);
        await portal.AssertAccessibleAsync();
        await portal.Button("Noņemt jau reģistrētos (1)").ClickAsync();
        await portal.Button("Izveidot 9 identifikatorus").ClickAsync();
        await portal.ConfirmSavedAsync();
        var secrets = await portal.Taxpayer.SecretsAsync();
        Assert.Equal([1, 509], secrets.Select(secret => secret.Clients).Order());
    }

    private static Task LoseConnectionAsync(IRoute route) => route.AbortAsync("internetdisconnected");

    /// <summary>Ends when the second portion of 500 is sent; it and all after it are lost.</summary>
    private static async Task RegisterFirstPortionAsync(PortalPage portal, IReadOnlyList<TestPerson> drivers)
    {
        var second = new TaskCompletionSource();
        await portal.AnswerAsync(RegistrationRoute, nth => nth == 1 ? null : async route =>
        {
            await LoseConnectionAsync(route); // before the tab may close: a request that waits then goes to the server
            second.TrySetResult();
        });
        await portal.ImportAsync(drivers);
        await portal.ChooseOneSecretAsync();
        await portal.SubmitAsync();
        await second.Task;
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

    private static async Task AssertNothingIsLeftAsync(PortalPage portal) => Assert.Null(await portal.Page.EvaluateAsync<string?>(
        "Object.keys(localStorage).find(key => key.startsWith('eds.registration')) ?? null"));

    /// <summary>So many clients are there, and the first and the last of them have this secret.</summary>
    private static async Task AssertRegisteredAsync(TestTaxpayer taxpayer, int drivers, string secret)
    {
        var clients = await taxpayer.ClientsAsync();
        Assert.Equal(drivers, clients.Count);
        (await TestRun.Client.IssueTokenAsync(clients[0].ClientId, secret)).Expect(200);
        (await TestRun.Client.IssueTokenAsync(clients[^1].ClientId, secret)).Expect(200);
    }
}
