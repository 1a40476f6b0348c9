namespace Eds.Bench;

/// <summary>Sends the same request to several servers at once: one wins, the others are refused, and nothing is lost.</summary>
internal sealed class Races(BenchStorage storage, ServerPool servers, FaultCounters counters)
{
    private const int BatchDrivers = 60;
    private readonly RetryingClient _client = new(servers.AnyAddress, counters);

    public static async Task<int> RunAsync(int processes, int rounds)
    {
        await using var storage = await BenchStorage.StartAsync();
        var counters = new FaultCounters();
        await using var servers = await ServerPool.StartAsync(processes, storage.ServerOptions);
        var races = new Races(storage, servers, counters);
        for (var round = 0; round < rounds; round++)
        {
            await races.RemoveManagersAsync();
            await races.RegisterAsync(round % 2 == 0 ? 1 : BatchDrivers);
            await races.RotateAsync();
            await races.AnnulManyAsync();
            await races.RotateManyAsync();
            await races.EnrolAsync();
            await races.PurgeAsync();
        }

        return counters.Print(
            $"races of {processes}", $"{rounds} rounds of rights, registration, rotation, bulk annulment, bulk rotation, enrolment, purge");
    }

    /// <summary>As many managers as servers, and each removes the next one. One must remain, and every 204 must be true.</summary>
    private async Task RemoveManagersAsync()
    {
        var taxpayer = await EnrolTaxpayerAsync();
        List<TestPerson> managers = [taxpayer.Manager, .. Enumerable.Range(1, servers.All.Count - 1).Select(_ => TestPerson.New())];
        List<string> userIds = [(await taxpayer.UsersAsync())[0].UserId];
        foreach (var person in managers.Skip(1))
        {
            var user = (await taxpayer.SendAsync(api => api.AddUserAsync(taxpayer.Id, person.Body))).Answer.Value;
            await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxiApiConfiguration: true);
            userIds.Add(user.UserId);
        }

