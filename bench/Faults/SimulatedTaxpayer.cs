namespace Eds.Bench;

/// <summary>A registration as it is sent, once or again.</summary>
internal sealed record SimulatedRegistration(IReadOnlyList<TestPerson> Drivers, SharedSecret Secret)
{
    public string Key { get; init; } = EdsClient.NewIdempotencyKey();

    public RegisterClientsBody Body() => new(
        Secret switch
        {
            { Id: { } id } => SecretChoices.Existing(id),
            { Text: { } text } => SecretChoices.Value(text),
            _ => SecretChoices.Generate,
        },
        [.. Drivers.Select(driver => driver.Driver)]);
}

/// <summary>
/// A taxpayer with one rights manager, who does one random operation after another and waits for each answer. So whatever an answer
/// confirmed must hold, through any fault. A registration that was abandoned before its answer may exist or not, but whole.
/// </summary>
internal sealed class SimulatedTaxpayer(RetryingClient client, TestPerson manager, string id)
{
    public const string ClientsAnnulled = "clients-annulled";
    public const string SecretsRotated = "secrets-rotated";
    private const int MaxClients = 150;

    /// <summary>One transaction takes 49.</summary>
    private const int MaxAnnulledAtOnce = 120;

    private readonly Dictionary<string, SimulatedDevice> _active = [];
    private readonly List<SimulatedDevice> _annulled = [];
    private readonly List<SimulatedRegistration> _abandoned = [];
    private readonly List<string> _receipts = [];
    private readonly Dictionary<string, int> _confirmed = new() { [ClientsAnnulled] = 0, [SecretsRotated] = 0 };

    public string Id => id;
    public TestPerson Manager => manager;
    public FaultCounters Counters => client.Counters;
    public IReadOnlyCollection<SimulatedDevice> Active => _active.Values;
    public IReadOnlyList<SimulatedDevice> Annulled => _annulled;
    public IReadOnlyList<SimulatedRegistration> Abandoned => _abandoned;
    public IReadOnlyList<string> Receipts => _receipts;

    /// <summary>Confirmed operations: event action → count; in bulk, of clients or secrets.</summary>
    public IReadOnlyDictionary<string, int> Confirmed => _confirmed;

    public static async Task<SimulatedTaxpayer> EnrolAsync(RetryingClient client)
    {
        var manager = TestPerson.New();
        var body = new EnrolTaxpayerBody(TestPerson.NewRegistrationNumber(), "SIA Izturība", "legal", manager.Body);
        var enrolled = await client.SendAsync(TestPerson.Operator, api => api.EnrolTaxpayerAsync(body));
        var id = enrolled.Retried && enrolled.Status == 409
            ? (await client.SendAsync(manager, api => api.GetMeAsync())).Answer.Value.Taxpayers[0].TaxpayerId
            : enrolled.Answer.Value.TaxpayerId;
        var taxpayer = new SimulatedTaxpayer(client, manager, id);
        await taxpayer.ChangeRightsAsync((await taxpayer.UsersAsync())[0], rightsManager: true, taxiApiConfiguration: true);
        return taxpayer;
    }

    public Task StepAsync() => RandomNumberGenerator.GetInt32(100) switch
    {
        _ when _active.Count == 0 => RegisterAsync(3),
        _ when _active.Count > MaxClients => AnnulSomeAsync(),
        < 40 => RandomChoice.Of(Active).UseTokenAsync(client),
        < 46 when _annulled.Count > 0 => RandomChoice.Of(_annulled).ExpectRefusalAsync(client),
        < 60 => RegisterAsync(1 + RandomNumberGenerator.GetInt32(5)),
        < 64 => RegisterAsync(60),
        < 68 => AbandonRegistrationAsync(RandomChoice.Occurs(50) ? 2 : 60, RandomChoice.Milliseconds(1, 200)),
        < 82 => AnnulAsync(),
        < 87 => RenameAsync(),
        < 89 => Verification.CheckListAsync(this),
        < 95 => AddAndRemoveUserAsync(),
        < 98 => RotateAsync(RandomChoice.Of(Active).Secret),
        _ => RotateManyAsync(),
    };

    /// <param name="secret">Null: of any kind.</param>
    public async Task RegisterAsync(int drivers, SharedSecret? secret = null)
    {
        secret ??= AnySecret();
        var registration = new SimulatedRegistration(WithReturning(drivers), secret);
        var reply = await SendAsync(registration);
        Apply(registration, reply);
        if (secret is { Id: not null, Text: null })
        {
            Counters.Expect(reply.Retried, "a generated secret is missing from the only answer");
            await RotateAsync(secret);
        }
    }

    public async Task ReportRideAsync() => _receipts.Add(await RandomChoice.Of(Active).ReportRideAsync(client));

