namespace Eds.Bench;

/// <summary>A secret that clients share. <see cref="Text"/> null: generated, and unknown because the answer got lost.</summary>
internal sealed class SharedSecret
{
    public string? Id { get; set; }
    public string? Text { get; set; }

    public static SharedSecret Generated() => new();
    public static SharedSecret Chosen() => new() { Text = ChosenText() };
    public static string ChosenText() => $"{Crockford.Draw(6)} {Crockford.Draw(8)} {Crockford.Draw(6)}";
}

/// <summary>A driver's device with the credentials of its API client.</summary>
internal sealed class SimulatedDevice(TestPerson driver, string clientId, SharedSecret secret)
{
    /// <summary>Other servers may cache the secret for a second, or have a clock that is an hour away from the issuer's.</summary>
    private const int MaxTries = 20;
    private const int MaxRefusals = 2;
    private const int ReportedAgainPercent = 5;
    private static readonly TimeSpan SecretCacheTime = TimeSpan.FromSeconds(1.1);
    private static readonly TimeSpan RateLimitPause = TimeSpan.FromMilliseconds(500);
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow().AddDays(-2);
    private (string Token, WhoAmIBody WhoAmI)? _signedIn;
    private int _rides;
    public TestPerson Driver => driver;
    public string ClientId => clientId;
    public SharedSecret Secret => secret;
    public string Name { get; set; } = driver.Name;

    /// <summary>A ride of eight minutes.</summary>
    public static CarriageToReport Ride(WhoAmIBody device, DateTimeOffset start) => new(
        device.RegistrationNumber, device.Driver.PersonalCode, "TX1234", $"{start.UtcDateTime:s}Z", $"{start.UtcDateTime.AddMinutes(8):s}Z",
        7.4m, 9.85m);

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

    /// <summary>Reports its next ride until that is stored, and some of them once more.</summary>
    /// <returns>The receipt.</returns>
    public async Task<string> ReportRideAsync(RetryingClient client)
    {
        var (token, device) = _signedIn ??= await SignInAsync(client);
        var ride = Ride(device, _began.AddMinutes(10 * _rides++));
        var receipt = await ReportAsync(client, token, ride);
        if (RandomChoice.Occurs(ReportedAgainPercent) && await ReportAsync(client, token, ride) != receipt)
        {
            client.Counters.AddPartial($"the ride of {receipt} got another receipt when it was reported again");
        }

        return receipt;
    }

    public async Task ExpectRefusalAsync(RetryingClient client)
    {
        var reply = await RequestTokenAsync(client);
        client.Counters.Expect(reply.Status is 401 or 429, $"the annulled client {ClientId} got {reply.Status}");
    }

    private async Task<(string Token, WhoAmIBody WhoAmI)> SignInAsync(RetryingClient client)
    {
        var token = (await RequestTokenAsync(client)).Answer.Value.AccessToken;
        return (token, (await client.SendAsync(null, api => api.As(token).WhoAmIAsync())).Answer.Value);
    }

    private static async Task<string> ReportAsync(RetryingClient client, string token, CarriageToReport ride)
    {
        while (true)
        {
            var answer = (await client.SendAsync(null, api => api.As(token).ReportCarriageAsync(ride))).Answer;
            if (answer.Status != 429)
            {
                return answer.Status == 201 ? answer.Value : answer.Problem?.Receipt ?? throw new InvalidOperationException($"{answer}");
            }

            await Task.Delay(RateLimitPause);
        }
    }

    private Task<Reply<Answer<TokenBody>>> RequestTokenAsync(RetryingClient client) =>
        client.SendAsync(null, api => api.IssueTokenAsync(ClientId, Secret.Text!));
}
