using Eds.Core;

namespace Eds.Tests;

/// <summary>The numbers of a taxpayer made by hand.</summary>
[Trait("Host", "Own")]
public sealed class SummaryTest : IAsyncLifetime
{
    private OwnHost _host = null!;
    private TestTaxpayer _taxpayer = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await OwnHost.StartAsync();
        _taxpayer = await _host.Client.EnrolAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_new_taxpayer_has_none()
    {
        var summary = await SummaryAsync();

        Assert.Equal((new ClientCounts(0, 0, 0, 0, 0), 0), (summary.Clients, summary.Secrets));
        Assert.Empty(summary.Rotations);
        Assert.Empty(summary.Attacked);
    }

    [Fact]
    public async Task Clients_are_counted_by_state_and_use()
    {
        var fleet = (await _taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.Generate)).Expect(201);
        var (ids, secret) = (fleet.ClientIds(), fleet.Value.Secret!);
        await UseAsync(ids[0], secret);
        await UseAsync(ids[1], secret);
        await AdvanceAsync(TimeSpan.FromDays(90));
        await UseAsync(ids[2], secret);
        Assert.Equal(new ClientCounts(60, 0, 57, 0, 0), (await SummaryAsync()).Clients);
        await AdvanceAsync(TimeSpan.FromSeconds(1)); // now the first two have not been used for more than 90 days

        (await _taxpayer.Client.AnnulClientsAsync(_taxpayer.Id, ids.Skip(50))).Expect(200);
        await SuspendAsync(ids[1]);
        await SuspendAsync(ids[3]);
        await DiesAmidBatchAsync();

        var summary = await SummaryAsync();
        Assert.Equal((new ClientCounts(48, 2, 46, 1, 10), 1), (summary.Clients, summary.Secrets));
    }

    [Fact]
    public async Task Running_rotations_tell_how_many_clients_have_moved()
    {
        var fleet = (await _taxpayer.RegisterAsync(TestPerson.Drivers(3), SecretChoices.Generate)).Expect(201);
        await _taxpayer.RegisteredAsync(TestPerson.Drivers(1), SecretChoices.Generate);
        var rotated = (await _taxpayer.RotateAsync(fleet.Value.SecretId!, SecretChoices.Generate, 24)).Expect(200).Value;
        await UseAsync(fleet.ClientIds()[0], rotated.Secret!);
        await UseAsync(fleet.ClientIds()[1], fleet.Value.Secret!);

        var summary = await SummaryAsync();

        Assert.Equal(2, summary.Secrets);
        Assert.Equal([new RunningRotation(fleet.Value.SecretId!, _host.Clock.GetUtcNow().AddHours(24), 1, 3)], summary.Rotations);
        await AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Empty((await SummaryAsync()).Rotations);
    }

    [Fact]
    public async Task A_client_with_ten_failures_in_a_row_is_attacked_until_a_day_after()
    {
        var fleet = (await _taxpayer.RegisterAsync(TestPerson.Drivers(3), SecretChoices.Generate)).Expect(201);
        var (ids, secret) = (fleet.ClientIds(), fleet.Value.Secret!);
        (string ClientId, int Failures)[] attacks = [(ids[0], 10), (ids[1], 9), (ids[2], 10), (ClientId.Draw(_taxpayer.Id).ToString(), 10)];
        foreach (var (clientId, failures) in attacks)
        {
            var device = new TestDevice(_taxpayer, TestPerson.New(), clientId, secret);
            for (var i = 0; i < failures; i++)
            {
                (await SignInThrottleTest.GuessAsync(_host, device, "198.51.100.1")).Expect(401, "invalid_client");
            }
        }

        // An annulled device may go on trying for long: nobody needs to look.
        (await _taxpayer.AnnulAsync(ids[2])).Expect(204);

        var attacked = Assert.Single((await SummaryAsync()).Attacked);
        Assert.Equal((ids[0], 10), (attacked.ClientId, attacked.Failures));
        Assert.InRange(_host.Clock.GetUtcNow() - attacked.LastAt, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Empty((await SummaryAsync()).Attacked);
    }

    [Fact]
    public async Task Clients_are_read_once()
    {
        await _taxpayer.RegisteredAsync(TestPerson.Drivers(3), SecretChoices.Generate);
        _host.Faults.Count();

        await SummaryAsync();

        Assert.Equal((4, 0), (_host.Faults.Reads, _host.Faults.Writes)); // the caller, clients, secrets and failed sign-ins
    }

    private async Task<FleetSummary> SummaryAsync() => (await _taxpayer.Client.GetSummaryAsync(_taxpayer.Id)).Expect(200).Value;

    private async Task UseAsync(string clientId, string secret)
    {
        (await _host.Client.IssueTokenAsync(clientId, secret)).Expect(200);
        await _host.FlushAsync();
    }

    private async Task SuspendAsync(string clientId)
    {
        var client = (await _taxpayer.Client.GetClientAsync(_taxpayer.Id, clientId)).Expect(200).Value;
        (await _taxpayer.Client.SetValidUntilAsync(_taxpayer.Id, clientId, _host.Clock.GetUtcNow(), client.ETag)).Expect(200);
    }

    /// <summary>The clients of a registration that did not come to its end count nowhere.</summary>
    private async Task DiesAmidBatchAsync()
    {
        _host.Faults.Arm(write: 3, FaultMoment.After, FaultSpan.FromThenOn);
        (await _taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.GenerateEach)).Expect(503);
        _host.Faults.Disarm();
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        _host.Clock.Advance(time);
        _taxpayer = await _taxpayer.SignInAsync();
    }
}
