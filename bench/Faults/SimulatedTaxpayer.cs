namespace Eds.Bench;

/// <summary>
/// A taxpayer with one rights manager, who does one random operation after another and waits for each answer. So whatever an answer
/// confirmed must hold, through any fault. A registration that was abandoned before its answer may exist or not, but whole.
/// </summary>
internal sealed partial class SimulatedTaxpayer
{
    private const int MaxClients = 150;
    private const int MaxAnnulled = 30;

    private readonly RetryingClient _client;
    private readonly FaultCounters _counters;
    private readonly Dictionary<string, SimulatedDevice> _active = [];
    private readonly List<SimulatedDevice> _annulled = [];
    private readonly List<Registration> _abandoned = [];
    private readonly Dictionary<string, int> _confirmed = [];

    private SimulatedTaxpayer(RetryingClient client, FaultCounters counters, TestPerson manager, string id) =>
        (_client, _counters, Manager, Id) = (client, counters, manager, id);

    public string Id { get; }

    public TestPerson Manager { get; }

    /// <summary>Of active clients.</summary>
    public IReadOnlyCollection<SimulatedDevice> Active => _active.Values;

    /// <summary>Of the clients annulled last.</summary>
    public IReadOnlyList<SimulatedDevice> Annulled => _annulled;

    /// <summary>Confirmed operations: event action → count.</summary>
    public IReadOnlyDictionary<string, int> Confirmed => _confirmed;

    public int ConfirmedRegistrations => _confirmed.GetValueOrDefault("clients-registered");

    public static async Task<SimulatedTaxpayer> EnrolAsync(RetryingClient client, FaultCounters counters)
    {
        var manager = TestPerson.New();
        var body = new EnrolTaxpayerBody(TestPerson.NewRegistrationNumber(), "SIA Izturība", "legal", manager.Body);
        var enrolled = await client.SendAsync(TestPerson.Operator, api => api.EnrolTaxpayerAsync(body));
        var id = enrolled.Retried && enrolled.Status == 409
            ? (await client.SendAsync(manager, api => api.GetMeAsync())).Answer.Value.Taxpayers[0].TaxpayerId
            : enrolled.Answer.Value.TaxpayerId;
        var taxpayer = new SimulatedTaxpayer(client, counters, manager, id);
        var self = (await taxpayer.UsersAsync())[0];
        await taxpayer.ChangeRightsAsync(self, rightsManager: true, taxiApiConfiguration: true);
        return taxpayer;
    }

    /// <summary>One random operation.</summary>
    public Task StepAsync() => RandomNumberGenerator.GetInt32(100) switch
    {
        _ when _active.Count == 0 => RegisterAsync(3),
        _ when _active.Count > MaxClients => AnnulManyAsync(),
        < 40 => RandomChoice.Of(Active).UseTokenAsync(_client, _counters),
        < 46 when _annulled.Count > 0 => RandomChoice.Of(_annulled).ExpectRefusalAsync(_client, _counters),
        < 60 => RegisterAsync(1 + RandomNumberGenerator.GetInt32(5)),
        < 64 => RegisterAsync(60),
        < 68 => AbandonRegistrationAsync(RandomChoice.Occurs(50) ? 2 : 60, RandomChoice.Milliseconds(1, 200)),
        < 82 => AnnulAsync(),
        < 87 => RenameAsync(),
        < 89 => VerifyListAsync(),
        < 95 => AddAndRemoveUserAsync(),
        < 98 => RotateAsync(RandomChoice.Of(Active).Secret),
        _ => RotateManyAsync(),
    };

    public async Task RegisterAsync(int drivers)
    {
        var registration = new Registration(WithReturning(drivers), NewSecret(), EdsClient.NewIdempotencyKey());
        var reply = await SendAsync(registration);
        Apply(registration, reply);
        if (registration.Secret is { Id: not null, Text: null })
        {
            if (!reply.Retried)
            {
                _counters.AddLost("a generated secret is missing from the only answer");
            }

            await RotateAsync(registration.Secret);
        }
    }

    /// <summary>Sends a registration once, and gives up waiting after this time.</summary>
    public async Task AbandonRegistrationAsync(int drivers, TimeSpan patience)
    {
        var secret = new SharedSecret { Text = StorageSeeder.ChosenText() };
        var registration = new Registration(TestPerson.Drivers(drivers), secret, EdsClient.NewIdempotencyKey());
        using var giveUp = new CancellationTokenSource(patience);
        var answer = await _client.TryAsync(
            Manager, api => api.RegisterClientsAsync(Id, registration.Body(), registration.Key), giveUp.Token);
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
                    _counters.AddPartial($"{reply.Answer.Errors.Count} of {abandoned.Drivers.Count} drivers of an abandoned registration");
                }

