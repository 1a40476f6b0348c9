namespace Eds.Tests;

public sealed class ClientListTest(ClientListTest.Listed listed) : IClassFixture<ClientListTest.Listed>
{
    private static readonly string[] Drivers = ["Jānis Bērziņš", "Eva Liepa", "Žanete Liepa-Zāle", "Uldis Liepiņš"];

    /// <summary>The client of the last driver is annulled.</summary>
    public sealed class Listed : IAsyncLifetime
    {
        public TestTaxpayer Taxpayer { get; private set; } = null!;

        public IReadOnlyList<TestPerson> People { get; } = [.. Drivers.Select(TestPerson.New)];

        public IReadOnlyList<string> ClientIds { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Taxpayer = await TestRun.Client.EnrolAsync();
            ClientIds = (await Taxpayer.RegisterFleetAsync(People)).ClientIds;
            (await Taxpayer.AnnulAsync(ClientIds[^1])).Expect(204);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private TestTaxpayer Taxpayer => listed.Taxpayer;

    [Theory]
    [InlineData(1, "1 1 1 1")]
    [InlineData(2, "2 2")]
    [InlineData(3, "3 1")]
    [InlineData(4, "4")]
    [InlineData(1, "1 1 1", "liep", 1, 2, 3)]
    [InlineData(2, "0", "nobody")]
    public async Task Pages_have_every_client_once_in_the_order_of_their_ids(
        int limit, string sizes, string? search = null, params int[] drivers)
    {
        foreach (var byPost in new[] { false, true })
        {
            var pages = new List<IReadOnlyList<string>>();
            string? continuation = null;
            do
            {
                var page = byPost
                    ? await Taxpayer.Client.SearchClientsAsync(Taxpayer.Id, new(search, "all", limit, continuation))
                    : await Taxpayer.Client.ListClientsAsync(Taxpayer.Id, search, "all", limit, continuation);
                pages.Add(page.Expect(200).ClientIds());
                continuation = page.Value.Continuation;
            }
            while (continuation is not null);

            // Where the last in order is not found, a search ends with an empty page.
            Assert.Equal(sizes, string.Join(' ', pages.Select(page => page.Count).Where((count, at) => count > 0 || at == 0)));
            Assert.Equal(IdsOf(search is null ? [0, 1, 2, 3] : drivers), pages.SelectMany(page => page));
        }
    }

    [Fact]
    public async Task A_page_has_100_by_default_and_at_most_500()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await taxpayer.RegisterFleetAsync(510);

        var unasked = (await taxpayer.Client.ListClientsAsync(taxpayer.Id)).Expect(200);
        var most = (await taxpayer.Client.ListClientsAsync(taxpayer.Id, limit: 500)).Expect(200);

        Assert.Equal((100, 500), (unasked.Value.Clients.Count, most.Value.Clients.Count));
        Assert.NotNull(most.Value.Continuation);

        // An empty parameter is an absent one.
        var empty = Routes.ListClients(taxpayer.Id).With(("search", ""), ("state", ""), ("limit", ""), ("continuation", ""));
        Assert.Equal(unasked.Text, (await taxpayer.Client.SendAsync(empty)).Expect(200).Text);
        Assert.Equal(unasked.Text, (await taxpayer.Client.SearchClientsAsync(taxpayer.Id, new("", "", null, ""))).Expect(200).Text);
    }

    [Theory]
    [InlineData("0", "berz", "BĒRZIŅ", "nis be", "nis\u00A0\u2009be", "\u3000Jānis  Bērz")]
    [InlineData("1 2", "  liepa ")]
    [InlineData("2", "žanete", "zanete", "pa-zal")]
    [InlineData("", "nobody", "uldis", "%", "'")] // Uldis is annulled
    public Task A_name_is_found_by_any_part_whatever_its_case_and_diacritics(string drivers, params string[] searches) =>
        Assert.AllAsync(searches, async search =>
            Assert.Equal(IdsOf(drivers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)), await ListedAsync(search)));

    [Fact]
    public Task A_client_id_is_found_by_any_part_with_and_without_hyphens()
    {
        var clientId = listed.ClientIds[1];
        var compact = clientId.WithoutHyphens();
        return Assert.AllAsync<string>(
            [
                clientId, compact, clientId[15..26], clientId[18..], compact[14..24], clientId[15..26].ToUpperInvariant(),
                $" {compact[14..]} ",
            ],
            async part => Assert.Equal([clientId], await ListedAsync(part)));
    }

