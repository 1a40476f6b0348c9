namespace Eds.Bench;

/// <summary>A secret that clients share. <see cref="Text"/> null: generated, and unknown because the answer got lost.</summary>
internal sealed class SharedSecret
{
    public string? Id { get; set; }
    public string? Text { get; set; }

    public static SharedSecret Chosen() => new() { Text = StorageSeeder.ChosenText() };
}

/// <summary>A driver's device with the credentials of its API client.</summary>
internal sealed class SimulatedDevice(TestPerson driver, string clientId, SharedSecret secret)
{
    /// <summary>Other servers may cache the secret for a second, or have a clock that is an hour away from the issuer's.</summary>
    private const int MaxTries = 20;
    private const int MaxRefusals = 2;
    private static readonly TimeSpan SecretCacheTime = TimeSpan.FromSeconds(1.1);

    public TestPerson Driver => driver;
    public string ClientId => clientId;
    public SharedSecret Secret => secret;
    public string Name { get; set; } = driver.Name;

    /// <summary>A ride of eight minutes.</summary>
    public static CarriageToReport Ride(WhoAmIBody device, DateTimeOffset start) => new(
        device.RegistrationNumber, device.Driver.PersonalCode, "TX1234", $"{start.UtcDateTime:s}Z", $"{start.UtcDateTime.AddMinutes(8):s}Z",
        7.4m, 9.85m);

    /// <summary>Gets a token and uses it.</summary>
    public async Task UseTokenAsync(RetryingClient client)
    {
        var refusals = 0;
        for (var i = 0; i < MaxTries && refusals <= MaxRefusals; i++)
        {
            var issued = await RequestTokenAsync(client);
            if (issued.Status != 200)
            {
                refusals++;
                await Task.Delay(SecretCacheTime);
                continue;
            }

            var whoAmI = await client.SendAsync(null, api => api.As(issued.Answer.Value.AccessToken).WhoAmIAsync());
            if (whoAmI.Status == 200)
            {
                client.Counters.Expect(whoAmI.Answer.Value.Driver.Name == Name, $"the new driver's name of client {ClientId}");
                return;
            }
        }

        client.Counters.Expect(false, $"client {ClientId} cannot get and use a token, refused {refusals} times");
    }

    /// <summary>Checks that the annulled client gets no token.</summary>
    public async Task ExpectRefusalAsync(RetryingClient client)
    {
        var reply = await RequestTokenAsync(client);
        client.Counters.Expect(reply.Status is 401 or 429, $"the annulled client {ClientId} got {reply.Status}");
    }

    private Task<Reply<Answer<TokenBody>>> RequestTokenAsync(RetryingClient client) =>
        client.SendAsync(null, api => api.IssueTokenAsync(ClientId, Secret.Text!));
}