        var answers = await SendAtOnceAsync(
            i => managers[i], (api, i) => api.RemoveUserAsync(taxpayer.Id, userIds[(i + 1) % userIds.Count]));
        var left = (await StorageInvariants.RowsAsync(storage.Tables, taxpayer.Id)).Of("user").Count();
        counters.Expect(
            left >= 1 && left == managers.Count - answers.Count(answer => answer?.Status == 204),
            $"{left} managers are left of {managers.Count}: {string.Join("; ", answers.AsEnumerable())}");
        await CheckInvariantsAsync(taxpayer.Id);
    }

    private async Task RegisterAsync(int drivers)
    {
        var taxpayer = await EnrolTaxpayerAsync();
        var body = NewClients(SecretChoices.Generate, drivers);
        var answers = await SendAtOnceAsync(
            _ => taxpayer.Manager, (api, _) => api.RegisterClientsAsync(taxpayer.Id, body, EdsClient.NewIdempotencyKey()));
        ExpectOneWinner("registration", answers, 201, "driver-already-registered", "registration-in-progress");
        await ExpectActiveAsync(taxpayer, drivers);
    }

    private async Task RotateAsync()
    {
        var taxpayer = await EnrolTaxpayerAsync();
        await taxpayer.RegisterAsync(1);
        var device = taxpayer.Active.Single();
        var body = new RotateSecretBody(SecretChoices.Generate, OverlapHours: 1);
        var answers = await SendAtOnceAsync(_ => taxpayer.Manager, (api, _) => api.RotateSecretAsync(taxpayer.Id, device.Secret.Id!, body));
        if (ExpectOneWinner("rotation", answers, 200, "rotation-in-progress") is { } winner)
        {
            await device.UseTokenAsync(_client); // the old secret works for an hour
            device.Secret.Text = winner.Value.Secret;
            await device.UseTokenAsync(_client);
        }

        await CheckInvariantsAsync(taxpayer.Id);
    }

    /// <summary>All annul the same clients, half of them in the other order. Each client is annulled by one.</summary>
    private async Task AnnulManyAsync()
    {
        var (taxpayer, clients) = await RegisterEachAsync();
        var ids = clients.Select(client => client.ClientId).ToList();
        var answers = await SendAtOnceAsync(
            _ => taxpayer.Manager, (api, i) => api.AnnulClientsAsync(taxpayer.Id, i % 2 == 0 ? ids : ids.AsEnumerable().Reverse(), "left"));
        counters.Expect(
            answers.All(answer => answer is { Status: 200 }) && answers.Sum(answer => answer!.Value.Annulled) == BatchDrivers,
            $"annulments in bulk: {string.Join("; ", answers.Select(answer => answer?.Text))}");
        await ExpectActiveAsync(taxpayer, 0);
    }

    /// <summary>All send the same request. Each secret is rotated once, and told to one of them.</summary>
    private async Task RotateManyAsync()
    {
        var (taxpayer, clients) = await RegisterEachAsync();
        var (body, key) =
            (new RotateSecretsBody([.. clients.Select(client => client.SecretId)], OverlapHours: 1), EdsClient.NewIdempotencyKey());
        var answers = await SendAtOnceAsync(_ => taxpayer.Manager, (api, _) => api.RotateSecretsAsync(taxpayer.Id, body, key));
        var rotations = answers.Where(answer => answer?.Status == 200).SelectMany(answer => answer!.Value.Rotations).ToList();
        counters.Expect(
            answers.All(answer => answer is { Status: 200 }) && rotations.All(rotation => rotation.Version == 2)
                && rotations.Count(rotation => rotation.Secret is not null) == BatchDrivers,
            $"rotations in bulk: {string.Join("; ", answers.AsEnumerable())}");
        await CheckInvariantsAsync(taxpayer.Id);
    }

    private async Task EnrolAsync()
    {
        var (number, managers) = (TestPerson.NewRegistrationNumber(), servers.All.Select(_ => TestPerson.New()).ToList());
        var answers = await SendAtOnceAsync(
            _ => TestPerson.Operator, (api, i) => api.EnrolTaxpayerAsync(new(number, "SIA Viena", "legal", managers[i].Body)));
        if (ExpectOneWinner("enrolment", answers, 201, "taxpayer-exists") is { } winner)
        {
            await CheckInvariantsAsync(winner.Value.TaxpayerId);
        }
    }

    /// <summary>All purge at once, while a secret that lost its last client gets a new one.</summary>
    private async Task PurgeAsync()
    {
        const int Due = 5, Kept = 3;
        var taxpayers = await storage.EnrolAsync(2, Due);
        var (keeps, reuses) = (taxpayers[0], taxpayers[1]);
        var secretId = reuses.Active.First().Secret.Id!;
        await storage.AnnulLongAgoAsync(taxpayers);
        await keeps.RegisterAsync(Kept, SharedSecret.Generated());
        var (body, key) = (NewClients(SecretChoices.Existing(secretId), 1), EdsClient.NewIdempotencyKey());
        var purges = Task.WhenAll(servers.All.Select(server => server.PurgeAsync()));
        var registered = await _client.SendAsync(reuses.Manager, api => api.RegisterClientsAsync(reuses.Id, body, key));
        counters.Expect(
            registered.Status == 201 || registered.Answer.Text.Contains("secret-not-found", StringComparison.Ordinal),
            $"a registration during the purge: {registered}");
        var reports = await purges;
        counters.Expect(
            reports.All(report => report is { Finished: true }) && reports.Sum(report => report!.Clients) == 2 * Due,
            $"purges removed {string.Join(" + ", reports.Select(report => report?.Clients))} clients of {2 * Due}");
        foreach (var (taxpayerId, expected) in new[] { (keeps.Id, Kept), (reuses.Id, registered.Status == 201 ? 1 : 0) })
        {
            var clients = (await StorageInvariants.RowsAsync(storage.Tables, taxpayerId)).Of("client").Count();
            counters.Expect(clients == expected, $"{clients} clients are left after a purge, not {expected}");
            await CheckInvariantsAsync(taxpayerId);
        }
    }

    /// <summary>Clients with a secret each.</summary>
    private async Task<(SimulatedTaxpayer Taxpayer, IReadOnlyList<RegisteredClientBody> Clients)> RegisterEachAsync()
    {
        var (taxpayer, body) = (await EnrolTaxpayerAsync(), NewClients(SecretChoices.GenerateEach, BatchDrivers));
        var registered = await taxpayer.SendAsync(api => api.RegisterClientsAsync(taxpayer.Id, body, EdsClient.NewIdempotencyKey()));
        return (taxpayer, registered.Answer.Value.Clients);
    }

    private async Task ExpectActiveAsync(SimulatedTaxpayer taxpayer, int expected)
    {
        if (await taxpayer.ClientsAsync("active") is var active && active.Count != expected)
        {
            counters.AddPartial($"{active.Count} clients are active, not {expected}");
        }

        await CheckInvariantsAsync(taxpayer.Id);
    }

    private T? ExpectOneWinner<T>(string what, IReadOnlyList<T?> answers, int status, params string[] refusals)
        where T : Answer
    {
        var winners = answers.Where(answer => answer?.Status == status).ToList();
        var isOne = winners.Count == 1 && answers.Except(winners).All(loser => refusals.Contains(loser?.Code));
        return counters.Expect(isOne, $"{what}: {string.Join("; ", answers)}") ? winners[0] : null;
    }

    /// <summary>One request to each server, all at the same moment.</summary>
    private async Task<IReadOnlyList<T?>> SendAtOnceAsync<T>(Func<int, TestPerson> caller, Func<EdsClient, int, Task<T>> request)
        where T : Answer
    {
        var clients = servers.All.Select(server => new RetryingClient(() => server.Address, counters)).ToList();
        await Task.WhenAll(clients.Select((client, i) => client.SendAsync(caller(i), api => api.GetMeAsync()))); // sign in and connect
        counters.CountFault();
        return await Task.WhenAll(clients.Select((client, i) => client.TryAsync(caller(i), api => request(api, i))));
    }

    private static RegisterClientsBody NewClients(SecretChoiceBody secret, int drivers) =>
        new(secret, [.. TestPerson.Drivers(drivers).Select(driver => driver.Driver)]);

    private Task<SimulatedTaxpayer> EnrolTaxpayerAsync() => SimulatedTaxpayer.EnrolAsync(_client);
    private Task CheckInvariantsAsync(string taxpayerId) => counters.CheckInvariantsAsync(storage.Tables, taxpayerId);
}
