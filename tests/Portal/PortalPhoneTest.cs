using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>What slows or misleads someone who does it all on a phone for the first time.</summary>
[Trait("Host", "Own")]
public sealed class PortalPhoneTest
{
    [Fact]
    public async Task Each_field_of_a_driver_has_its_label_and_no_fault_is_cut_off()
    {
        await using var portal = await PortalPage.OnPhoneAsync("/settings/api/new");
        var row = portal.DriverRows;
        await Expect(row).ToHaveCountAsync(1);
        Assert.Equal(
            ["\"Personas kods: \"", "\"Vārds, uzvārds: \""],
            await row.Locator("td[data-label]")
                .EvaluateAllAsync<string[]>("cells => cells.map(cell => getComputedStyle(cell, '::before').content)"));
        await Expect(portal.Page.Locator(".drivers input[type=checkbox]:visible")).ToHaveCountAsync(0);

        await row.GetByLabel("Personas kods").FillAsync("161175-19998");
        await row.GetByLabel("Vārds, uzvārds").FillAsync("");
        await portal.Button("Izveidot identifikatoru").ClickAsync();
        await Expect(row).ToContainTextAsync("Ievadiet vārdu un uzvārdu.");
        foreach (var width in new[] { 390, 768, 1_024 })
        {
            await portal.Page.SetViewportSizeAsync(width, 844);
            Assert.True(
                await row.Locator(".about").EvaluateAsync<bool>("cell => cell.scrollHeight <= cell.clientHeight"), $"Cut off at {width}");
        }

        await portal.Page.SetViewportSizeAsync(390, 844);
        await portal.Button("Pievienot vadītāju").ClickAsync();
        await Expect(portal.Page.Locator(".drivers input[name]")).ToHaveCountAsync(4);
        await Expect(portal.Page.Locator(".drivers .pick input")).ToHaveCountAsync(0); // two are no list to choose from
    }

    [Theory]
    [InlineData("")]
    [InlineData("/rides")]
    public async Task The_menus_first_entry_is_in_sight(string path)
    {
        await using var portal = await PortalPage.OnPhoneAsync(path);
        await Expect(portal.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(portal.Link("Vadītāji")).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Fact]
    public async Task A_suspended_driver_stays_in_sight_and_is_brought_back_by_Undo()
    {
        await using var portal = await PortalPage.OnPhoneAsync("/settings/api", "Līga Liepa", "Uldis Vītols");
        var row = portal.Page.Locator("tbody tr", new() { HasText = "Līga Liepa" });
        await portal.ActAsync("Līga Liepa", "Apturēt");
        await Expect(row.Locator(".tag.suspended")).ToHaveTextAsync("Apturēts");
        await Expect(portal.Rows).ToHaveCountAsync(2);
        await portal.AssertAccessibleAsync();
        await portal.Button("Atsaukt").ClickAsync();
        await Expect(portal.Page.GetByText("Darbība atjaunota: Līga Liepa.")).ToBeVisibleAsync();
        await Expect(row.Locator(".tag.suspended")).ToHaveCountAsync(0);
        Assert.All(await portal.Taxpayer.ClientsAsync(), client => Assert.Equal(ClientState.Active, client.State));

        // The active filter is shown, and a tap removes it.
        await portal.ActAsync("Līga Liepa", "Apturēt");
        await Expect(row.Locator(".tag.suspended")).ToBeVisibleAsync();
        await portal.Page.ReloadAsync();
        await Expect(portal.Rows).ToHaveCountAsync(1);
        await portal.Page.GetByText("Statuss: Aktīvie ×").ClickAsync();
        await Expect(portal.Rows).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Ticking_a_driver_moves_no_row()
    {
        await using var portal = await PortalPage.OnPhoneAsync(
            "/settings/api", [.. Enumerable.Range(0, 20).Select(i => $"Līga Liepa {i:D2}")]);
        var second = portal.Rows.Nth(1);
        await Expect(second).ToBeVisibleAsync();
        var before = await second.BoundingBoxAsync();
        await portal.Page.GetByLabel("Atlasīt: Līga Liepa 00").CheckAsync();
        await Expect(portal.Button("Anulēt atlasītos")).ToBeInViewportAsync();
        Assert.Equal(before!.Y, (await second.BoundingBoxAsync())!.Y);
        await portal.Button("Atlasīt visu lapu (20)").ClickAsync();
        await Expect(portal.Page.GetByText("Atlasīti: 20")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_confirmed_annulment_is_sent_although_the_page_is_left()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await taxpayer.RegisteredAsync([TestPerson.New("Līga Liepa")]);
        await using var portal = await PortalPage.OpenAsync(390, 844);
        await portal.SignInAsync(taxpayer.Manager, $"/taxpayers/{taxpayer.Id}/settings/api");
        await portal.ActAsync("Līga Liepa", "Anulēt");
        await Expect(portal.InDialog("Paturēt")).ToBeVisibleAsync();
        await portal.ConfirmAnnulmentAsync();
        await Expect(portal.Page.GetByText("Līga Liepa: API klientu anulēs pēc")).ToBeVisibleAsync();
        await portal.Button("Beigt darbu").ClickAsync();
        await Expect(portal.Page.GetByText("Darbs ir beigts.")).ToBeVisibleAsync();
        await portal.SignInAsync(taxpayer.Manager, $"/taxpayers/{taxpayer.Id}/settings/api?state=annulled");
        await Expect(portal.Rows).ToContainTextAsync("Līga Liepa");
    }

    [Fact]
    public async Task Handed_over_on_a_phone_and_the_new_ones_come_first()
    {
        await using var portal = await PortalPage.OnPhoneAsync("/settings/api/new", "Anna Kalniņa");
        await portal.Page.EvaluateAsync("() => { navigator.share = async ({ text }) => { window.shared = text; }; }");
        await portal.TypeDriverAsync(1, TestPerson.New("Zane Zariņa"));
        await portal.Button("Pievienot vadītāju").ClickAsync();
        await portal.TypeDriverAsync(2, TestPerson.New("Uldis Vītols"));
        await portal.Button("Izveidot 2 identifikatorus").ClickAsync();

        await portal.Button("Kopēt abus: Uldis Vītols").ClickAsync();
        await Expect(portal.Page.GetByText("Identifikators un parole ir nokopēti.")).ToBeVisibleAsync();
        var copied = await portal.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Matches(new Regex("^Uldis Vītols\nclient_id: tx-[^\n]+\nclient_secret: eds_[0-9A-Za-z]{38}$"), copied);
        await portal.Button("Sūtīt: Uldis Vītols").ClickAsync();
        Assert.Equal(copied, await portal.Page.EvaluateAsync<string>("window.shared"));
        await portal.DownloadAsync("Lejupielādēt CSV");
        await Expect(portal.Page.GetByText("Fails ir lejupielādēts.")).ToBeVisibleAsync();
        await portal.ConfirmSavedAsync();
        await Expect(portal.Page.GetByText("Izveidoti 2 API klienti.")).ToBeVisibleAsync();
        await Expect(portal.Rows.Last).ToContainTextAsync("Anna Kalniņa");
        await Expect(portal.Rows.First).ToContainTextAsync("Jauns");
    }
}