    /// <summary>Sends a registration once, and gives up waiting after this time.</summary>
    public async Task AbandonRegistrationAsync(int drivers, TimeSpan patience)
    {
        var registration = new SimulatedRegistration(TestPerson.Drivers(drivers), SharedSecret.Chosen());
        using var giveUp = new CancellationTokenSource(patience);
        var answer = await client.TryAsync(
            manager, api => api.RegisterClientsAsync(id, registration.Body(), registration.Key), giveUp.Token);
        if (answer is { Status: 201 })
        {
            Apply(registration, new(answer, Retried: false));
        }
        else
        {
            _abandoned.Add(registration);
        }
    }

    /// <summary>Repeats the abandoned registrations, some under a new key: each is whole or absent, and blocks no driver.</summary>
    public async Task SettleAbandonedAsync()
    {
        foreach (var abandoned in _abandoned)
        {
            var registration = RandomChoice.Occurs(50) ? abandoned : abandoned with { Key = EdsClient.NewIdempotencyKey() };
            var reply = await SendAsync(registration);
            if (registration != abandoned && reply.Answer.Code is "driver-already-registered")
            {
                if (reply.Answer.Errors.Count != abandoned.Drivers.Count)
                {
                    Counters.AddPartial($"{reply.Answer.Errors.Count} of {abandoned.Drivers.Count} drivers of an abandoned registration");
                }

                reply = await SendAsync(abandoned);
            }

            Apply(abandoned, reply);
        }

        _abandoned.Clear();
    }

    /// <summary>There must be an active client.</summary>
    public Task AnnulSomeAsync() => AnnulAsync([.. Active.Take(1 + RandomNumberGenerator.GetInt32(MaxAnnulledAtOnce))]);

    /// <summary>In bulk.</summary>
    public async Task AnnulAsync(List<SimulatedDevice> devices)
    {
        var reply = await SendAsync(api => api.AnnulClientsAsync(id, devices.Select(device => device.ClientId), "left"));
        if (Confirm(reply, 200, ClientsAnnulled, times: devices.Count))
        {
            var (annulled, before) = (reply.Answer.Value.Annulled, reply.Answer.Value.AlreadyAnnulled);
            Counters.Expect(
                annulled + before == devices.Count && (before == 0 || reply.Retried),
                $"{id}: of {devices.Count} clients {annulled} annulled, {before} before");
            devices.ForEach(Retire);
        }
    }

    /// <summary>Those of a lost answer nobody knows: they are rotated once more. There must be an active client.</summary>
    public async Task RotateManyAsync()
    {
        var secrets = Active.Select(device => device.Secret).DistinctBy(secret => secret.Id).ToList();
        var (body, key) = (new RotateSecretsBody([.. secrets.Select(secret => secret.Id)], OverlapHours: 0), EdsClient.NewIdempotencyKey());
        var reply = await SendAsync(api => api.RotateSecretsAsync(id, body, key));
        if (!Confirm(reply, 200, SecretsRotated, times: secrets.Count))
        {
            return;
        }

        foreach (var (secret, rotation) in secrets.Zip(reply.Answer.Value.Rotations))
        {
            Counters.Expect(
                rotation.Version is not null && (rotation.Secret is not null || reply.Retried),
                $"{id}: secret {rotation.SecretId}: {rotation.Code ?? "its only answer has no secret"}");
            secret.Text = rotation.Secret;
            if (secret.Text is null)
            {
                await RotateAsync(secret);
            }
        }
    }

    public Task<List<ClientBody>> ClientsAsync(string state) => PagesAsync(
        (api, continuation) => api.ListClientsAsync(id, state: state, limit: 500, continuation: continuation),
        page => (page.Clients, page.Continuation));

    public Task<List<AuditEvent>> EventsAsync() =>
        PagesAsync((api, continuation) => api.ListEventsAsync(id, continuation), page => (page.Events, page.Continuation));

    public async Task<IReadOnlyList<UserBody>> UsersAsync() => (await SendAsync(api => api.ListUsersAsync(id))).Answer.Value.Users;

    public async Task ChangeRightsAsync(UserBody user, bool rightsManager, bool taxiApiConfiguration)
    {
        var rights = new ChangeRightsBody(rightsManager, taxiApiConfiguration);
        Confirm(await SendAsync(api => api.ChangeRightsAsync(id, user.UserId, rights, user.ETag)), 200, "rights-changed");
    }

    public Task<Reply<T>> SendAsync<T>(Func<EdsClient, Task<T>> request)
        where T : Answer => client.SendAsync(manager, request);

    private Task<Reply<Answer<RegisteredClientsBody>>> SendAsync(SimulatedRegistration registration)
    {
        var body = registration.Body();
        return SendAsync(api => api.RegisterClientsAsync(id, body, registration.Key));
    }

