namespace Eds.Tests;

/// <summary>The source document, from enrolment to the purge.</summary>
public sealed class JourneyTest
{
    [Fact]
    public Task A_rights_manager_registers_drivers_whose_devices_get_tokens_until_they_are_annulled() => WalkAsync(TestRun.Client);

    [Fact]
    [Trait("Host", "Own")]
    public async Task After_the_retention_the_annulled_client_is_purged_and_it_only()
    {
        await using var host = await OwnHost.StartAsync();
        var api = host.Client;
        var (company, clientIds) = await WalkAsync(api);

        // A day short of the retention nothing goes; after it that client and no other.
        host.Clock.Advance(TimeSpan.FromDays(29));
        await host.PurgeAsync();
        company = await company.SignInAsync();
        Assert.Equal(3, (await company.ClientsAsync()).Count);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.PurgeAsync();
        company = await company.SignInAsync();
        (await company.Client.GetClientAsync(company.Id, clientIds[1])).Expect(404, "not-found");
        Assert.Equal(
            new[] { clientIds[0], clientIds[2] }.Order(StringComparer.Ordinal),
            (await company.ClientsAsync()).Select(client => client.ClientId));

        // A secret does not age.
        host.Clock.Advance(TimeSpan.FromDays(1_000));
        (await api.IssueTokenAsync(clientIds[0], Leaks.ChosenSecret)).Expect(200);
    }

    /// <returns>The company, and three client_ids of which the second is annulled.</returns>
    private static async Task<(TestTaxpayer Company, IReadOnlyList<string> ClientIds)> WalkAsync(EdsClient api)
    {
        // An operator enrols the company; its manager is in the list, marked, without the right (facts 1.1, 1.2).
        var company = await api.EnrolAsync(tick: false);
        var self = await company.SelfAsync();
        Assert.Equal(new Rights(RightsManager: true, TaxiApiConfiguration: false), self.Rights);

        // The privilege alone is not enough; the manager ticks the right on the own row.
        var drivers = TestPerson.Drivers(3);
        var refused = (await company.RegisterAsync(drivers)).Expect(403, "right-missing");
        Assert.Equal("TaxiApiConfiguration", refused.Problem!.Right);
        (await company.ChangeRightsAsync(self, rightsManager: true, taxi: true)).Expect(200);

        // One password for three drivers; each has an own client_id (1.4, 1.6, 1.7).
        var clientIds = await company.RegisteredAsync(drivers);
        Assert.Equal(3, clientIds.Distinct().Count());
        var tokens = new List<string>();
        for (var i = 0; i < drivers.Count; i++)
        {
            tokens.Add((await api.IssueTokenAsync(clientIds[i], Leaks.ChosenSecret)).Expect(200).Value.AccessToken);
            var who = (await api.As(tokens[i]).WhoAmIAsync()).Expect(200).Value;
            Assert.Equal(
                (clientIds[i], company.Id, company.RegistrationNumber), (who.ClientId, who.TaxpayerId, who.RegistrationNumber));
            Assert.Equal((drivers[i].Name, drivers[i].Code), (who.Driver.Name, who.Driver.PersonalCode));
        }

        // The password can never be viewed again (1.8).
        Assert.DoesNotContain(
            Leaks.ChosenSecret, (await company.Client.ListSecretsAsync(company.Id)).Expect(200).Text, StringComparison.Ordinal);

        // Annulled: its live token and its next token request are refused at once, the other two go on (1.9).
        (await company.AnnulAsync(clientIds[1], "left")).Expect(204);
        (await api.As(tokens[1]).WhoAmIAsync()).Expect(401, "invalid_token");
        (await api.IssueTokenAsync(clientIds[1], Leaks.ChosenSecret)).Expect(401, "invalid_client");
        foreach (var i in new[] { 0, 2 })
        {
            (await api.As(tokens[i]).WhoAmIAsync()).Expect(200);
            (await api.IssueTokenAsync(clientIds[i], Leaks.ChosenSecret)).Expect(200);
        }

        return (company, clientIds);
    }
}
