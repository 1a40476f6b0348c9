using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>A list of many drivers before it is sent: from a file, with faults in it, and with the secret that they will have.</summary>
[Trait("Host", "Own")]
public sealed class PortalManyDriversTest
{
    [Fact]
    public async Task A_thousand_drivers_come_from_a_CSV_file_and_go_into_another()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var drivers = TestPerson.Drivers(1_000);

        // As Excel writes it in Latvia: semicolons and Windows-1257. One code has a typing error.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var lines = drivers.Select((driver, i) => $"{driver.Name};{(i == 700 ? "161175-19998" : driver.Code)}");
        await portal.ImportAsync(Encoding.GetEncoding(1257).GetBytes("Vārds, uzvārds;Personas kods\r\n" + string.Join("\r\n", lines)));
        await Expect(portal.Page.GetByText(new Regex("Sarakstā ir 1.000 vadītāju"))).ToBeVisibleAsync();
        await Expect(portal.Page.GetByText(new Regex("Pievienotās rindas: 1.000. Labojamās rindas: 1."))).ToBeVisibleAsync();
        await portal.ChooseOneSecretAsync();
        await portal.SubmitAsync();
        await Expect(portal.Page.Locator(".drivers input[name]:focus")).ToHaveValueAsync("161175-19998"); // the first, as it is at fault
        await portal.Page.GetByLabel("Tikai labojamās rindas").CheckAsync();
        await Expect(portal.DriverRows).ToHaveCountAsync(1);
        await Expect(portal.DriverRows).ToContainTextAsync("Personas kods nav pareizs");
        await portal.Page.GetByLabel("Personas kods").FillAsync(drivers[700].Code);
        await portal.SubmitAsync();

        var secret = await portal.SharedSecret.InnerTextAsync();
        var saved = await portal.DownloadAsync("Lejupielādēt CSV");
        Assert.Equal(1_001, saved.Count);
        Assert.StartsWith($"\"Vadītājs Nr. 1\";\"{drivers[0].Code}\";\"tx-", saved[1], StringComparison.Ordinal);
        Assert.All(saved.Skip(1), line => Assert.EndsWith($";\"{secret}\"", line, StringComparison.Ordinal));
        await portal.ConfirmSavedAsync();

        await Expect(portal.Page.GetByText(new Regex("^1.000 ierakstu$"))).ToBeVisibleAsync();
        var exported = await portal.DownloadAsync("Eksportēt CSV");
        Assert.Equal(1_001, exported.Count);
        Assert.DoesNotContain(exported, line => line.Contains(secret, StringComparison.Ordinal));
        await portal.Page.GetByLabel("Meklēt").FillAsync("vaditajs nr. 701");
        await Expect(portal.Rows).ToHaveCountAsync(1);
        await portal.Page.GetByLabel("Meklēt").FillAsync(drivers[3].Code.Replace("-", "", StringComparison.Ordinal));
        await Expect(portal.Rows).ToContainTextAsync("Vadītājs Nr. 4");
        Assert.Equal(
            drivers.Select(driver => driver.Code).Order(),
            (await portal.Taxpayer.ClientsAsync()).Select(client => client.Driver.PersonalCode).Order());
    }

    [Fact]
    public async Task Who_is_registered_already_is_counted_apart_and_taken_off_the_list_with_one_button()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var drivers = TestPerson.Drivers(62);
        await taxpayer.RegisteredAsync([.. drivers.Take(60)]);
        await using var portal = await PortalPage.OpenAsync();
        var held = await portal.HoldAsync("**/taxi/clients?*");
        await portal.EnterAsync(taxpayer.Manager, $"/taxpayers/{taxpayer.Id}/settings/api/new");
        await portal.ImportAsync(string.Join('\n', drivers.Select((driver, i) => $"{driver.Code};{(i == 61 ? "" : driver.Name)}")));
        await Expect(portal.Page.Locator(".bar.sticky")).ToContainTextAsync("Sarakstā ir 62 vadītāji.");
        // who is registered is not known yet
        await Expect(portal.Page.GetByText(new Regex("Pievienotās rindas|Labojamās rindas"))).ToHaveCountAsync(0);
        held.SetResult();
        await Expect(portal.Page.GetByText("Pievienotās rindas: 62. Jau reģistrēti: 60. Labojamās rindas: 1.")).ToBeVisibleAsync();
        await Expect(portal.Page.Locator(".bar.sticky")).ToContainTextAsync("Jau reģistrēti: 60. Labojamās rindas: 1.");
        await portal.AssertAccessibleAsync();
        await portal.Button("Noņemt jau reģistrētos (60)").ClickAsync();

        await Expect(portal.DriverRows).ToHaveCountAsync(2);
        await Expect(portal.Page.Locator(".drivers")).ToBeFocusedAsync();
        await Expect(portal.Page.GetByText("Jau reģistrēti")).ToHaveCountAsync(1); // said in passing
        await Expect(portal.Page.GetByText("Sarakstā ir 2 vadītāji.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_password_in_use_is_chosen_on_purpose_and_drivers_of_one_name_are_told_apart()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var (first, second) = (TestPerson.New("Jānis Bērziņš"), TestPerson.New("Jānis Bērziņš"));
        (await taxpayer.RegisterAsync([first], SecretChoices.Generate)).Expect(201);
        (await taxpayer.RegisterAsync([second], SecretChoices.Generate)).Expect(201);
        (await taxpayer.RegisterAsync([TestPerson.New("Anna Kalniņa")], SecretChoices.Generate)).Expect(201);
        await taxpayer.RegisteredAsync([TestPerson.New("Uldis Vītols"), TestPerson.New("Zane Zariņa")]);
        await using var portal = await PortalPage.OnNewClientsAsync(taxpayer);
        await portal.TypeDriverAsync(1, TestPerson.New("Līga Liepa"));
        await portal.Page.GetByLabel("Tāda pati kā citiem vadītājiem").CheckAsync();
        var field = portal.Page.GetByLabel("Kuriem vadītājiem");
        await Expect(field).ToHaveValueAsync("");
        await Expect(field.Locator("option")).ToHaveTextAsync(
        [
            new Regex("^Izvēlieties"), new Regex("^Uldis Vītols, Zane Zariņa – 2 vadītāji"),
            new Regex("^Anna Kalniņa – 1 vadītājs"),
            new Regex(@"^Jānis Bērziņš \([0-9-]{12}\) –"), new Regex(@"^Jānis Bērziņš \([0-9-]{12}\) –"),
        ]);
        await Expect(field).ToContainTextAsync(first.Code);
        await Expect(field).ToContainTextAsync(second.Code);

        await portal.Button("Izveidot identifikatoru").ClickAsync();
        await Expect(portal.Page.GetByText("Izvēlieties, kuru vadītāju parole tā būs.")).ToBeVisibleAsync();
        await Expect(field).ToBeFocusedAsync();
        await portal.AssertAccessibleAsync();
        await field.SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await portal.Button("Izveidot identifikatoru").ClickAsync();
        await portal.ConfirmSavedAsync();
        var clients = await taxpayer.ClientsAsync();
        Assert.Single(
            clients.Where(client => client.Driver.Name is "Līga Liepa" or "Uldis Vītols").Select(client => client.SecretId).Distinct());
    }
}
