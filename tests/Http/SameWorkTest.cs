namespace Eds.Tests;

/// <summary>Whoever asks for a token and is refused learns nothing from what it costs.</summary>
public sealed class SameWorkTest : OwnTaxpayerTest
{
    private const string Wrong = "canary birds do not sing here 7";

    /// <summary>Two drivers share the chosen secret.</summary>
    private IReadOnlyList<string> _ids = null!;

    protected override async Task ArrangeAsync()
    {
        await base.ArrangeAsync();
        _ids = await Taxpayer.RegisteredAsync(TestPerson.Drivers(2));
    }

    [Theory]
    [InlineData(Wrong, 1)]
    [InlineData("eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH", 1)]
    [InlineData("short", 0)]
    public async Task Unknown_annulled_and_wrong_cost_the_same(string secret, int hashes)
    {
        (await Host.Client.IssueTokenAsync(_ids[1], Leaks.ChosenSecret)).Expect(200);
        await CostAsync(_ids[0], Wrong); // the day's purge entries
        await Host.FlushAsync();
        (await Taxpayer.AnnulAsync(_ids[1])).Expect(204);
        var unknown = ClientId.Draw(Taxpayer.Id).ToString();
        Host.Clock.Advance(TimeSpan.FromSeconds(20));

        var first = await CostAsync(_ids[0], secret);
        Assert.Equal(hashes, first.Hashes);
        Assert.Equal(first, await CostAsync(unknown, secret));
        Host.Clock.Advance(TimeSpan.FromSeconds(2));
        var later = await CostAsync(_ids[0], secret);
        Assert.Equal(later, await CostAsync(unknown, secret));
        Assert.Equal(later.Hashes, (await CostAsync(_ids[1], secret)).Hashes);
    }

    [Fact]
    public async Task An_annulled_client_with_the_right_secret_costs_as_much_as_a_wrong_one()
    {
        (await Host.Client.IssueTokenAsync(_ids[0], Leaks.ChosenSecret)).Expect(200);
        (await Taxpayer.AnnulAsync(_ids[1])).Expect(204);

        // The secret is remembered, for the client that is active.
        Assert.Equal(0, (await CostAsync(_ids[0], Leaks.ChosenSecret, 200)).Hashes);
        Assert.Equal(1, (await CostAsync(_ids[1], Leaks.ChosenSecret)).Hashes);
        Assert.Equal(1, (await CostAsync(_ids[1], Wrong)).Hashes);
    }

    [Theory]
    [InlineData(Leaks.ChosenSecret, Wrong)]
    [InlineData(null, "eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH")]
    public async Task The_right_secret_from_a_network_not_allowed_costs_as_much_as_a_wrong_one(string? chosen, string wrong)
    {
        const string Depot = "203.0.113.7";
        const int ReadsOfReport = 2; // in the background, when it is answered: was the manager told today?
        var device = await TestDevice.RegisterAsync(Host.Client, chosen);
        var (taxpayer, secretId) = (device.Taxpayer, (await device.Taxpayer.SecretsAsync())[0].SecretId);
        (await taxpayer.RestrictAsync(secretId, ["203.0.113.0/24"])).Expect(200);
        (await SignInThrottleTest.TryAsync(Host, device, Depot)).Expect(200);
        (await SignInThrottleTest.TryAsync(Host, device, Depot)).Expect(200);
        await Host.FlushAsync();
        (await SignInThrottleTest.TryAsync(Host, device with { Secret = wrong }, "198.51.0.1")).Expect(401);

        // Again and again, as it could be remembered after the first time.
        for (var i = 1; i < 4; i++)
        {
            Host.Clock.Advance(TimeSpan.FromSeconds(2));
            var expected = await CostAsync(device with { Secret = wrong }, $"198.51.{i}.1");
            Host.Clock.Advance(TimeSpan.FromSeconds(2));
            var cost = await CostAsync(device, $"198.52.{i}.1");
            Assert.Equal((expected.Reads + ReadsOfReport, expected.Hashes), (cost.Reads, cost.Hashes));
        }
    }

