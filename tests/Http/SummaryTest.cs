namespace Eds.Tests;

public sealed class SummaryTest : OwnTaxpayerTest
{
    [Fact]
    public async Task Clients_are_counted_by_state_and_use()
    {
        var none = await Taxpayer.SummaryAsync();
        Assert.Equal((new ClientCounts(0, 0, 0, 0, 0), 0), (none.Clients, none.Secrets));
        Assert.Empty(none.Rotations);
        Assert.Empty(none.Attacked);

        var (ids, _, secret) = await Taxpayer.RegisterFleetAsync(60);
        await UseAsync(ids[0], secret);
        await UseAsync(ids[1], secret);
        await AdvanceAsync(TimeSpan.FromDays(90));
        await UseAsync(ids[2], secret);
        Assert.Equal(new ClientCounts(60, 0, 57, 0, 0), (await Taxpayer.SummaryAsync()).Clients);
        await AdvanceAsync(TimeSpan.FromSeconds(1)); // now the first two have not been used for more than 90 days

        (await Taxpayer.AnnulAsync(ids.Skip(50))).Expect(200);
        await SuspendAsync(ids[1]);
        await SuspendAsync(ids[3]);
        // they count nowhere
        await Host.DieAmidBatchAsync(() => Taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.GenerateEach));

        var summary = await Taxpayer.SummaryAsync();
        Assert.Equal((new ClientCounts(48, 2, 46, 1, 10), 1), (summary.Clients, summary.Secrets));
    }

    [Fact]
    public async Task Running_rotations_tell_how_many_clients_have_moved()
    {
        var (ids, secretId, secret) = await Taxpayer.RegisterFleetAsync(3);
        await Taxpayer.RegisterOneAsync();
        var rotated = (await Taxpayer.RotateAsync(secretId, SecretChoices.Generate, 24)).Expect(200).Value;
        await UseAsync(ids[0], rotated.Secret!);
        await UseAsync(ids[1], secret);
        Host.Faults.Count();

        var summary = await Taxpayer.SummaryAsync();

        Assert.Equal((4, 0), (Host.Faults.Reads, Host.Faults.Writes)); // the caller, clients, secrets and failed sign-ins, once each
        Assert.Equal(2, summary.Secrets);
        Assert.Equal([new RunningRotation(secretId, Host.Clock.GetUtcNow().AddHours(24), 1, 3)], summary.Rotations);
        await SuspendAsync(ids[2]); // need not move
        Assert.Equal(2, (await Taxpayer.SummaryAsync()).Rotations[0].Clients);
        var listed = (await Taxpayer.SecretsAsync()).Single(one => one.SecretId == secretId);
        Assert.Equal((3, 1, 2), (listed.Clients, listed.Rotation!.ClientsMoved, listed.Rotation.Clients));
        await AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Empty((await Taxpayer.SummaryAsync()).Rotations);
    }

    [Fact]
    public async Task A_client_with_ten_failures_in_a_row_is_attacked_until_a_day_after()
    {
        var (ids, _, secret) = await Taxpayer.RegisterFleetAsync(3);
        var unknown = ClientId.Draw(Taxpayer.Id).ToString();
        (string ClientId, int Failures)[] attacks = [(ids[0], 10), (ids[0], 2), (ids[1], 9), (ids[2], 10), (unknown, 10)];
        await FailAsync(ids[0], 9, "203.0.113.7"); // the tenth attempt is the driver's own, so nobody guesses
        (await SignInThrottleTest.TryAsync(Host, Device(ids[0]), "203.0.113.7")).Expect(200);
        foreach (var (network, (clientId, failures)) in attacks.Index())
        {
            await FailAsync(clientId, failures, $"198.51.{network}.1");
        }

        await Host.FlushAsync();
        Assert.Equal(
            new[] { ids[0], ids[2] }.Select(id => $"system {id}").Order(StringComparer.Ordinal),
            (await Taxpayer.EventsAsync("guessing-detected")).Select(guessing => $"{guessing.Actor.Kind} {guessing.ClientId}")
                .Order(StringComparer.Ordinal));

        // An annulled device may go on trying for long: nobody needs to look.
        (await Taxpayer.AnnulAsync(ids[2])).Expect(204);

        var attacked = Assert.Single((await Taxpayer.SummaryAsync()).Attacked);
        Assert.Equal((ids[0], 12), (attacked.ClientId, attacked.Failures));
        Assert.InRange(Host.Clock.GetUtcNow() - attacked.LastAt, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Empty((await Taxpayer.SummaryAsync()).Attacked);

        TestDevice Device(string clientId) => new(Taxpayer, TestPerson.New(), clientId, secret);

        Task FailAsync(string clientId, int times, string network) =>
            SignInThrottleTest.FailAsync(Host, Device(clientId), network, times);
    }

    private async Task UseAsync(string clientId, string secret)
    {
        (await Host.Client.IssueTokenAsync(clientId, secret)).Expect(200);
        await Host.FlushAsync();
    }

    private async Task SuspendAsync(string clientId) =>
        (await Taxpayer.SetValidUntilAsync(await Taxpayer.ClientAsync(clientId), Host.Clock.GetUtcNow())).Expect(200);
}
