using Eds.Core;

namespace Eds.Tests;

/// <summary>Finding a client by what its driver's name or its id contains; by a whole personal code only in a body, never in a URL.</summary>
public sealed class ClientSearchTest
{
    private static readonly string[] Drivers = ["Jānis Bērziņš", "Eva Liepa", "Žanete Liepa-Zāle"];

    [Theory]
    [InlineData("berz", "Jānis Bērziņš")]
    [InlineData("BĒRZIŅ", "Jānis Bērziņš")]
    [InlineData("nis be", "Jānis Bērziņš")]
    [InlineData("  liepa ", "Eva Liepa", "Žanete Liepa-Zāle")]
    [InlineData("žanete", "Žanete Liepa-Zāle")]
    [InlineData("zanete", "Žanete Liepa-Zāle")]
    [InlineData("pa-zal", "Žanete Liepa-Zāle")]
    [InlineData("nobody")]
    [InlineData("%")]
    [InlineData("'")]
    public async Task A_name_is_found_by_any_part_of_it_without_regard_to_case_and_diacritics(string search, params string[] names)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await taxpayer.RegisteredAsync(Drivers.Select(TestPerson.New));

        foreach (var found in await BothAsync(taxpayer, search))
        {
            var clients = found.Expect(200).Body["clients"]!.AsArray();
            Assert.Equal(
                names.Order(StringComparer.Ordinal), clients.Select(client => client!["driver"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_client_id_is_found_by_any_part_of_it_with_and_without_hyphens()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var clientId = (await taxpayer.RegisteredAsync(TestPerson.Drivers(3)))[1];
        var compact = clientId.Replace("-", "", StringComparison.Ordinal);

        foreach (var part in new[] { clientId, compact, clientId[15..26], clientId[18..], compact[14..24], clientId[15..26].ToUpperInvariant(), $" {compact[14..]} " })
        {
            foreach (var found in await BothAsync(taxpayer, part))
            {
                Assert.Equal([clientId], TestTaxpayer.ClientIds(found.Expect(200)));
            }
        }
    }

    [Fact]
    public async Task A_whole_personal_code_finds_its_driver_and_a_part_of_it_nobody()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var drivers = TestPerson.Drivers(3);
        var clientId = (await taxpayer.RegisteredAsync(drivers))[2];
        var code = drivers[2].Code;
        var digits = code.Replace("-", "", StringComparison.Ordinal);

        foreach (var whole in new[] { code, digits, $" {code} " })
        {
            Assert.Equal([clientId], TestTaxpayer.ClientIds((await PostAsync(taxpayer, whole)).Expect(200)));
        }

        foreach (var part in new[] { code[..^1], digits[1..], code[..6], code[7..], $"{code}0" })
        {
            Assert.Empty(TestTaxpayer.ClientIds((await PostAsync(taxpayer, part)).Expect(200)));
        }
    }

    // Codes that the log watch does not know: the host may log the address of a request.
    [Theory]
    [InlineData("329999-99709")]
    [InlineData("32999999709")]
    [InlineData("%20329999-99709%20")]
    [InlineData("329999%2D99709")]
    [InlineData("020100-29990")]
    [InlineData("329999.99709")]
    [InlineData("329999/99709")]
    [InlineData("329999_99709")]
    [InlineData("329999%E2%80%9399709")] // en dash
    [InlineData("329999%C2%A099709")] // no-break space
    [InlineData("329999%20%E2%80%93%2099709")]
    [InlineData("329999%E2%80%8B99709")] // zero width
    [InlineData("32.99.99-9%209709")]
    [InlineData("liepa%20329999.99709%20eva")]
    public async Task A_personal_code_in_a_url_is_refused(string search)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        var answer = await taxpayer.GetAsync($"taxi/clients?search={search}");

        answer.ExpectInvalid("/search personal-code-in-url");
        Assert.DoesNotContain("99709", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_id_may_stand_in_a_url_even_if_eleven_of_its_characters_are_digits()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var clientId = ClientId.Draw("0123456789");
        while (!char.IsAsciiDigit(clientId.Compact[10]))
        {
            clientId = ClientId.Draw("0123456789");
        }

        (await taxpayer.GetAsync($"taxi/clients?search={clientId}")).Expect(200);
    }

    [Theory]
    [InlineData("329999.9970")] // ten digits
    [InlineData("329999a99709")]
    [InlineData("7-24")]
    public async Task What_is_no_personal_code_may_stand_in_a_url(string search)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        Assert.Empty(TestTaxpayer.ClientIds((await taxpayer.GetAsync($"taxi/clients?search={search}")).Expect(200)));
    }

    [Fact]
    public async Task A_search_goes_through_pages_and_states()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var clientIds = await taxpayer.RegisteredAsync(Enumerable.Range(0, 6).Select(i => TestPerson.New(i % 2 == 0 ? "Eva Liepa" : "Anna Kalna")));
        (await taxpayer.AnnulAsync(clientIds[0])).Expect(204);
        var (found, continuation) = (new List<string>(), "");
        do
        {
            var page = (await taxpayer.GetAsync($"taxi/clients?search=liepa&state=all&limit=1&continuation={continuation}")).Expect(200);
            found.AddRange(TestTaxpayer.ClientIds(page));
            continuation = page.Body["continuation"]?.GetValue<string>();
        }
        while (continuation is not null);

        Assert.Equal(new[] { clientIds[0], clientIds[2], clientIds[4] }.Order(StringComparer.Ordinal), found);
        Assert.Equal([clientIds[0]], TestTaxpayer.ClientIds((await taxpayer.GetAsync("taxi/clients?search=liepa&state=annulled")).Expect(200)));
    }

    private static async Task<Answer[]> BothAsync(TestTaxpayer taxpayer, string search) =>
        [await taxpayer.GetAsync($"taxi/clients?search={Uri.EscapeDataString(search)}"), await PostAsync(taxpayer, search)];

    private static Task<Answer> PostAsync(TestTaxpayer taxpayer, string search) =>
        taxpayer.Api.SendAsync(HttpMethod.Post, taxpayer.Path("taxi/clients/search"), taxpayer.Token, new { search });
}
