namespace Eds.Tests;

public sealed class ClientsTest
{
    [Fact]
    public async Task A_client_tells_who_made_it_and_when_and_its_driver_in_canonical_form()
    {
        var (taxpayer, composed, longest) = (await TestRun.Client.EnrolAsync(), "Jānis Bērziņš", new string('ā', 100));
        TestPerson[] drivers =
            [new(" 91234567890 ", $"  {composed.Normalize(NormalizationForm.FormD)}\t"), new("329999-99709", longest)];
        var registered = (await taxpayer.RegisterAsync(drivers, SecretChoices.Generate)).Expect(201).Value;

        DriverBody[] canonical = [new(composed, "912345-67890"), new(longest, "329999-99709")];
        Assert.Equal(canonical, registered.Clients.Select(one => one.Driver));
        var client = await taxpayer.ClientAsync(registered.Clients[0].ClientId["tx-".Length..].ToUpperInvariant()); // as people type it
        Assert.Equal(canonical[0], client.Driver);
        Assert.Equal((registered.SecretId, registered.Clients[0].CreatedAt), (client.SecretId, client.CreatedAt));
        Assert.Equal((ClientState.Active, null), (client.State, client.AnnulledAt));
        Assert.Equal(((await taxpayer.SelfAsync()).UserId, taxpayer.Manager.Name), (client.CreatedBy.UserId, client.CreatedBy.Name));
        Assert.StartsWith($"tx-{taxpayer.Id[..5]}-{taxpayer.Id[5..]}-", client.ClientId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Annulling_twice_is_one_annulment_with_its_first_reason()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        string?[] reasons = ["left", "lost", "leaked", "replaced", "other", "", null];
        var ids = (await taxpayer.RegisterFleetAsync(reasons.Length)).ClientIds;
        foreach (var (id, reason) in ids.Zip(reasons))
        {
            (await taxpayer.AnnulAsync(id.WithoutHyphens(), reason)).Expect(204); // as people type it
        }

        await taxpayer.UnchangedAsync(async () => (await taxpayer.AnnulAsync(ids[0], "leaked")).Expect(204));

        var annulled = (await taxpayer.EventsAsync("client-annulled")).ToDictionary(auditEvent => auditEvent.ClientId!);
        Assert.Equal(["left", "lost", "leaked", "replaced", "other", "other", "other"], ids.Select(id => annulled[id].Reason));
        Assert.All(await taxpayer.ClientsAsync(), client => Assert.Equal(annulled[client.ClientId].At, client.AnnulledAt));
    }
}
