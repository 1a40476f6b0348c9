namespace Eds.Tests;

/// <summary>A taxpayer of one test, seen by its first rights manager.</summary>
/// <param name="Client">Signed in as the manager.</param>
public sealed record TestTaxpayer(EdsClient Client, string Id, string RegistrationNumber, TestPerson Manager)
{
    public string Token => Client.Token!;

    public TestTaxpayer As(string? token) => this with { Client = Client.As(token) };

    /// <summary>Seen by another person, or once more by the manager when the clock has gone on.</summary>
    public async Task<TestTaxpayer> SignInAsync(TestPerson? person = null) => As(await (person ?? Manager).SignInAsync(Client));

    public async Task<IReadOnlyList<UserBody>> UsersAsync() => (await Client.ListUsersAsync(Id)).Expect(200).Value.Users;
    public async Task<UserBody> SelfAsync() => (await UsersAsync()).Single(user => user.IsSelf);
    public async Task<UserBody> AddUserAsync(TestPerson person) => (await Client.AddUserAsync(Id, person.Body)).Expect(201).Value;

    public Task<Answer<UserBody>> ChangeRightsAsync(UserBody user, bool rightsManager, bool taxi) =>
        Client.ChangeRightsAsync(Id, user.UserId, new(rightsManager, taxi), user.ETag);

    public Task<Answer> RemoveUserAsync(UserBody user) => Client.RemoveUserAsync(Id, user.UserId);

    /// <param name="secret">Null: the canary.</param>
    /// <param name="key">Idempotency-Key; null: a new one.</param>
    public Task<Answer<RegisteredClientsBody>> RegisterAsync(
        IEnumerable<TestPerson> drivers, SecretChoiceBody? secret = null, string? key = null) =>
        Client.RegisterClientsAsync(
            Id,
            new(secret ?? SecretChoices.Value(Leaks.ChosenSecret), [.. drivers.Select(driver => driver.Driver)]),
            key ?? EdsClient.NewIdempotencyKey());

    public async Task<IReadOnlyList<string>> RegisteredAsync(IEnumerable<TestPerson> drivers, SecretChoiceBody? secret = null) =>
        (await RegisterAsync(drivers, secret)).Expect(201).ClientIds();

    /// <summary>One driver's client, as the list shows it.</summary>
    /// <param name="secret">Null: a generated one.</param>
    public async Task<ClientBody> RegisterOneAsync(SecretChoiceBody? secret = null) =>
        await ClientAsync((await RegisteredAsync(TestPerson.Drivers(1), secret ?? SecretChoices.Generate))[0]);

    public async Task<Fleet> RegisterFleetAsync(int drivers) => await RegisterFleetAsync(TestPerson.Drivers(drivers));

    public async Task<Fleet> RegisterFleetAsync(IEnumerable<TestPerson> drivers)
    {
        var registered = (await RegisterAsync(drivers, SecretChoices.Generate)).Expect(201);
        return new Fleet(registered.ClientIds(), registered.Value.SecretId!, registered.Value.Secret!);
    }

    public async Task<ClientBody> ClientAsync(string clientId) => (await Client.GetClientAsync(Id, clientId)).Expect(200).Value;

    public Task<Answer<ClientBody>> RenameAsync(ClientBody client, string name) =>
        Client.RenameDriverAsync(Id, client.ClientId, name, client.ETag);

    public Task<Answer<ClientBody>> SetValidUntilAsync(ClientBody client, DateTimeOffset? validUntil) =>
        Client.SetValidUntilAsync(Id, client.ClientId, validUntil, client.ETag);

    public Task<Answer> AnnulAsync(string clientId, string? reason = null) => Client.AnnulClientAsync(Id, clientId, reason);

    public Task<Answer<AnnulledClients>> AnnulAsync(IEnumerable<string> clientIds, string? reason = null) =>
        Client.AnnulClientsAsync(Id, clientIds, reason);

    public Task<Answer<RotatedSecretBody>> RotateAsync(string secretId, SecretChoiceBody secret, int? overlapHours = null) =>
        Client.RotateSecretAsync(Id, secretId, new(secret, overlapHours));

    /// <param name="key">Idempotency-Key; null: a new one.</param>
    public Task<Answer<SecretRotationsBody>> RotateAsync(IEnumerable<string> secretIds, double? overlapHours, string? key = null) =>
        Client.RotateSecretsAsync(Id, new([.. secretIds], overlapHours), key ?? EdsClient.NewIdempotencyKey());

    public Task<Answer<SecretSummary>> RenameSecretAsync(string secretId, string? name, string? ifMatch = "\"1\"") =>
        Client.RenameSecretAsync(Id, secretId, name, ifMatch);

    public Task<Answer<SecretSummary>> RestrictAsync(string secretId, IEnumerable<string?> networks, string? ifMatch = "\"1\"") =>
        Client.RestrictSecretAsync(Id, secretId, networks, ifMatch);

    /// <summary>All clients in all pages, whatever their state.</summary>
    public async Task<IReadOnlyList<ClientBody>> ClientsAsync(string state = "all")
    {
        var all = new List<ClientBody>();
        string? continuation = null;
        do
        {
            var page = (await Client.ListClientsAsync(Id, state: state, limit: 500, continuation: continuation)).Expect(200).Value;
            all.AddRange(page.Clients);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return all;
    }

    public async Task<IReadOnlyList<SecretSummary>> SecretsAsync() => (await Client.ListSecretsAsync(Id)).Expect(200).Value.Secrets;
    public async Task<FleetSummary> SummaryAsync() => (await Client.GetSummaryAsync(Id)).Expect(200).Value;

    /// <summary>The newest hundred.</summary>
    public async Task<IReadOnlyList<AuditEvent>> EventsAsync(string? action = null) =>
        (await Client.ListEventsAsync(Id, action: action)).Expect(200).Value.Events;

    /// <summary>Makes a call, and proves that it changed nothing of what a manager with both rights can see.</summary>
    public async Task<TAnswer> UnchangedAsync<TAnswer>(Func<Task<TAnswer>> call)
    {
        var before = await SeeAsync();
        var answer = await call();
        Assert.Equal(before, await SeeAsync());
        return answer;
    }

    private async Task<string> SeeAsync()
    {
        string[] lists =
        [
            (await Client.ListUsersAsync(Id)).Expect(200).Text,
            (await Client.ListClientsAsync(Id, state: "all", limit: 500)).Expect(200).Text,
            (await Client.ListSecretsAsync(Id)).Expect(200).Text,
            (await Client.ListEventsAsync(Id)).Expect(200).Text,
        ];

        // The last use is written in the background of a request that was made before.
        return Regex.Replace(string.Join('\n', lists), "\"last(Used|Ride)At\":(null|\"[^\"]*\")", "");
    }

    public override string ToString() => Id;
}

/// <param name="ClientIds">In the order of the drivers.</param>
public sealed record Fleet(IReadOnlyList<string> ClientIds, string SecretId, string Secret);
