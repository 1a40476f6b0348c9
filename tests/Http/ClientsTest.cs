namespace Eds.Tests;

/// <summary>One client: found however its id is typed, by its own taxpayer alone; renamed under If-Match, and annulled once.</summary>
public sealed class ClientsTest
{
    [Fact]
    public async Task A_client_tells_who_made_it_and_when()
    {
        var (taxpayer, driver) = (await TestRun.Client.EnrolAsync(), TestPerson.New("Eva Liepa"));
        var registered = (await taxpayer.RegisterAsync([driver], SecretChoices.Generate)).Expect(201).Value;

        var client = (await taxpayer.ClientsAsync()).Single();

        Assert.Equal((driver.Name, driver.Code), (client.Driver.Name, client.Driver.PersonalCode));
        Assert.Equal((registered.SecretId, registered.Clients[0].CreatedAt), (client.SecretId, client.CreatedAt));
        Assert.Equal((ClientState.Active, null), (client.State, client.AnnulledAt));
        Assert.Equal(((await taxpayer.SelfAsync()).UserId, taxpayer.Manager.Name), (client.CreatedBy.UserId, client.CreatedBy.Name));
        Assert.StartsWith($"tx-{taxpayer.Id[..5]}-{taxpayer.Id[5..]}-", client.ClientId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_id_is_read_as_people_type_it()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var client = await taxpayer.RegisterOneAsync(SecretChoices.Generate);
        var typed = client.ClientId["tx-".Length..].WithoutHyphens().ToUpperInvariant().Replace('0', 'O').Replace('1', 'I');

        Assert.Equal(client, (await taxpayer.Client.GetClientAsync(taxpayer.Id, typed)).Expect(200).Value);
        Assert.Equal(
            client.ClientId, (await taxpayer.RenameAsync(client with { ClientId = typed }, "Eva Liepa")).Expect(200).Value.ClientId);
        (await taxpayer.AnnulAsync(typed)).Expect(204);
        Assert.Equal(ClientState.Annulled, (await taxpayer.Client.GetClientAsync(taxpayer.Id, typed)).Expect(200).Value.State);
    }

    [Theory]
    [InlineData("mistyped")]
    [InlineData("of another")]
    [InlineData("cut")]
    [InlineData("nonsense")]
    public async Task A_client_that_is_none_of_the_taxpayers_is_not_found(string which)
    {
        var (taxpayer, other) = (await TestRun.Client.EnrolAsync(), await TestRun.Client.EnrolAsync());
        var (client, stranger) =
            (await taxpayer.RegisterOneAsync(SecretChoices.Generate), await other.RegisterOneAsync(SecretChoices.Generate));
        var odd = stranger with
        {
            ClientId = which switch
            {
                "mistyped" => client.ClientId.Mistyped(),
                "of another" => stranger.ClientId,
                "cut" => client.ClientId[..^6],
                _ => which,
            },
        };

        await other.UnchangedAsync(() => taxpayer.UnchangedAsync(async () =>
        {
            (await taxpayer.Client.GetClientAsync(taxpayer.Id, odd.ClientId)).Expect(404, "not-found");
            (await taxpayer.RenameAsync(odd, "Eva")).Expect(404, "not-found");
            return (await taxpayer.AnnulAsync(odd.ClientId)).Expect(404, "not-found");
        }));
    }

    [Fact]
    public async Task A_name_that_is_so_already_an_old_etag_or_no_name_changes_nothing()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var seen = await taxpayer.RegisterOneAsync(SecretChoices.Generate);
        var first = (await taxpayer.RenameAsync(seen, " Eva Liepa")).Expect(200).Value;
        Assert.Equal("Eva Liepa", first.Driver.Name);

        Assert.Equal(first, (await taxpayer.UnchangedAsync(() => taxpayer.RenameAsync(seen, "Eva Liepa"))).Expect(200).Value);
        (await taxpayer.UnchangedAsync(() => taxpayer.RenameAsync(seen, "Eva Kalna"))).Expect(412, "changed-meanwhile");
        (await taxpayer.UnchangedAsync(() => taxpayer.RenameAsync(first, "Eva\u200B"))).ExpectInvalid("/driver/name name-invalid");
    }

    [Theory]
    [InlineData("left", "left")]
    [InlineData("lost", "lost")]
    [InlineData("leaked", "leaked")]
    [InlineData("replaced", "replaced")]
    [InlineData("other", "other")]
    [InlineData("", "other")]
    [InlineData(null, "other")]
    public async Task Annulling_twice_is_one_annulment_with_its_first_reason(string? reason, string told)
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var client = await taxpayer.RegisterOneAsync(SecretChoices.Generate);

        (await taxpayer.AnnulAsync(client.ClientId, reason)).Expect(204);
        (await taxpayer.UnchangedAsync(() => taxpayer.AnnulAsync(client.ClientId, "leaked"))).Expect(204);

        var annulled = Assert.Single(await taxpayer.EventsAsync("client-annulled"));
        Assert.Equal((told, client.ClientId), (annulled.Reason, annulled.ClientId));
        Assert.Equal(annulled.At, (await taxpayer.ClientsAsync()).Single().AnnulledAt);
    }

    [Theory]
    [InlineData("reason=stolen", "unknown-value")]
    [InlineData("reason=Left", "unknown-value")]
    [InlineData("reason=0", "unknown-value")]
    [InlineData("reason=left&reason=lost", "repeated-field")]
    public async Task An_unknown_reason_is_refused(string query, string code)
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var route = Routes.AnnulClient(taxpayer.Id, (await taxpayer.RegisterOneAsync(SecretChoices.Generate)).ClientId);

        (await taxpayer.UnchangedAsync(() => taxpayer.Client.SendAsync(route with { Path = $"{route.Path}?{query}" })))
            .ExpectInvalid($"/reason {code}");
    }

    [Fact]
    public async Task An_annulled_driver_can_be_registered_again_under_a_new_id()
    {
        var device = await TestDevice.RegisterAsync();
        var taxpayer = device.Taxpayer;
        (await taxpayer.AnnulAsync(device.ClientId)).Expect(204);

        var again = (await taxpayer.RegisterAsync([device.Driver], SecretChoices.Generate)).Expect(201);

        var (second, secret) = (again.ClientIds()[0], again.Value.Secret!);
        Assert.NotEqual(device.ClientId, second);
        Assert.Equal(device.ClientId, Assert.Single(await taxpayer.ClientsAsync("annulled")).ClientId);
        Assert.Equal(second, Assert.Single(await taxpayer.ClientsAsync("active")).ClientId);
        (await device.AskAsync()).Expect(401, "invalid_client");
        (await device.Client.IssueTokenAsync(second, secret)).Expect(200);
    }
}
