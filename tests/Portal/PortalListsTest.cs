using Microsoft.Playwright;
using MiniExcelLibs;
using static Microsoft.Playwright.Assertions;

namespace Eds.Tests.Portal;

/// <summary>Lists as companies have them: nobody gets into the list of drivers before the person has said which column is what.</summary>
[Trait("Host", "Own")]
public sealed class PortalListsTest
{
    [Fact]
    public async Task Of_a_workbook_one_sheet_is_read_and_lost_zeros_come_back()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var drivers = TestPerson.Drivers(3);
        var workbook = Workbook(
            ("Atlaistie", [["Personas kods", "Vārds, uzvārds"], [32_999_999_901d, "Eva Liepa"]]),
            ("Strādā",
            [
                ["Nr. p. k.", "Vārds", "Uzvārds", "Personas kods"],
                .. drivers.Select((driver, i) => new object[] { i + 1, "Jānis", $"Bērziņš {"ABC"[i]}", Number(driver.Code) }),
                [4, "Zane", "Zariņa", 3_030_310_012d],
            ]));
        await ChooseAsync(portal, "vaditaji.xlsx", workbook);
        await Expect(portal.Dialog).ToContainTextAsync("Kurā lapā ir vadītāji?");
        await Expect(portal.Dialog.Locator("table")).ToHaveCountAsync(0); // both have codes: nothing is chosen for the person
        await portal.Dialog.GetByLabel("Strādā").CheckAsync();
        await Expect(portal.DriverRows).ToHaveCountAsync(1); // the empty one
        await portal.InDialog("Pievienot 4 vadītājus").ClickAsync();

        await Expect(portal.DriverRows).ToHaveCountAsync(4);
        await Expect(Field(portal, 1, "personalCode")).ToHaveValueAsync(drivers[0].Code);
        await Expect(Field(portal, 1, "name")).ToHaveValueAsync("Jānis Bērziņš A");
        await Expect(Field(portal, 4, "personalCode")).ToHaveValueAsync("030303-10012");
        await Expect(portal.DriverRows.Nth(3)).ToContainTextAsync("nulli");
        await Expect(portal.Page.Locator(".drivers tr.faulty")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_table_on_the_clipboard_is_pasted_and_a_question_answered_by_keyboard_alone()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var drivers = TestPerson.Drivers(2);
        var rows = drivers.Select(driver => $"<tr><td>{driver.Name}</td><td>3712612345{driver.Code[^1]}</td><td>{driver.Code}</td></tr>");
        await portal.Page.EvaluateAsync(
            """
            ([html, text]) => navigator.clipboard.write([new ClipboardItem({
              "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob([text], { type: "text/plain" }) })])
            """,
            new[] { $"<table><tr><td colspan=3>Autovadītāji</td></tr>{string.Concat(rows)}</table>", "the table\tas text" });
        await Field(portal, 1, "personalCode").FocusAsync();
        await portal.Page.Keyboard.PressAsync("Control+V");

        await Expect(portal.Dialog).ToContainTextAsync("Kurā kolonnā ir vadītāja personas kods");
        await Expect(portal.Dialog.GetByLabel("2. kolonna")).ToBeFocusedAsync();
        await Expect(portal.InDialog("Pievienot sarakstam")).ToBeDisabledAsync();
        await portal.Page.Keyboard.PressAsync("Tab");
        await portal.Page.Keyboard.TypeAsync("Personas");
        await Expect(portal.Dialog.GetByLabel("3. kolonna")).ToHaveValueAsync("code");
        await portal.TabToAsync(portal.InDialog("Pievienot 2 vadītājus"));
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(Field(portal, 2, "personalCode")).ToHaveValueAsync(drivers[1].Code);
        await Expect(Field(portal, 2, "name")).ToHaveValueAsync(drivers[1].Name);
        await Expect(portal.DriverRows).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Five_thousand_rows_are_filtered_corrected_removed_and_brought_back()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var lines = Enumerable.Range(0, 5_000).Select(i => i switch
        {
            1_999 => "Vadītājs Nr. 2000;161175-19998",
            3_999 => $";32{i:D9}",
            _ => $"Vadītājs Nr. {i + 1};32{i:D9}",
        });
        await ChooseAsync(
            portal, "saraksts.csv", System.Text.Encoding.UTF8.GetBytes("Vārds, uzvārds;Personas kods\n" + string.Join('\n', lines)));
        await portal.Dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Pievienot 5.000 vadītājus$") }).ClickAsync();

        // Faults first; the rows in sight are drawn, and no others.
        await Expect(portal.Page.Locator(".drivers tr.faulty")).ToHaveCountAsync(2);
        await Expect(portal.DriverRows.First).ToContainTextAsync("Personas kods nav pareizs");
        Assert.InRange(await portal.DriverRows.CountAsync(), 5, 100);
        await Expect(portal.Page.Locator(".drivers table")).ToHaveAttributeAsync("aria-rowcount", "5001");
        await portal.Page.GetByLabel("Tikai labojamās rindas (2)").CheckAsync();
        await Expect(portal.DriverRows).ToHaveCountAsync(2);
        await Field(portal, 2, "name").PressSequentiallyAsync("Jānis Bērziņš");
        await Expect(portal.Page.Locator(".drivers input[name]:focus")).ToHaveValueAsync("Jānis Bērziņš");
        await Expect(portal.DriverRows).ToHaveCountAsync(2); // it stays while it is corrected
        await Field(portal, 1, "personalCode").FillAsync("161175-19997");
        await Field(portal, 2, "name").FillAsync("");
        await Expect(portal.Page.GetByText("Labojamās rindas: 1.").Last).ToBeVisibleAsync();

        await portal.Page.GetByLabel("Tikai labojamās rindas (1)").UncheckAsync();
        await portal.Page.GetByLabel("Kārtot:").SelectOptionAsync("entered");
        await portal.Page.Locator(".drivers").EvaluateAsync("box => box.scrollTop = box.scrollHeight");
        await Expect(portal.DriverRows.Last.Locator("[name=name]")).ToHaveValueAsync("Vadītājs Nr. 5000");
        await portal.Page.GetByLabel("Atlasīt 5000. vadītāju").CheckAsync();
        await portal.Button("Noņemt atlasītos (1)").ClickAsync();
        await Expect(portal.Button("Izveidot", exact: false)).ToHaveTextAsync(new Regex("^Izveidot 4.999 identifikatorus$"));
        await portal.Button("Notīrīt sarakstu").ClickAsync();
        await Expect(portal.Button("Izveidot identifikatorus")).ToBeVisibleAsync();
        await portal.Button("Atsaukt").ClickAsync();
        await Expect(portal.Button("Izveidot", exact: false)).ToHaveTextAsync(new Regex("^Izveidot 4.999 identifikatorus$"));
    }

