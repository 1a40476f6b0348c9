using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>Two managers at once, passwords changed, many annulled, an outage: what the pages say and do then.</summary>
[Trait("Host", "Own")]
public sealed class PortalChangesTest
{
    [Fact]
    public async Task Rights_changed_by_someone_else_meanwhile_are_shown_and_not_overwritten()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var other = TestPerson.New("Ilze Liepa");
        var user = await taxpayer.AddUserAsync(other);
        await using var portal = await PortalPage.OpenAsAsync(taxpayer, "/users");
        await portal.Link("Ilze Liepa").ClickAsync();
        var taxi = portal.Page.GetByLabel("Tiesības veikt API servisa “Taksometri” konfigurāciju");
        await taxi.CheckAsync();
        (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: false)).Expect(200);
        await portal.Button("Saglabāt").ClickAsync();

        await portal.AssertAccessibleAsync(portal.Page.GetByText("Kāds cits šīs tiesības tikmēr ir mainījis."));
        await Expect(portal.Page.GetByLabel("Lietotāju tiesību pārvaldnieks")).ToBeCheckedAsync();
        await Expect(taxi).Not.ToBeCheckedAsync();
        await taxi.CheckAsync();
        await portal.Button("Saglabāt").ClickAsync();
        await Expect(portal.Page.GetByText("Tiesības ir saglabātas.")).ToBeVisibleAsync();
        var now = (await taxpayer.UsersAsync()).Single(known => known.UserId == user.UserId).Rights;
        Assert.Equal(new Rights(true, true), now);
    }

    [Fact]
    public async Task Users_are_added_and_removed_and_the_last_manager_stays()
    {
        await using var portal = await PortalPage.WithDriversAsync("/users");
        await portal.Button("Pievienot lietotāju").ClickAsync();
        await portal.InDialog("Pievienot").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Ievadiet personas kodu.");
        await Expect(portal.Dialog.GetByLabel("Personas kods")).ToBeFocusedAsync();
        await portal.Dialog.GetByLabel("Personas kods").FillAsync(TestPerson.New().Code);
        await portal.Dialog.GetByLabel("Vārds, uzvārds").FillAsync("Pēteris Ozols");
        await portal.Page.Keyboard.PressAsync("Enter");
        await portal.Link("Pēteris Ozols").ClickAsync();
        await portal.Button("Dzēst lietotāju").ClickAsync();
        await portal.InDialog("Dzēst lietotāju").ClickAsync();
        await Expect(portal.Rows).ToHaveCountAsync(1);

        await portal.Page.Locator("tr.self a").ClickAsync();
        await portal.Page.GetByLabel("Lietotāju tiesību pārvaldnieks").UncheckAsync();
        await Expect(portal.Button("Dzēst lietotāju")).ToHaveCountAsync(0); // nobody deletes themselves by mistake
        await portal.Button("Saglabāt").ClickAsync();
        await portal.InDialog("Atteikties no privilēģijas").ClickAsync();
        await Expect(portal.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Tas ir pēdējais lietotāju tiesību pārvaldnieks.");
    }

    [Fact]
    public async Task A_password_is_changed_with_an_overlap_its_progress_is_shown_and_it_can_be_cancelled()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var clients = await taxpayer.RegisteredAsync([TestPerson.New("Līga Liepa"), TestPerson.New("Uldis Vītols")]);
        await using var portal = await PortalPage.OpenAsAsync(taxpayer, "/settings/api");
        await portal.Link("Paroles").ClickAsync();
        await Expect(portal.Page.Locator("table.secrets tbody")).ToContainTextAsync("Darbojas");
        await portal.Button("Mainīt paroli:", exact: false).ClickAsync();
        await Expect(portal.Heading("Mainīt paroli: Līga Liepa, Uldis Vītols")).ToBeVisibleAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Jauno paroli lietos 2 vadītāji: Līga Liepa, Uldis Vītols.");
        await Expect(portal.Dialog.GetByLabel("Viena visiem, sistēmas izveidota")).ToBeCheckedAsync();
        var overlap = portal.Dialog.GetByLabel("Cik ilgi darbojas arī vecā parole");
        await overlap.SelectOptionAsync("0");
        await Expect(portal.Dialog).ToContainTextAsync("Vecā parole pārstās darboties tūlīt");
        await overlap.SelectOptionAsync("24");
        await Expect(portal.Dialog).Not.ToContainTextAsync("Vecā parole pārstās darboties tūlīt");
        await portal.Dialog.GetByLabel("Viena visiem, jūsu izvēlēta").CheckAsync();
        await portal.InDialog("Izveidot jaunu paroli").ClickAsync();
        var field = portal.Dialog.GetByLabel("Parole", new() { Exact = true });
        await Expect(field).ToBeFocusedAsync();
        await field.FillAsync("princess dragon1"); // only the server knows how common that is
        await portal.InDialog("Izveidot jaunu paroli").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Šo paroli ir viegli uzminēt.");
        await Expect(field).ToBeFocusedAsync();
        await portal.Dialog.GetByLabel("Viena visiem, sistēmas izveidota").CheckAsync();
        await portal.InDialog("Izveidot jaunu paroli").ClickAsync();
        await Expect(portal.Heading("Jaunā parole")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Vecā parole darbojas līdz")).ToBeVisibleAsync();
        var secret = await portal.SharedSecret.InnerTextAsync();
        (await TestRun.Client.IssueTokenAsync(clients[0], secret)).Expect(200);
        await portal.ConfirmSavedAsync();

        await Expect(portal.Page.GetByText(new Regex("Jauno paroli jau lieto [01] no 2"))).ToBeVisibleAsync();
        await Expect(portal.Page.Locator("table.secrets tbody")).ToContainTextAsync(new Regex(@"mainīta \d\d\.\d\d\.\d{4}"));
        await portal.ActAsync("Līga Liepa, Uldis Vītols", "Atcelt maiņu");
        await portal.InDialog("Atcelt maiņu").ClickAsync();
        await Expect(portal.Page.GetByText("Paroles maiņa ir atcelta: darbojas vecā parole.")).ToBeVisibleAsync();
        (await TestRun.Client.IssueTokenAsync(clients[1], Leaks.ChosenSecret)).Expect(200);
    }

    [Fact]
    public async Task Many_are_annulled_at_once_after_their_names_were_shown_and_a_name_is_corrected()
    {
        await using var portal = await PortalPage.WithDriversAsync("/settings/api", "Anna Kalniņa", "Līga Liepa", "Uldis Vītols");
        await portal.ActAsync("Anna Kalniņa", "Labot vārdu");
        await portal.Dialog.GetByLabel("Vārds, uzvārds").FillAsync("Anna Kalniņa-Bērziņa");
        await portal.InDialog("Saglabāt").ClickAsync();
        await Expect(portal.Page.GetByRole(AriaRole.Rowheader, new() { Name = "Anna Kalniņa-Bērziņa" })).ToBeVisibleAsync();

        await portal.Page.GetByLabel("Atlasīt: Līga Liepa").CheckAsync();
        await portal.Page.GetByLabel("Atlasīt: Uldis Vītols").CheckAsync();
        await portal.Button("Anulēt atlasītos").ClickAsync();
        await Expect(portal.Dialog.Locator("ul.names li")).ToHaveTextAsync([new Regex("^Līga Liepa"), new Regex("^Uldis Vītols")]);
        await portal.InDialog("Anulēt").ClickAsync();
        var reason = portal.Dialog.GetByLabel("Iemesls");
        await Expect(reason).ToBeFocusedAsync();
        await Expect(reason).ToHaveAccessibleDescriptionAsync("Izvēlieties iemeslu.");
        await portal.AssertAccessibleAsync();
        await portal.AnnulAsync();
        await Expect(portal.Rows).ToHaveCountAsync(1);
        await Expect(portal.Page.Locator("table")).ToBeFocusedAsync();

        // The last one.
        await portal.ActAsync("Anna Kalniņa-Bērziņa", "Anulēt");
        await portal.AnnulAsync("leaked");
        await Expect(portal.Page.GetByText("Anulēts API klients: Anna Kalniņa-Bērziņa.")).ToBeVisibleAsync();
        await Expect(portal.Heading("Vadītāji")).ToBeFocusedAsync();
        await Expect(portal.Page.GetByText("Nav atrasta neviena rinda.")).ToBeVisibleAsync();
        await Expect(portal.Button("Eksportēt CSV")).ToBeDisabledAsync();
        await portal.AssertAccessibleAsync();
        var (search, state) = (portal.Page.GetByLabel("Meklēt"), portal.Page.GetByLabel("Statuss"));
        await search.FillAsync("Uldis");
        await state.SelectOptionAsync("suspended");
        await portal.Button("Notīrīt filtrus").ClickAsync();
        await Expect(search).ToHaveValueAsync("");
        await Expect(state).ToHaveValueAsync("active"); // as at the beginning

        await state.SelectOptionAsync("annulled");
        await Expect(portal.Rows).ToHaveCountAsync(3);
        await portal.Page.Locator("th button", new() { HasText = "Vadītājs" }).ClickAsync();
        await Expect(portal.Rows.First).ToContainTextAsync("Uldis Vītols");
        await portal.ActAsync("Uldis Vītols", "Reģistrēt no jauna");
        await Expect(portal.Page.Locator(".drivers").GetByLabel("Vārds, uzvārds")).ToHaveValueAsync("Uldis Vītols");
        await Expect(portal.Page).ToHaveURLAsync(new Regex("/settings/api/new$"));
    }

    [Fact]
    public async Task The_list_is_as_it_was_after_a_reload_and_Back_and_no_name_is_in_an_address()
    {
        await using var portal = await PortalPage.WithDriversAsync(
            "/settings/api", [.. Enumerable.Range(0, 60).Select(i => $"Līga Liepa {i:D2}"), "Uldis Vītols"]);
        var search = portal.Page.GetByLabel("Meklēt");
        await search.FillAsync("liepa");
        await portal.Page.Locator("th button", new() { HasText = "Vadītājs" }).ClickAsync();
        await portal.Button("Nākamā lapa").ClickAsync();
        await Expect(portal.Page.Locator("table")).ToBeFocusedAsync();
        await Expect(portal.Page).ToHaveURLAsync(new Regex(@"/settings/api\?sort=-driver&page=2$"));

        async Task AsItWasAsync()
        {
            await Expect(search).ToHaveValueAsync("liepa");
            await Expect(portal.Rows).ToHaveCountAsync(10);
            await Expect(portal.Rows.Last).ToContainTextAsync("Līga Liepa 00");
        }

        await AsItWasAsync();
        await portal.Page.ReloadAsync();
        await AsItWasAsync();
        await portal.Link("Paroles").ClickAsync();
        await portal.Page.GoBackAsync();
        await AsItWasAsync();
        await portal.Link("Taksometri").ClickAsync();
        await Expect(search).ToHaveValueAsync("");
        await Expect(portal.Rows).ToHaveCountAsync(50);
    }

    [Fact]
    public async Task A_clients_password_is_found_among_many()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        for (var i = 0; i < 55; i++)
        {
            (await taxpayer.RegisterAsync([TestPerson.New($"Līga Liepa {i:D2}")], SecretChoices.Generate)).Expect(201);
        }

        await using var portal = await PortalPage.OpenAsAsync(taxpayer, "/settings/api?page=2");
        await portal.Page.Locator(
            "tbody tr", new() { HasText = "Līga Liepa 53" }).GetByRole(AriaRole.Link, new() { Name = "individuāla" }).ClickAsync();
        var card = portal.Page.Locator("table.secrets tr[aria-current]");
        await Expect(card).ToContainTextAsync("Līga Liepa 53");
        await Expect(card).ToBeFocusedAsync();
        await portal.AssertAccessibleAsync();
        await Expect(portal.Page.Locator("table.secrets tbody tr").First).ToContainTextAsync("Līga Liepa 50");
        await portal.Page.GetByLabel("Meklēt").FillAsync("liepa 07");
        await Expect(portal.Page.Locator("table.secrets tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Events_are_in_the_menu_of_a_rights_manager_and_name_no_one_who_was_removed()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var user = await taxpayer.AddUserAsync(TestPerson.New("Ilze Liepa"));
        (await taxpayer.RemoveUserAsync(user)).Expect(204);
        await using var portal = await PortalPage.OpenAsAsync(taxpayer.Manager);
        await portal.Link("Notikumi").ClickAsync();
        await Expect(portal.Heading("Notikumi")).ToBeFocusedAsync();
        await Expect(portal.Link("Notikumi")).ToHaveAttributeAsync("aria-current", "page");
        await Expect(portal.Page.Locator("ol.events"))
            .ToContainTextAsync($"pievienots lietotājs dzēsts lietotājs (vārds vairs netiek glabāts, nr. {user.UserId[..6]})");
        await portal.Link("EDS API klienti").ClickAsync();
        await Expect(portal.Heading("Sākums")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task An_outage_is_told_in_words_and_tried_again()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await using var portal = await PortalPage.OpenAsync();
        await portal.RefuseAsync("**/api/taxpayers/*/users", 503, "storage-unavailable");
        await portal.EnterAsync(taxpayer.Manager, $"/taxpayers/{taxpayer.Id}/users");
        await Expect(portal.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Sistēma pašlaik nav pieejama.");
        await portal.AssertAccessibleAsync();
        await portal.Page.UnrouteAsync("**/api/taxpayers/*/users");
        await portal.Button("Mēģināt vēlreiz").ClickAsync();
        await Expect(portal.Rows).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Who_acts_for_several_is_asked_once_always_sees_for_whom_and_sees_nothing_of_strangers()
    {
        var person = TestPerson.New("Anna Kalniņa");
        var (first, stranger) = (await TestRun.Client.EnrolAsync(manager: person), await TestRun.Client.EnrolAsync());
        var second = await TestRun.Client.EnrolAsync(manager: person, kind: "natural", name: "Anna Kalniņa");
        await using var portal = await PortalPage.OpenAsAsync(person);
        await portal.AssertAccessibleAsync(portal.Heading("Kura uzņēmuma vārdā darbosieties?"));
        await portal.Choice("SIA Pārbaude").ClickAsync();
        var company = portal.Page.Locator(".company > summary");
        await Expect(company).ToContainTextAsync($"SIA Pārbaude {first.RegistrationNumber}");
        await portal.Page.GotoAsync("/");
        await Expect(company).ToContainTextAsync("SIA Pārbaude");
        await company.ClickAsync();
        await portal.AssertAccessibleAsync();
        await portal.Page.Locator($".company a[href$='{second.Id}']").ClickAsync();
        await Expect(portal.Page).ToHaveURLAsync(new Regex($"/taxpayers/{second.Id}$"));
        await portal.Page.GotoAsync($"/taxpayers/{stranger.Id}");
        await Expect(portal.Heading("Šādas lapas nav")).ToBeVisibleAsync();

        await using var other = await PortalPage.OpenAsAsync(TestPerson.New());
        await other.AssertAccessibleAsync(other.Heading("Jums vēl nav piekļuves nevienam uzņēmumam"));
    }

    [Fact]
    public async Task A_rotation_whose_answer_got_lost_is_told_and_can_be_taken_back()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var clientId = (await taxpayer.RegisteredAsync([TestPerson.New("Līga Liepa")]))[0];
        await using var portal = await PortalPage.OpenAsAsync(taxpayer, "/settings/api/secrets");
        await portal.Page.RouteAsync("**/rotation", PortalPage.LoseAnswerAsync);
        await portal.Button("Mainīt paroli: Līga Liepa").ClickAsync();
        // of all there is nothing to say
        await Expect(portal.Dialog.GetByLabel("Sistēmas izveidota", new() { Exact = true })).ToBeCheckedAsync();
        await portal.InDialog("Izveidot jaunu paroli").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Nav zināms, vai parole tika nomainīta.");
        await Expect(portal.Dialog.Locator(".notice")).ToBeFocusedAsync();
        await Expect(portal.Dialog.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Aizvērt"]); // once more is what it must not be tried
        await portal.Page.UnrouteAsync("**/rotation");
        await portal.InDialog("Aizvērt").ClickAsync();
        await portal.AssertAccessibleAsync(portal.Page.GetByText("Jaunā parole netika apstiprināta kā saglabāta."));
        await portal.ActAsync("Līga Liepa", "Atcelt maiņu");
        await portal.InDialog("Atcelt maiņu").ClickAsync();
        await Expect(portal.Page.GetByText("Jaunā parole netika apstiprināta kā saglabāta.")).ToHaveCountAsync(0);
        (await TestRun.Client.IssueTokenAsync(clientId, Leaks.ChosenSecret)).Expect(200);
    }

    [Fact]
    public async Task After_signing_out_nothing_is_left_in_any_tab_and_back_shows_nothing()
    {
        await using var portal = await PortalPage.OpenAsync();
        var taxpayer = await TestRun.Client.EnrolAsync();
        await taxpayer.RegisteredAsync([TestPerson.New("Līga Liepa")]);
        await portal.SignInAsync(taxpayer.Manager, $"/taxpayers/{taxpayer.Id}/settings/api");
        await Expect(portal.Rows).ToHaveCountAsync(1);
        await portal.Page.GetByLabel("Meklēt").FillAsync("Līga");
        var otherTab = await portal.OpenTabAsync(taxpayer.Manager);
        await Expect(otherTab.GetByRole(AriaRole.Heading, new() { Name = "Sākums" })).ToBeVisibleAsync();

        await portal.Button("Beigt darbu").ClickAsync();
        await Expect(portal.Button("Pieslēgties")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Darbs ir beigts.")).ToBeVisibleAsync();
        Assert.Equal("{}", await portal.Page.EvaluateAsync<string>("JSON.stringify(sessionStorage)"));
        await portal.Page.GoBackAsync();
        await Expect(portal.Button("Pieslēgties")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Līga Liepa")).ToHaveCountAsync(0);
        var dialog = otherTab.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Sesija ir beigusies");
        await Expect(dialog).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)"); // nothing of the page is seen
        Assert.False(await otherTab.EvaluateAsync<bool>("Object.keys(sessionStorage).some(key => key.startsWith('oidc.user'))"));
    }
}
