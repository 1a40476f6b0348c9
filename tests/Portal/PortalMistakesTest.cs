using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>
/// Mistakes that the page keeps a manager from: hidden selections, half-loaded numbers, silence, ticks that lie, the wrong company.
/// </summary>
[Trait("Host", "Own")]
public sealed class PortalMistakesTest
{
    [Fact]
    public async Task Only_what_is_seen_is_selected_and_many_are_annulled_by_one_call_after_their_number_was_typed()
    {
        await using var portal = await PortalPage.WithDriversAsync(
            "/settings/api", [.. Enumerable.Range(0, 60).Select(i => $"Līga Liepa {i:D2}"), "Uldis Vītols"]);
        var calls = 0;
        portal.Page.Request += (_, request) => calls += request.Url.EndsWith("/taxi/clients/annul", StringComparison.Ordinal) ? 1 : 0;
        var all = portal.Page.Locator("thead input[type=checkbox]");
        await all.CheckAsync();
        await Expect(portal.Page.GetByText("Atlasīti: 50")).ToBeVisibleAsync();
        await portal.Page.GetByLabel("Meklēt").FillAsync("liepa");
        await Expect(portal.Page.GetByText("Atlasīti:")).ToHaveCountAsync(0);

        await all.CheckAsync();
        await portal.Button("Atlasīt visus 60 atrastos").ClickAsync();
        await portal.Button("Anulēt atlasītos").ClickAsync();
        await portal.ConfirmAnnulmentAsync();
        var number = portal.Dialog.GetByLabel("Lai apstiprinātu");
        await Expect(number).ToBeFocusedAsync();
        await portal.AssertAccessibleAsync();
        await number.FillAsync("60");
        await portal.InDialog("Anulēt").ClickAsync();
        await portal.Button("Atsaukt").ClickAsync();
        await Expect(portal.Page.GetByText("Anulēšana ir atsaukta: nekas nav mainīts.")).ToBeVisibleAsync();
        Assert.Equal(0, calls);

        await all.CheckAsync();
        await portal.Button("Atlasīt visus 60 atrastos").ClickAsync();
        await portal.Button("Anulēt atlasītos").ClickAsync();
        await portal.AnnulAsync(confirmed: "60");
        await Expect(portal.Page.GetByText("Anulēti API klienti: 60.")).ToBeVisibleAsync();
        Assert.Equal(1, calls);
        Assert.Equal(["Uldis Vītols"], (await portal.Taxpayer.ClientsAsync("active")).Select(client => client.Driver.Name));
    }

    [Fact]
    public async Task An_annulment_is_sent_after_ten_seconds_in_which_it_could_be_taken_back()
    {
        await using var portal = await PortalPage.WithDriversAsync("/settings/api", "Līga Liepa");
        await portal.Page.Clock.InstallAsync();
        await portal.ActAsync("Līga Liepa", "Anulēt");
        await portal.ConfirmAnnulmentAsync();
        await Expect(portal.Page.GetByText("Līga Liepa: API klientu anulēs pēc 10 s.")).ToBeVisibleAsync();
        Assert.Equal(ClientState.Active, (await portal.Taxpayer.ClientsAsync())[0].State);
        await portal.AssertAccessibleAsync(); // here, where it is quick: one row
        await portal.Page.Clock.RunForAsync(11_000);
        await Expect(portal.Page.GetByText("Anulēts API klients: Līga Liepa.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task While_clients_load_nothing_is_said_that_is_not_known()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await taxpayer.RegisteredAsync([TestPerson.New("Līga Liepa")]);
        await using var portal = await PortalPage.OpenAsync();
        var held = await portal.HoldAsync("**/taxi/clients?*");
        await portal.EnterAsync(taxpayer.Manager, $"/taxpayers/{taxpayer.Id}/events");
        await Expect(portal.Page.Locator("ol.events")).ToContainTextAsync("izveidots API klients 1 vadītājam – identifikators tx-");
        await Expect(portal.Page.GetByText("kura ieraksta vairs nav")).ToHaveCountAsync(0);
        await portal.Link("Vadītāji").ClickAsync();
        await Expect(portal.Page.Locator(".skeleton")).ToBeVisibleAsync();
        await Expect(portal.Page.Locator("table")).ToHaveCountAsync(0);
        await portal.Link("Sākums").ClickAsync();
        await Expect(portal.Page.Locator("ul.numbers li").Nth(1)).ToHaveTextAsync("1 aktīvs vadītājs");
        held.SetResult();
        await portal.Link("Notikumi").ClickAsync();
        await Expect(portal.Page.Locator("ol.events")).ToContainTextAsync("izveidots API klients 1 vadītājam – Līga Liepa.");
    }

    [Fact]
    public async Task Slow_storage_is_told_after_five_seconds_and_asked_again()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await using var portal = await PortalPage.OpenAsync();
        await portal.Page.Clock.InstallAsync();
        var asked = 0;
        await portal.Page.RouteAsync("**/api/taxpayers/*/users", async route =>
        {
            if (++asked > 1)
            {
                await route.ContinueAsync(); // the first is never answered
            }
        });
        await portal.EnterAsync(taxpayer.Manager, $"/taxpayers/{taxpayer.Id}/users");
        await Expect(portal.Page.Locator(".skeleton")).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText("Ielāde notiek ilgāk nekā parasti.")).ToHaveCountAsync(0);
        await portal.Page.Clock.RunForAsync(5_100);
        await portal.AssertAccessibleAsync(portal.Page.GetByText("Ielāde notiek ilgāk nekā parasti."));
        await portal.Button("Mēģināt vēlreiz").ClickAsync();
        await Expect(portal.Page.Locator("tr.self")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_easily_guessed_gets_no_tick_and_the_servers_words()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        await portal.TypeDriverAsync(1, TestPerson.New("Līga Liepa"));
        await portal.Page.GetByLabel("Jūsu izvēlēta").CheckAsync();
        var field = portal.Page.GetByLabel("Parole", new() { Exact = true });
        await field.FillAsync("vasara2026vasara2026");
        await Expect(portal.Page.Locator("ul.rules")).Not.ToContainTextAsync("virkne");
        await Expect(portal.Page.GetByText("Vai parole nav pārāk viegli uzminama, pārbauda sistēma")).ToBeVisibleAsync();
        await portal.Button("Izveidot identifikatoru").ClickAsync();
        await Expect(field).ToHaveAccessibleDescriptionAsync(new Regex("^Parole (atkārto|ir )"));
        await Expect(field).ToBeFocusedAsync(); // and no notice far above it
    }

    [Fact]
    public async Task Back_to_the_used_callback_finds_the_session_and_no_translation_touches_a_secret()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await using var portal = await PortalPage.OpenAsync();
        var callback = new TaskCompletionSource<string>();
        portal.Page.FrameNavigated += (_, frame) =>
            _ = frame.Url.Contains("/signed-in", StringComparison.Ordinal) && callback.TrySetResult(frame.Url);
        await portal.SignInAsync(taxpayer.Manager);
        await Expect(portal.Heading("Sākums")).ToBeVisibleAsync();
        await portal.Page.GotoAsync("about:blank");
        await portal.Page.GotoAsync(await callback.Task);
        await Expect(portal.Heading("Sākums")).ToBeVisibleAsync();

        await portal.GoToNewClientsAsync();
        await portal.TypeDriverAsync(1, TestPerson.New("Līga Liepa"));
        await portal.Button("Izveidot identifikatoru").ClickAsync();
        await Expect(portal.Page.Locator("main:has(section.secret)")).ToHaveAttributeAsync("translate", "no");
    }
}
