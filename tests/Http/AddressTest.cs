namespace Eds.Tests;

/// <summary>Addresses that name nothing. They are sent as they stand here, not as a URL library would tidy them.</summary>
public sealed class AddressTest
{
    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    [Theory]
    [InlineData("{id}0")]
    [InlineData("{start}")]
    [InlineData("{upper}")]
    [InlineData("{id}%20")]
    [InlineData("%20{id}")]
    [InlineData("{id}%09")]
    [InlineData("{id}%7C")]
    [InlineData("{id}'")]
    [InlineData("{id}%27%20or%20%27a")]
    [InlineData("{id}%2Fusers")]
    [InlineData("..%2F{id}")]
    [InlineData("%5C..%5C{id}")]
    [InlineData("{id}%3F")]
    [InlineData("{id}%23")]
    [InlineData("%E2%98%83")]
    [InlineData("{id}%C4%80")]
    public async Task A_taxpayer_id_is_read_to_the_letter(string written)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var segment = written
            .Replace("{id}", taxpayer.Id, StringComparison.Ordinal)
            .Replace("{start}", taxpayer.Id[..9], StringComparison.Ordinal)
            .Replace("{upper}", taxpayer.Id.ToUpperInvariant(), StringComparison.Ordinal);

        (await GetAsync(taxpayer, $"api/taxpayers/{segment}/users")).ExpectProblem(404, "not-found");
    }

    [Theory]
    [InlineData("api/taxpayers/{id}/../users")]
    [InlineData("api/taxpayers/{id}/%2e%2e/users")]
    [InlineData("api/taxpayers//users")]
    [InlineData("api/taxpayers/{id}/./nothing")]
    [InlineData("api/taxpayers/{id}")]
    public async Task An_address_that_no_function_has_is_not_found(string path)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        Assert.Equal(404, (await GetAsync(taxpayer, path.Replace("{id}", taxpayer.Id, StringComparison.Ordinal))).Status);
    }

    [Theory]
    [InlineData("users/nobody", "DELETE")]
    [InlineData("users/%27", "DELETE")]
    [InlineData("users/a%2Fb", "DELETE")]
    [InlineData("users/a%5Cb", "DELETE")]
    [InlineData("users/a%23b%3F", "DELETE")]
    [InlineData("users/%7F", "DELETE")]
    [InlineData("users/%C4%81", "DELETE")]
    [InlineData("users/{long}", "DELETE")]
    [InlineData("taxi/clients/%27", "DELETE")]
    [InlineData("taxi/clients/{long}", "DELETE")]
    [InlineData("taxi/clients/a%2Fb", "GET")]
    [InlineData("taxi/clients/%7F", "GET")]
    [InlineData("taxi/clients/%C4%81", "GET")]
    public async Task An_odd_user_or_client_id_is_not_found(string rest, string method)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        var path = taxpayer.Path(rest.Replace("{long}", new string('a', 3_000), StringComparison.Ordinal));
        (await GetAsync(taxpayer, path, method)).ExpectProblem(404, "not-found");

        await before.ExpectUnchangedAsync();
    }

    [Theory]
    [InlineData("PUT", "api/me")]
    [InlineData("POST", "api/me")]
    [InlineData("HEAD", "api/me")]
    [InlineData("PATCH", "api/taxpayers/{id}/users")]
    [InlineData("DELETE", "api/taxpayers/{id}/taxi/clients")]
    [InlineData("GET", "api/taxpayers")]
    public async Task A_wrong_method_is_a_bare_404(string method, string path)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        (await GetAsync(taxpayer, path.Replace("{id}", taxpayer.Id, StringComparison.Ordinal), method)).ExpectBare404();
    }

    private static async Task<Answer> GetAsync(TestTaxpayer taxpayer, string path, string method = "GET")
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri($"{taxpayer.Api.BaseAddress}{path}", AsItStands));
        request.Headers.Authorization = new("Bearer", taxpayer.Token);
        return await Api.SendAsync(request);
    }
}