    [Fact]
    public async Task Each_attempt_of_an_attack_costs_and_gets_the_same_at_an_unknown_client()
    {
        var (known, unknown) = (_ids[0], ClientId.Draw(TaxpayerId.Draw()).ToString());
        var secretId = (await Taxpayer.SecretsAsync())[0].SecretId;
        (await Taxpayer.RotateAsync(secretId, SecretChoices.Value("quiet harbours in winter fog 4"))).Expect(200);
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(await CostAsync(known, Wrong), await CostAsync(unknown, Wrong));
        }

        var (tenth, other) = (await CostAsync(known, Wrong), await CostAsync(unknown, Wrong));
        Assert.Equal((other.Reads + 2, other.Writes + 2, other.Hashes), tenth); // in the background it becomes an event
        var limited = await CostAsync(known, Wrong, 429);
        Assert.Equal(0, limited.Hashes);
        Assert.Equal(limited, await CostAsync(unknown, Wrong, 429));
        Assert.Equal((0, 0, 0), await CostAsync(known, Wrong, 429));
        Assert.Equal(await AnswerAsync(known), await AnswerAsync(unknown));
        Host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(await AnswerAsync(known), await AnswerAsync(unknown));

        async Task<(int Status, string Text, string? RetryAfter)> AnswerAsync(string clientId)
        {
            var answer = await Host.Client.IssueTokenAsync(clientId, Wrong);
            return (answer.Status, answer.Text, answer.RetryAfter());
        }
    }

    /// <summary>By Basic a secret with a plus or percent sign can be read in two ways.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_secret_that_was_verified_a_moment_ago_is_not_hashed_again_however_it_is_sent(bool encoded)
    {
        const string Secret = "canary+birds%20sing at 7";
        var device = await TestDevice.RegisterAsync(Host.Client, Secret);
        var basic = encoded ? EdsClient.Basic(device.ClientId, Secret) : TokenEndpointTest.Encoded($"{device.ClientId}:{Secret}");
        Task<Answer> AskAsync() => Host.Client.SendFormAsync(Routes.IssueToken(), [("grant_type", "client_credentials")], basic);
        (await AskAsync()).Expect(200);
        (await AskAsync()).Expect(200);

        Host.Clock.Advance(TimeSpan.FromSeconds(2));
        var cost = await CostAsync(async () => (await AskAsync()).Expect(200));
        Assert.Equal((1, 0), (cost.Reads, cost.Hashes));
    }

    [Fact]
    public async Task What_is_mistyped_costs_nothing()
    {
        Assert.Equal((0, 0, 0), await CostAsync(_ids[0].Mistyped(), Leaks.ChosenSecret));
        Assert.Equal((0, 0, 0), await CostAsync(_ids[0], ClientSecret.Generate().Reveal().Mistyped()));
    }

    private Task<(int Reads, int Writes, int Hashes)> CostAsync(TestDevice device, string address) =>
        CostAsync(async () => (await SignInThrottleTest.TryAsync(Host, device, address)).Expect(401));

    private Task<(int Reads, int Writes, int Hashes)> CostAsync(string clientId, string secret, int status = 401) =>
        CostAsync(async () => (await Host.Client.IssueTokenAsync(clientId, secret)).Expect(status));

    /// <summary>With what is done after the answer.</summary>
    private async Task<(int Reads, int Writes, int Hashes)> CostAsync(Func<Task> attempt)
    {
        var hasher = Host.Services.GetRequiredService<SecretHasher>();
        var before = hasher.Runs;
        Host.Faults.Count();
        await attempt();
        await Host.FlushAsync();
        return (Host.Faults.Reads, Host.Faults.Writes, hasher.Runs - before);
    }
}