    private async Task<List<TItem>> PagesAsync<TPage, TItem>(
        Func<EdsClient, string?, Task<Answer<TPage>>> list, Func<TPage, (IReadOnlyList<TItem> Items, string? Continuation)> read)
        where TPage : class
    {
        var (all, continuation) = (new List<TItem>(), default(string));
        do
        {
            var from = continuation;
            (var items, continuation) = read((await SendAsync(api => list(api, from))).Answer.Value);
            all.AddRange(items);
        }
        while (continuation is not null);
        return all;
    }

    private void Apply(SimulatedRegistration registration, Reply<Answer<RegisteredClientsBody>> reply)
    {
        if (!Confirm(reply, 201, "clients-registered"))
        {
            return;
        }

        var (secret, registered) = (registration.Secret, reply.Answer.Value);
        secret.Id = registered.SecretId;
        secret.Text ??= registered.Secret;
        foreach (var (driver, client) in registration.Drivers.Zip(registered.Clients))
        {
            _active.Add(driver.Code, new SimulatedDevice(driver, client.ClientId, secret));
        }
    }

    private async Task AnnulAsync()
    {
        var device = RandomChoice.Of(Active);
        if (Confirm(await SendAsync(api => api.AnnulClientAsync(id, device.ClientId, "left")), 204, "client-annulled"))
        {
            Retire(device);
        }
    }

    private void Retire(SimulatedDevice device)
    {
        _active.Remove(device.Driver.Code);
        _annulled.Add(device);
    }

    private async Task RenameAsync()
    {
        var (device, name) = (RandomChoice.Of(Active), NewName());
        var found = await SendAsync(api => api.GetClientAsync(id, device.ClientId));
        if (Expect(found, 200, $"client {device.ClientId}")
            && Confirm(
                await SendAsync(api => api.RenameDriverAsync(id, device.ClientId, name, found.Answer.Value.ETag)), 200, "client-renamed"))
        {
            device.Name = name;
        }
    }

    private async Task RotateAsync(SharedSecret secret)
    {
        var text = SharedSecret.ChosenText();
        var body = new RotateSecretBody(SecretChoices.Value(text), OverlapHours: 0);
        if (Expect(await SendAsync(api => api.RotateSecretAsync(id, secret.Id!, body)), 200, "rotation"))
        {
            secret.Text = text;
        }
    }

    private async Task AddAndRemoveUserAsync()
    {
        var person = TestPerson.New(NewName());
        Confirm(await SendAsync(api => api.AddUserAsync(id, person.Body)), 201, "user-added", statusIfRetried: 409);
        var user = (await UsersAsync()).FirstOrDefault(user => user.Name == person.Name);
        if (!Counters.Expect(user is not null, $"{id}: a user who was added"))
        {
            return;
        }

        await ChangeRightsAsync(user!, rightsManager: true, taxiApiConfiguration: false);
        Confirm(await SendAsync(api => api.RemoveUserAsync(id, user!.UserId)), 204, "user-removed", statusIfRetried: 404);
        Counters.Expect((await UsersAsync()).Count == 1, $"{id}: the removal of a user");
    }

    /// <summary>Counts the operation as confirmed if its answer has this status.</summary>
    /// <param name="statusIfRetried">As good, if an earlier attempt may have been applied.</param>
    /// <param name="times">Of one in bulk, its clients or secrets.</param>
    private bool Confirm<T>(Reply<T> reply, int status, string action, int? statusIfRetried = null, int times = 1)
        where T : Answer
    {
        var expected = Expect(reply, status, action, statusIfRetried);
        _confirmed[action] = _confirmed.GetValueOrDefault(action) + (expected ? times : 0);
        return expected;
    }

    private bool Expect<T>(Reply<T> reply, int status, string what, int? statusIfRetried = null)
        where T : Answer => Counters.Expect(
            reply.Status == status || (reply.Retried && reply.Status == statusIfRetried), $"{id}: {what}: {reply}");

    private SharedSecret AnySecret() => RandomNumberGenerator.GetInt32(3) switch
    {
        0 => SharedSecret.Generated(),
        1 when _active.Count > 0 => RandomChoice.Of(Active).Secret,
        _ => SharedSecret.Chosen(),
    };

    /// <summary>New drivers, and some whose client was annulled.</summary>
    private IReadOnlyList<TestPerson> WithReturning(int count)
    {
        var returning = _annulled.Select(device => device.Driver).Distinct()
            .Where(driver => !_active.ContainsKey(driver.Code) && RandomChoice.Occurs(10)).Take(count / 2).ToList();
        return [.. returning, .. TestPerson.Drivers(count - returning.Count)];
    }

    private static string NewName() => $"Vārds {Crockford.Draw(6)}";
}