                reply = await SendAsync(abandoned);
            }

            Apply(abandoned, reply);
        }

        _abandoned.Clear();
    }

    public Task<Reply<T>> SendAsync<T>(Func<EdsClient, Task<T>> request)
        where T : Answer => _client.SendAsync(Manager, request);

    private Task<Reply<Answer<RegisteredClientsBody>>> SendAsync(Registration registration)
    {
        var body = registration.Body();
        return SendAsync(api => api.RegisterClientsAsync(Id, body, registration.Key));
    }

    private void Apply(Registration registration, Reply<Answer<RegisteredClientsBody>> reply)
    {
        var secret = registration.Secret;
        if (!Confirm(reply, 201, "clients-registered"))
        {
            return;
        }

        var registered = reply.Answer.Value;
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
        if (Confirm(await SendAsync(api => api.AnnulClientAsync(Id, device.ClientId, "left")), 204, "client-annulled"))
        {
            Retire(device);
        }
    }

    private void Retire(SimulatedDevice device)
    {
        _active.Remove(device.Driver.Code);
        _annulled.Add(device);
        if (_annulled.Count > MaxAnnulled)
        {
            _annulled.RemoveAt(0);
        }
    }

    private async Task RenameAsync()
    {
        var device = RandomChoice.Of(Active);
        var (client, name) = (await SendAsync(api => api.GetClientAsync(Id, device.ClientId)), NewName());
        if (Expect(client, 200, $"client {device.ClientId}")
            && Confirm(
                await SendAsync(api => api.RenameDriverAsync(Id, device.ClientId, name, client.Answer.Value.ETag)), 200, "client-renamed"))
        {
            device.Name = name;
        }
    }

    private async Task RotateAsync(SharedSecret secret)
    {
        var text = StorageSeeder.ChosenText();
        var body = new RotateSecretBody(SecretChoices.Value(text), OverlapHours: 0);
        if (Expect(await SendAsync(api => api.RotateSecretAsync(Id, secret.Id!, body)), 200, "rotation"))
        {
            secret.Text = text;
        }
    }

    /// <summary>Counts the operation as confirmed if its answer has this status.</summary>
    /// <param name="statusIfRetried">As good, if an earlier attempt may have been applied.</param>
    private bool Confirm<T>(Reply<T> reply, int status, string action, int? statusIfRetried = null)
        where T : Answer
    {
        var expected = Expect(reply, status, action, statusIfRetried);
        _confirmed[action] = _confirmed.GetValueOrDefault(action) + (expected ? 1 : 0);
        return expected;
    }

    private bool Expect<T>(Reply<T> reply, int status, string what, int? statusIfRetried = null)
        where T : Answer
    {
        var expected = reply.Status == status || (reply.Retried && reply.Status == statusIfRetried);
        if (!expected)
        {
            _counters.AddLost($"{Id}: {what}: {reply}");
        }

        return expected;
    }

    private SharedSecret NewSecret() => RandomNumberGenerator.GetInt32(3) switch
    {
        0 => new SharedSecret(),
        1 when _active.Count > 0 => RandomChoice.Of(Active).Secret,
        _ => new SharedSecret { Text = StorageSeeder.ChosenText() },
    };

    /// <summary>New drivers, and some whose client was annulled.</summary>
    private IReadOnlyList<TestPerson> WithReturning(int count)
    {
        var returning = _annulled.Select(device => device.Driver)
            .Where(driver => !_active.ContainsKey(driver.Code) && RandomChoice.Occurs(10))
            .DistinctBy(driver => driver.Code).Take(count / 2).ToList();
        return [.. returning, .. TestPerson.Drivers(count - returning.Count)];
    }

    private static string NewName() => $"Vārds {Crockford.Draw(6)}";

    private sealed record Registration(IReadOnlyList<TestPerson> Drivers, SharedSecret Secret, string Key)
    {
        public RegisterClientsBody Body() => new(
            Secret switch
            {
                { Id: { } id } => SecretChoices.Existing(id),
                { Text: { } text } => SecretChoices.Value(text),
                _ => SecretChoices.Generate,
            },
            [.. Drivers.Select(driver => driver.Driver)]);
    }
}
