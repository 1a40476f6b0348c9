namespace Eds.Tests;

public sealed class ValidUntilTest : OwnDeviceTest
{
    private DateTimeOffset Now => Host.Clock.GetUtcNow();

    [Fact]
    public async Task No_token_outlives_it_and_from_then_on_every_server_refuses()
    {
        await using var other = await Host.StartSecondAsync();
        var there = Device with { Taxpayer = Device.Taxpayer with { Client = other.Client } };
        var (lastingHere, lastingThere) = (await Device.TokenAsync(), await there.TokenAsync());
        await Host.FlushAsync();
        await other.FlushAsync();
        await SetAsync(Now.AddMinutes(10));
        var (briefHere, briefThere) = ((await Device.AskAsync()).Expect(200).Value, (await there.AskAsync()).Expect(200).Value);
        Assert.Equal((600, 600), (briefHere.ExpiresIn, briefThere.ExpiresIn));
        (TestDevice Device, string Lasting, TokenBody Brief)[] servers =
            [(Device, lastingHere, briefHere), (there, lastingThere, briefThere)];

        Advance(other, TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        foreach (var (device, lasting, brief) in servers)
        {
            (await device.WhoAmIAsync(lasting)).Expect(200);
            (await device.WhoAmIAsync(brief.AccessToken)).Expect(200);
        }

        Advance(other, TimeSpan.FromSeconds(1));
        foreach (var (device, lasting, brief) in servers)
        {
            (await device.AskAsync()).Expect(401, "invalid_client");
            (await device.WhoAmIAsync(lasting)).Expect(401, "invalid_token");
            (await device.WhoAmIAsync(brief.AccessToken)).Expect(401, "invalid_token");
            (await device.Client.IntrospectTokenAsync(device.ClientId, device.Secret, lasting)).Expect(401, "invalid_client");
            Assert.False((await (await device.Client.AsOperatorAsync()).IntrospectTokenAsync(lasting)).Expect(200).Value.Active);
        }
    }

    [Fact]
    public async Task Null_or_a_later_time_brings_it_back()
    {
        var token = await Device.TokenAsync();
        foreach (var back in new DateTimeOffset?[] { null, Now.AddDays(1) })
        {
            Assert.Equal(ClientState.Suspended, (await SetAsync(Now)).State);
            (await Device.AskAsync()).Expect(401, "invalid_client");
            (await Device.WhoAmIAsync(token)).Expect(401, "invalid_token");

            var client = await SetAsync(back);
            Assert.Equal((ClientState.Active, back), (client.State, client.ValidUntil));
            (await Device.WhoAmIAsync(token)).Expect(200);
            Assert.Equal(3_600, (await Device.AskAsync()).Expect(200).Value.ExpiresIn);
        }
    }

    [Fact]
    public async Task Name_and_end_change_together_with_an_event_each()
    {
        var client = await ClientAsync();
        var change = new ChangeClientBody(new NameBody("Eva Kalna")) { ValidUntil = JsonSerializer.SerializeToElement(Now.AddDays(1)) };

        var changed = (await Device.Taxpayer.Client.ChangeClientAsync(Device.Taxpayer.Id, Device.ClientId, change, client.ETag))
            .Expect(200).Value;

        Assert.Equal(("Eva Kalna", Now.AddDays(1)), (changed.Driver.Name, changed.ValidUntil));
        Assert.Single(await Device.Taxpayer.EventsAsync("client-renamed"));
        Assert.Single(await Device.Taxpayer.EventsAsync("client-validity-changed"));
        await Host.AssertInvariantsAsync(Device.Taxpayer.Id);
    }

    [Fact]
    public async Task A_registration_gives_each_driver_an_end()
    {
        var (seasonal, lasting) = (TestPerson.New("Eva Liepa"), TestPerson.New("Uldis Kalns"));
        var key = EdsClient.NewIdempotencyKey();
        Task<Answer<RegisteredClientsBody>> RegisterAsync(string? until) => Device.Taxpayer.Client.RegisterClientsAsync(
            Device.Taxpayer.Id, new(SecretChoices.Generate, [seasonal.Driver with { ValidUntil = until }, lasting.Driver]), key);
        var ids = (await RegisterAsync("2026-12-31T23:59:59+02:00")).Expect(201).ClientIds();

        var until = (await Device.Taxpayer.ClientsAsync()).ToDictionary(client => client.ClientId, client => client.ValidUntil);
        Assert.Equal((new DateTimeOffset(2026, 12, 31, 21, 59, 59, TimeSpan.Zero), null), (until[ids[0]], until[ids[1]]));
        Assert.Equal(ids, (await RegisterAsync("2026-12-31T21:59:59Z")).Expect(201).ClientIds());
        (await RegisterAsync("2027-01-01T00:00:00Z")).Expect(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Suspended_clients_are_listed_as_such()
    {
        var active = (await Device.Taxpayer.RegisterOneAsync()).ClientId;
        await SetAsync(Now);
        async Task<IReadOnlyList<string>> ListedAsync(string state) =>
            [.. (await Device.Taxpayer.ClientsAsync(state)).Select(client => client.ClientId)];

        Assert.Equal([Device.ClientId], await ListedAsync("suspended"));
        Assert.Equal([active], await ListedAsync("active"));
        Assert.Empty(await ListedAsync("annulled"));
        Assert.Equal(2, (await ListedAsync("all")).Count);
        Assert.Equal([active], (await Device.Taxpayer.Client.ListClientsAsync(Device.Taxpayer.Id)).Expect(200).ClientIds());
        (await Device.Taxpayer.RegisterAsync([Device.Driver], SecretChoices.Generate)).Expect(409, "driver-already-registered");
        (await Device.Taxpayer.AnnulAsync(Device.ClientId)).Expect(204);
        Assert.Equal([Device.ClientId], await ListedAsync("annulled"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_token_asked_for_while_it_is_suspended_is_of_no_use(int write)
    {
        var asked = 0;
        Host.Faults.Meanwhile(write, async () =>
        {
            asked++;
            await SetAsync(Now);
        });

        var answer = await Device.AskAsync();
        await Host.FlushAsync(); // the last use is written too

        Assert.Equal(1, asked);
        if (answer.Status == 200)
        {
            (await Device.WhoAmIAsync(answer.Value.AccessToken)).Expect(401, "invalid_token");
        }

        (await Device.AskAsync()).Expect(401, "invalid_client");
        Assert.Equal(ClientState.Suspended, (await ClientAsync()).State);
    }

    private void Advance(OwnHost other, TimeSpan time)
    {
        Host.Clock.Advance(time);
        other.Clock.Advance(time);
    }

    private async Task<ClientBody> SetAsync(DateTimeOffset? until) =>
        (await Device.Taxpayer.SetValidUntilAsync(await ClientAsync(), until)).Expect(200).Value;

    private Task<ClientBody> ClientAsync() => Device.Taxpayer.ClientAsync(Device.ClientId);
}
