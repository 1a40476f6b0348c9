namespace Eds.Tests;

/// <summary>A taxpayer of one test, seen by its first rights manager.</summary>
/// <param name="Client">Signed in as the manager.</param>
public sealed record TestTaxpayer(EdsClient Client, string Id, string RegistrationNumber, TestPerson Manager)
{
    /// <summary>The manager's.</summary>
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

    /// <summary>client_ids in the order of the drivers.</summary>
    public async Task<IReadOnlyList<string>> RegisteredAsync(IEnumerable<TestPerson> drivers, SecretChoiceBody? secret = null) =>
        (await RegisterAsync(drivers, secret)).Expect(201).ClientIds();

    /// <summary>One driver's client, as the list shows it.</summary>
    public async Task<ClientBody> RegisterOneAsync(SecretChoiceBody? secret = null) =>
        (await Client.GetClientAsync(Id, (await RegisteredAsync(TestPerson.Drivers(1), secret))[0])).Expect(200).Value;

    public Task<Answer<ClientBody>> RenameAsync(ClientBody client, string name) =>
        Client.RenameDriverAsync(Id, client.ClientId, name, client.ETag);

    public Task<Answer> AnnulAsync(string clientId, string? reason = null) => Client.AnnulClientAsync(Id, clientId, reason);

    public Task<Answer<RotatedSecretBody>> RotateAsync(string secretId, SecretChoiceBody secret, int? overlapHours = null) =>
        Client.RotateSecretAsync(Id, secretId, new(secret, overlapHours));

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

    /// <summary>The newest hundred.</summary>
    public async Task<IReadOnlyList<AuditEvent>> EventsAsync(string? action = null) =>
        (await Client.ListEventsAsync(Id, action: action)).Expect(200).Value.Events;

    public override string ToString() => Id;
}