    [Fact]
    public async Task A_whole_personal_code_finds_its_driver_and_a_part_nobody()
    {
        var (code, digits, clientId) = (listed.People[2].Code, listed.People[2].Code.WithoutHyphens(), listed.ClientIds[2]);

        await Assert.AllAsync<string>([code, digits, $" {code} "], async whole => Assert.Equal([clientId], await SearchAsync(whole)));
        await Assert.AllAsync<string>(
            [code[..^1], digits[1..], code[..6], code[7..], $"{code}0"], async part => Assert.Empty(await SearchAsync(part)));
    }

    // Codes that the log watch does not know: the host may log the address of a request.
    [Fact]
    public Task A_personal_code_in_a_url_is_refused() => Assert.AllAsync<string>(
        [
            "329999-99709", "32999999709", "%20329999-99709%20", "329999%2D99709", "329999.99709", "329999/99709", "329999_99709",
            "329999%E2%80%9399709", "329999%C2%A099709", "329999%20%E2%80%93%2099709", // en dash, no-break space
            "329999%E2%80%8B99709", "32.99.99-9%209709", "liepa%20329999.99709%20eva", // zero width
        ],
        async search =>
        {
            var answer = (await ListAsync($"search={search}")).ExpectInvalid("/search personal-code-in-url");

            Assert.DoesNotContain("99709", answer.Text, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("329999.9970")] // ten digits
    [InlineData("329999a99709")]
    [InlineData("7-24")]
    [InlineData("tx-00000-00000-00000-00000-00000-1y69h")] // a client_id, though it begins with eleven digits
    public async Task What_is_no_personal_code_may_stand_in_a_url(string search) => (await ListAsync($"search={search}")).Expect(200);

    [Fact]
    public async Task Clients_are_listed_by_their_secret_which_tells_how_many_are_active()
    {
        var (taxpayer, stranger) = (await TestRun.Client.EnrolAsync(), await TestRun.Client.EnrolAsync());
        var (ids, secretId, _) = await taxpayer.RegisterFleetAsync(3);
        var chosen = (await taxpayer.RegisterAsync(TestPerson.Drivers(1))).Expect(201).Value;
        await taxpayer.RegisteredAsync(TestPerson.Drivers(1), SecretChoices.Existing(chosen.SecretId!));
        var unused = await taxpayer.RegisterOneAsync();
        (await taxpayer.AnnulAsync([ids[0], unused.ClientId])).Expect(200);
        var (active, all) = (ids.Skip(1).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));

        Assert.Equal(
            new[] { (secretId, 1, "generated", 2), (chosen.SecretId!, 1, "chosen", 2), (unused.SecretId, 1, "generated", 0) }.Order(),
            (await taxpayer.SecretsAsync()).Select(one => (one.SecretId, one.Version, one.Kind, one.Clients)).Order());
        Assert.Equal(active, await BySecretAsync(secretId));
        Assert.Equal(all, await BySecretAsync(secretId, "all"));
        Assert.Equal(
            all, (await taxpayer.Client.SearchClientsAsync(taxpayer.Id, new(null, "all", null, null, secretId))).Expect(200).ClientIds());
        Assert.Equal(4, (await BySecretAsync("")).Count);
        Assert.Empty(await BySecretAsync("0000000000000001"));
        Assert.Empty(await BySecretAsync("x' or SecretId ne '"));
        Assert.Empty((await stranger.Client.ListClientsAsync(stranger.Id, secretId: secretId)).Expect(200).Value.Clients);

        var first = (await taxpayer.Client.ListClientsAsync(taxpayer.Id, limit: 1, secretId: secretId)).Expect(200);
        var second = (await taxpayer.Client.ListClientsAsync(
            taxpayer.Id, limit: 1, secretId: secretId, continuation: first.Value.Continuation)).Expect(200);
        Assert.Equal(active, first.ClientIds().Concat(second.ClientIds()));

        async Task<IReadOnlyList<string>> BySecretAsync(string id, string? state = null) =>
            (await taxpayer.Client.ListClientsAsync(taxpayer.Id, state: state, secretId: id)).Expect(200).ClientIds();
    }

    private IEnumerable<string> IdsOf(IEnumerable<int> drivers) =>
        drivers.Select(driver => listed.ClientIds[driver]).Order(StringComparer.Ordinal);

    private async Task<IReadOnlyList<string>> ListedAsync(string search) =>
        (await Taxpayer.Client.ListClientsAsync(Taxpayer.Id, search)).Expect(200).ClientIds();

    private async Task<IReadOnlyList<string>> SearchAsync(string search) =>
        (await Taxpayer.Client.SearchClientsAsync(Taxpayer.Id, new(search, null, null, null))).Expect(200).ClientIds();

    /// <param name="query">As it stands.</param>
    private Task<Answer> ListAsync(string query)
    {
        var route = Routes.ListClients(Taxpayer.Id);
        return Taxpayer.Client.SendAsync(route with { Path = $"{route.Path}?{query}" });
    }
}