    [Fact]
    public async Task The_step_and_the_list_are_accessible()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        await ChooseAsync(
            portal,
            "saraksts.csv",
            """
            Saraksts
            Vārds, uzvārds;Vecais personas kods;Jaunais personas kods
            Ozola, Anna;161175-19997;329999-99901
            2. Eva Liepa;020100-29990;329999-99709
            Kopā: 2;;
            """u8.ToArray());
        await Expect(portal.Dialog.Locator("select[aria-invalid]")).ToHaveCountAsync(2);
        await portal.AssertAccessibleAtAllWidthsAsync();
        await portal.Dialog.Locator("thead select").Nth(2).SelectOptionAsync("code");
        await portal.AssertAccessibleAtAllWidthsAsync();
        await portal.Dialog.Locator("button[type=submit]").ClickAsync();

        await Expect(portal.Page.Locator(".drivers tr.faulty")).ToHaveCountAsync(2);
        await portal.AssertAccessibleAtAllWidthsAsync();
        await portal.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Sakārtot vārdus") }).ClickAsync();
        await Expect(Field(portal, 1, "name")).ToHaveValueAsync("Eva Liepa");
        await Expect(portal.Page.Locator("[name=name]").Last).ToHaveValueAsync("Anna Ozola");
    }

    [Fact]
    public async Task The_workbook_of_passwords_has_the_columns_of_the_CSV_and_the_template_is_one_that_is_read()
    {
        await using var portal = await PortalPage.OnNewClientsAsync();
        var template = await portal.Page.RunAndWaitForDownloadAsync(() => portal.Button("Lejupielādēt paraugu").ClickAsync());
        var rows = await ReadAsync(template);
        Assert.Equal(["Personas kods", "Vārds, uzvārds"], rows[0]);
        Assert.Equal(3, rows.Count);

        await portal.TypeDriverAsync(1, TestPerson.New("=1+1 Līga Liepa"));
        await portal.Button("Izveidot identifikatoru").ClickAsync();
        var saved = await portal.Page.RunAndWaitForDownloadAsync(() => portal.Button("Lejupielādēt Excel").ClickAsync());
        var csv = await portal.DownloadAsync("Lejupielādēt CSV");
        Assert.Equal(
            csv.Select(line => line.Trim('\ufeff')),
            (await ReadAsync(saved)).Select(row =>
                string.Join(';', row.Select(cell => $"\"{cell.Replace("=1", "'=1", StringComparison.Ordinal)}\""))));
    }

    private static ILocator Field(PortalPage portal, int row, string name) =>
        portal.DriverRows.Nth(row - 1).Locator($"[name={name}]");

    private static Task ChooseAsync(PortalPage portal, string name, byte[] content) =>
        portal.Page.Locator("input[type=file]").SetInputFilesAsync(
        new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });

    private static double Number(string code) =>
        double.Parse(code.WithoutHyphens(), CultureInfo.InvariantCulture);

    /// <summary>Of each sheet the first row are the heads.</summary>
    private static byte[] Workbook(params (string Name, object[][] Rows)[] sheets)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(sheets.ToDictionary(sheet => sheet.Name, object (sheet) => sheet.Rows.Skip(1)
            .Select(row => sheet.Rows[0].Zip(row).ToDictionary(cell => (string)cell.First, cell => cell.Second))));
        return stream.ToArray();
    }

    private static async Task<List<string[]>> ReadAsync(IDownload workbook)
    {
        using var copy = new MemoryStream(await File.ReadAllBytesAsync(await workbook.PathAsync()));
        var rows = copy.Query().Cast<IDictionary<string, object?>>();
        return [.. rows.Select(row => row.Values.Select(cell => cell?.ToString() ?? "").ToArray())];
    }
}
