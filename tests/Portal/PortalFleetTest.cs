using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>One driver's page, passwords with names and networks, many passwords at once, events, and the operators' page.</summary>
[Trait("Host", "Own")]
public sealed class PortalFleetTest
{
    [Fact]
    public async Task A_driver_is_suspended_and_brought_back_on_their_own_page()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var client = (await taxpayer.RegisteredAsync([TestPerson.New("Līga Liepa"), TestPerson.New("Uldis Vītols")]))[0];
        await using var portal = await PortalPage.OpenAsAsync(taxpayer, "/settings/api");
        await portal.Link("Līga Liepa").ClickAsync();
        await portal.Button("Apturēt tūlīt").ClickAsync();
        await portal.AssertAccessibleAsync(portal.Page.GetByText("Identifikators ir apturēts: ierīce nevar pieslēgties."));
        (await TestRun.Client.IssueTokenAsync(client, Leaks.ChosenSecret)).Expect(401);
        await Expect(portal.Page.Locator("ol.events")).ToContainTextAsync("apturēts API klients – Līga Liepa.");
        await portal.Button("Atjaunot darbību").ClickAsync();
        await Expect(portal.Page.Locator("dl.facts .tag")).ToHaveTextAsync("Aktīvs");
        (await TestRun.Client.IssueTokenAsync(client, Leaks.ChosenSecret)).Expect(200);

        await portal.Button("Mainīt paroli").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Jauno paroli lietos 2 vadītāji: Līga Liepa, Uldis Vītols.");
    }

    [Fact]
    public async Task A_password_gets_its_networks_and_a_name_of_its_own_when_it_is_made_or_later()
    {
        await using var portal = await PortalPage.WithDriversAsync("/settings/api/secrets", "Līga Liepa");
        await portal.ActAsync("Līga Liepa", "Nosaukt paroli");
        await portal.Dialog.GetByLabel("Nosaukums").FillAsync("Nakts maiņa");
        await portal.InDialog("Saglabāt").ClickAsync();
        await portal.ActAsync("Nakts maiņa", "Atļautie tīkli");
        var networks = portal.Dialog.GetByLabel("No kuriem tīkliem");
        await networks.FillAsync("203.0.113.0/24\nnetwork");
        await portal.InDialog("Saglabāt").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("Tas nav tīkls: network");
        await networks.FillAsync("203.0.113.0/24");
        await portal.InDialog("Saglabāt").ClickAsync();
        await Expect(portal.Page.Locator("table.secrets tbody")).ToContainTextAsync("tikai no 1 tīkla");

        await portal.GoToNewClientsAsync();
        await portal.ImportAsync(TestPerson.Drivers(2));
        await portal.ChooseOneSecretAsync();
        var name = portal.Page.GetByLabel("Paroles nosaukums (nav obligāts)");
        await name.FillAsync("nakts maiņa");
        await portal.Button("Izveidot 2 identifikatorus").ClickAsync();
        await Expect(name).ToHaveAttributeAsync("aria-invalid", "true");
        await name.FillAsync("Dienas maiņa");
        await portal.Button("Izveidot 2 identifikatorus").ClickAsync();
        await portal.ConfirmSavedAsync();
        Assert.Contains(await portal.Taxpayer.SecretsAsync(), secret => secret is { Name: "Dienas maiņa", Clients: 2 });
    }

    [Fact]
    public async Task After_a_lost_file_all_its_passwords_are_changed_and_handed_over()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var client = (await taxpayer.RegisteredAsync([TestPerson.New("Līga Liepa")]))[0];
        (await taxpayer.RegisterAsync([TestPerson.New("Uldis Vītols"), TestPerson.New("Zane Zariņa")], SecretChoices.GenerateEach))
            .Expect(201);
        await using var portal = await PortalPage.OpenAsAsync(taxpayer, "/settings/api/secrets");
        await portal.Button("Pazaudēts fails ar parolēm").ClickAsync();
        await portal.Page.GetByLabel("Visas redzamās (3)").CheckAsync();
        await Expect(portal.Page.GetByText("3 paroles, 3 vadītāji.")).ToBeVisibleAsync();
        await portal.Button("Izveidot 3 jaunas paroles").ClickAsync();
        await Expect(portal.Dialog).ToContainTextAsync("3 ierīces nevarēs nosūtīt informāciju, līdz ievadīs jauno paroli.");
        await portal.InDialog("Izveidot 3 jaunas paroles").ClickAsync();
        await Expect(portal.Heading("Jaunās paroles")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Vecās paroles vairs nedarbojas.")).ToBeVisibleAsync();
        await Expect(portal.Page.Locator("tbody tr code", new() { HasTextRegex = new Regex("^eds_") })).ToHaveCountAsync(3);
        (await TestRun.Client.IssueTokenAsync(client, Leaks.ChosenSecret)).Expect(401);
    }

    [Fact]
    public async Task An_operator_enrols_a_taxpayer_and_sees_the_answer()
    {
        await using var portal = await PortalPage.OpenAsync();
        await portal.Page.GotoAsync("/");
        await portal.Button("Pieslēgties").ClickAsync();
        await portal.Page.Locator("input[type=checkbox]").CheckAsync();
        await portal.ChooseAsync(TestPerson.New("Olga Operatore"));
        await portal.Page.GetByLabel("fiziska persona").CheckAsync();
        await portal.Button("Reģistrēt").ClickAsync();
        await Expect(portal.Page.GetByLabel("Personas kods")).ToBeFocusedAsync();
        await portal.AssertAccessibleAsync();
        await portal.Page.GetByLabel("Personas kods").FillAsync(TestPerson.New().Code);
        await portal.Page.GetByLabel("Vārds, uzvārds").FillAsync("Jānis Bērziņš");
        await portal.Button("Reģistrēt").ClickAsync();
        await portal.AssertAccessibleAsync(portal.Page.GetByText("Reģistrēts: Jānis Bērziņš"));
    }
}
