namespace Eds.Tests;

/// <summary>The numbers of a taxpayer made by hand.</summary>
public sealed class SummaryTest : OwnTaxpayerTest
{
    [Fact]
    public async Task A_newTaxpayer_has_none()
    {
        var summary = await SummaryAsync();

        Assert.Equal((new ClientCounts(0, 0, 0, 0, 0), 0), (summary.Clients, summary.Secrets));
        Assert.Empty(summary.Rotations);
        Assert.Empty(summary.Attacked);
    }

    [Fact]
    public async Task Clients_are_counted_by_state_and_use()
    {
        var fleet = (await Taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.Generate)).Expect(201);
        var (ids, secret) = (fleet.ClientIds(), fleet.Value.Secret!);
        await UseAsync(ids[0], secret);
        await UseAsync(ids[1], secret);
        await AdvanceAsync(TimeSpan.FromDays(90));
        await UseAsync(ids[2], secret);
        Assert.Equal(new ClientCounts(60, 0, 57, 0, 0), (await SummaryAsync()).Clients);
        await AdvanceAsync(TimeSpan.FromSeconds(1)); // now the first two have not been used for more than 90 days

        (await Taxpayer.Client.AnnulClientsAsync(Taxpayer.Id, ids.Skip(50))).Expect(200);
        await SuspendAsync(ids[1]);
        await SuspendAsync(ids[3]);
        // they count nowhere
        await Host.DieAmidBatchAsync(() => Taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.GenerateEach));

        var summary = await SummaryAsync();
        Assert.Equal((new ClientCounts(48, 2, 46, 1, 10), 1), (summary.Clients, summary.Secrets));
    }

    [Fact]
    public async Task Running_rotations_tell_how_many_clients_have_moved()
    {
        var fleet = (await Taxpayer.RegisterAsync(TestPerson.Drivers(3), SecretChoices.Generate)).Expect(201);
        await Taxpayer.RegisteredAsync(TestPerson.Drivers(1), SecretChoices.Generate);
        var rotated = (await Taxpayer.RotateAsync(fleet.Value.SecretId!, SecretChoices.Generate, 24)).Expect(200).Value;
        await UseAsync(fleet.ClientIds()[0], rotated.Secret!);
        await UseAsync(fleet.ClientIds()[1], fleet.Value.Secret!);

        var summary = await SummaryAsync();

        Assert.Equal(2, summary.Secrets);
        Assert.Equal([new RunningRotation(fleet.Value.SecretId!, Host.Clock.GetUtcNow().AddHours(24), 1, 3)], summary.Rotations);
        await AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Empty((await SummaryAsync()).Rotations);
    }

    [Fact]
    public async Task A_client_with_ten_failures_in_a_row_is_attacked_until_a_day_after()
    {
        var fleet = (await Taxpayer.RegisterAsync(TestPerson.Drivers(3), SecretChoices.Generate)).Expect(201);
        var (ids, secret) = (fleet.ClientIds(), fleet.Value.Secret!);
        (string ClientId, int Failures)[] attacks = [(ids[0], 10), (ids[1], 9), (ids[2], 10), (ClientId.Draw(Taxpayer.Id).ToString(), 10)];
        foreach (var ((clientId, failures), network) in attacks.Zip(Enumerable.Range(0, 4)))
        {
            var device = new TestDevice(Taxpayer, TestPerson.New(), clientId, secret);
            for (var i = 0; i < failures; i++)
            {
                (await SignInThrottleTest.GuessAsync(Host, device, $"198.51.{network}.1")).Expect(401, "invalid_client");
            }
        }

        // An annulled device may go on trying for long: nobody needs to look.
        (await Taxpayer.AnnulAsync(ids[2])).Expect(204);

        var attacked = Assert.Single((await SummaryAsync()).Attacked);
        Assert.Equal((ids[0], 10), (attacked.ClientId, attacked.Failures));
        Assert.InRange(Host.Clock.GetUtcNow() - attacked.LastAt, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Empty((await SummaryAsync()).Attacked);
    }

    [Fact]
    public async Task Clients_are_read_once()
    {
        await Taxpayer.RegisteredAsync(TestPerson.Drivers(3), SecretChoices.Generate);
        Host.Faults.Count();

        await SummaryAsync();

        Assert.Equal((4, 0), (Host.Faults.Reads, Host.Faults.Writes)); // the caller, clients, secrets and failed sign-ins
    }

    private async Task<FleetSummary> SummaryAsync() => (await Taxpayer.Client.GetSummaryAsync(Taxpayer.Id)).Expect(200).Value;

    private async Task UseAsync(string clientId, string secret)
    {
        (await Host.Client.IssueTokenAsync(clientId, secret)).Expect(200);
        await Host.FlushAsync();
    }

    private async Task SuspendAsync(string clientId)
    {
        var client = (await Taxpayer.Client.GetClientAsync(Taxpayer.Id, clientId)).Expect(200).Value;
        (await Taxpayer.Client.SetValidUntilAsync(Taxpayer.Id, clientId, Host.Clock.GetUtcNow(), client.ETag)).Expect(200);
    }
}
