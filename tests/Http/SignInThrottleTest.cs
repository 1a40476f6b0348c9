using Microsoft.AspNetCore.Hosting;

namespace Eds.Tests;

public sealed class SignInThrottleTest : OwnDeviceTest
{
    internal const string Home = "203.0.113.7";
    private const string Elsewhere = "198.51.100.1";

    [Fact]
    public async Task After_ten_failures_a_client_waits_longer_each_time()
    {
        await FailAsync(Home, 10);
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 960, 1920, 3600, 3600 })
        {
            var limited = (await GuessAsync(Host, Device, Home)).Expect(429, "temporarily_unavailable");
            Assert.Equal(
                ($"{seconds}", "\"guesses\";q=10;w=3600", $"\"guesses\";r=0;t={seconds}"),
                (limited.RetryAfter(), limited.Header("RateLimit-Policy"), limited.Header("RateLimit")));

            // Even the right one is not looked at, wherever it is sent, and waiting does not grow by trying.
            foreach (var route in new[] { Routes.IssueToken(), Routes.RevokeToken(), Routes.IntrospectToken() })
            {
                (await TryAsync(Host, Device, Home, route)).Expect(429, "temporarily_unavailable");
            }

            Host.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            (await GuessAsync(Host, Device, Home)).Expect(429);
            Host.Clock.Advance(TimeSpan.FromSeconds(1));
            (await GuessAsync(Host, Device, Home)).Expect(401, "invalid_client");
        }
    }

    [Fact]
    public async Task A_success_ends_the_row_of_failures()
    {
        for (var round = 0; round < 3; round++)
        {
            await FailAsync(Home, 9);
            (await TryAsync(Host, Device, Home)).Expect(200);
        }
    }

    [Fact]
    public async Task A_guess_whose_caller_hangs_up_is_counted()
    {
        var hangUps = new HangUps();
        await using var host = await OwnHost.StartAsync(services: own => own.AddSingleton<IStartupFilter>(hangUps));
        var device = await TestDevice.RegisterAsync(host.Client);
        for (var i = 0; i < 10; i++)
        {
            using var caller = new CancellationTokenSource();
            host.Faults.Meanwhile(write: 0, async () =>
            {
                await caller.CancelAsync();
                await hangUps.NoticedAsync();
            });
            var client = host.Client with { Cancellation = caller.Token };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(
                Routes.IssueToken(), new FormUrlEncodedContent(Form(Wrong(device))), ("X-Forwarded-For", Elsewhere)));
            await hangUps.EndedAsync();
        }

        (await TryAsync(host, device, Elsewhere)).Expect(429, "temporarily_unavailable");
    }

    /// <summary>
    /// Networks have 24 bits, of IPv6 56. Only the entry of X-Forwarded-For that the front end wrote counts, which is the last.
    /// </summary>
    [Theory]
    [InlineData(Home, "203.0.113.200", true)]
    [InlineData(Home, "203.0.113.7:4711", true)]
    [InlineData(Home, "1.2.3.4, 203.0.113.9", true)]
    [InlineData(Home, "198.51.100.1,203.0.113.9:80", true)]
    [InlineData(Home, "::ffff:203.0.113.9", true)]
    [InlineData(Home, Elsewhere, false)]
    [InlineData(Home, "203.0.113.9, 198.51.100.1", false)]
    [InlineData("2001:db8:1:200::7", "[2001:db8:1:2ff::9]:4711", true)]
    [InlineData("2001:db8:1:200::7", "2001:db8:1:300::7", false)]
    public async Task Failures_count_for_a_network(string first, string second, bool same)
    {
        await FailAsync(first, 10);

        (await GuessAsync(Host, Device, second)).Expect(same ? 429 : 401);
    }

    [Theory]
    [InlineData("6F1D2C3B-0000-4444-8888-9A0B1C2D3E4F", "203.0.113.99", true)]
    [InlineData("6F1D2C3B-0000-4444-8888-9A0B1C2D3E4F", Elsewhere, false)]
    [InlineData("6F1D2C3B-0000-4444-8888-9A0B1C2D3E4F", "nonsense", false)]
    [InlineData("00000000-0000-4444-8888-9A0B1C2D3E4F", "203.0.113.99", false)] // another Front Door
    [InlineData(null, "203.0.113.99", false)]
    public async Task Behind_Front_Door_only_its_own_word_for_the_caller_counts(string? frontDoor, string address, bool same)
    {
        const string Own = "6f1d2c3b-0000-4444-8888-9a0b1c2d3e4f";
        await using var host = await OwnHost.StartAsync(settings: new Dictionary<string, string?> { ["Network:FrontDoorId"] = Own });
        var device = await TestDevice.RegisterAsync(host.Client);
        for (var i = 0; i < 10; i++)
        {
            (await FromAsync(Own, Home, "192.0.2.1")).Expect(401);
        }

        (await FromAsync(frontDoor, address, Elsewhere)).Expect(same ? 429 : 401);

        Task<Answer> FromAsync(string? id, string client, string proxy)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(1));
            var form = new FormUrlEncodedContent(Form(Wrong(device)));
            return host.Client.SendAsync(
                Routes.IssueToken(), form, ("X-Azure-FDID", id), ("X-Azure-ClientIP", client), ("X-Forwarded-For", proxy));
        }
    }

    [Fact]
    public async Task After_a_hundred_failures_only_networks_with_a_success_go_on()
    {
        (await TryAsync(Host, Device, Home)).Expect(200);
        await FailEverywhereAsync(100);
        await using var two = await Host.StartSecondAsync();

        Assert.Equal("3600", (await GuessAsync(Host, Device, "198.51.200.1")).Expect(429).RetryAfter());
        (await TryAsync(two, Device, Elsewhere)).Expect(429);
        (await TryAsync(Host, Device, "198.51.201.1")).Expect(429);
        (await TryAsync(Host, Device, Home)).Expect(200);

        // That success ended the row, for the other instance within 15 seconds.
        (await GuessAsync(Host, Device, "198.51.202.1")).Expect(401);
        await Host.FlushAsync();
        two.Clock.Advance(TimeSpan.FromSeconds(15));
        (await TryAsync(two, Device, Elsewhere)).Expect(200);
    }

    [Fact]
    public async Task A_network_in_daily_use_stays_known()
    {
        for (var hours = 0; hours < 31 * 24; hours += 23)
        {
            (await TryAsync(Host, Device, Home)).Expect(200);
            Host.Clock.Advance(TimeSpan.FromHours(23));
        }

        await FailEverywhereAsync(100);
        await using var other = await Host.StartSecondAsync();
        (await TryAsync(other, Device, Home)).Expect(200);
    }

    [Fact]
    public async Task One_failure_the_day_after_an_attack_is_no_guessing()
    {
        (await TryAsync(Host, Device, Home)).Expect(200);
        await FailAsync(Elsewhere, 10);
        await Host.FlushAsync();
        Host.Clock.Advance(TimeSpan.FromHours(25));
        await FailAsync(Home, 1);
        await Host.FlushAsync();
        Assert.Single(await (await Device.Taxpayer.SignInAsync()).EventsAsync("guessing-detected"));
    }

    /// <summary>By Basic a secret may have two readings, and the second may find no slot to be hashed.</summary>
    [Fact]
    public async Task An_attempt_with_a_wrong_reading_stays_counted_however_it_ends()
    {
        Assert.True(ClientId.TryParse(Device.ClientId, out var id));
        var (throttle, clients) = (Host.Services.GetRequiredService<SignInThrottle>(), Host.Services.GetRequiredService<ClientStore>());
        var source = await throttle.SourceAsync(id, CallerNetwork.Of(IPAddress.Parse(Home)));
        for (var i = 0; i < 10; i++)
        {
            await using var attempt = await throttle.BeginAsync(
                source, await clients.FindRowAsync(id.TaxpayerId, id, Cancellation), hasWaited: false);
            attempt.IsWrong = true;
        }

        (await TryAsync(Host, Device, Home)).Expect(429);
    }

    [Fact]
    public async Task Guesses_that_wait_to_be_hashed_hold_up_no_other_network()
    {
        var chosen = await TestDevice.RegisterAsync(Host.Client, Leaks.ChosenSecret);
        var limiter = Host.Services.GetRequiredService<HashingLimiter>();
        var held = new List<IDisposable>();
        for (var i = 0; i < HashingLimiter.MaxConcurrency - 1; i++)
        {
            held.Add(await limiter.AcquireAsync("198.51.100.0/24"));
        }

        var waiting = TryAsync(Host, chosen with { Secret = "canary birds do not sing here 7" }, Elsewhere);
        (await TryAsync(Host, chosen, Home)).Expect(200);
        held.ForEach(lease => lease.Dispose());
        Assert.Contains((await waiting).Status, new[] { 401, 503 }); // 503 if we were slow: it waits for 3 s
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failures_at_four_instances_add_up(bool isFamiliar)
    {
        await using var two = await Host.StartSecondAsync();
        await using var three = await Host.StartSecondAsync();
        await using var four = await Host.StartSecondAsync();
        OwnHost[] hosts = [Host, two, three, four];
        foreach (var host in hosts.Where(_ => isFamiliar))
        {
            (await TryAsync(host, Device, Home)).Expect(200);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => GuessUntilSeenAsync(hosts[i % 4])));

        Assert.InRange(answers.Count(answer => answer.Status == 401), 10, isFamiliar ? 10 + hosts.Length : 10);
        foreach (var host in hosts)
        {
            (await TryAsync(host, Device, Home)).Expect(429);
        }
    }

    [Fact]
    public async Task Spraying_over_clients_of_one_taxpayer_is_limited()
    {
        var taxpayer = await Host.Client.EnrolAsync();
        var clients = (await taxpayer.RegisterFleetAsync(12)).ClientIds;
        var known = await TestDevice.RegisterAsync(taxpayer);
        (await TryAsync(Host, known, Home)).Expect(200);
        for (var i = 0; i < 10; i++)
        {
            (await GuessAsync(Host, Device with { ClientId = clients[i] }, Home)).Expect(401);
        }

        (await GuessAsync(Host, Device with { ClientId = clients[10] }, Home)).Expect(429);
        (await GuessAsync(Host, Device with { ClientId = ClientId.Draw(taxpayer.Id).ToString() }, Home)).Expect(429);
        (await TryAsync(Host, known, Home)).Expect(200);
        (await GuessAsync(Host, Device with { ClientId = clients[11] }, Elsewhere)).Expect(401);
    }

    [Theory]
    [InlineData(11.9)]
    [InlineData(13)]
    public async Task Counts_hold_on_other_instances_for_a_day(double hours)
    {
        await FailAsync(Home, 5);
        await Host.FlushAsync();
        Host.Clock.Advance(TimeSpan.FromHours(hours)); // however old the mark at the client is
        await FailEverywhereAsync(95);

        await using var other = await Host.StartSecondAsync(ahead: TimeSpan.FromHours(23.9));
        Assert.Equal("360", (await TryAsync(other, Device, Home)).Expect(429).RetryAfter());
        other.Clock.Advance(TimeSpan.FromHours(0.2));
        (await TryAsync(other, Device, Home)).Expect(200);
    }

    [Fact]
    public async Task Without_failures_it_costs_no_reads_and_one_write_a_day()
    {
        (await TryAsync(Host, Device, Home)).Expect(200);
        await Host.FlushAsync();
        Assert.True(ClientId.TryParse(Device.ClientId, out var id));
        var counts = Host.Tables.Guesses.Query<FailedAttemptsRow>(
            row => row.PartitionKey == id.TaxpayerId, cancellationToken: Cancellation);
        Assert.Equal(2, counts.Count()); // of the network, and over all
        Host.Faults.Count();
        (await TryAsync(Host, Device, Home)).Expect(200);
        await Host.FlushAsync();
        Assert.Equal((1, 0), (Host.Faults.Reads, Host.Faults.Writes));
    }

    internal static Task<Answer> TryAsync(OwnHost host, TestDevice device, string forwarded, Route? route = null)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1)); // no two attempts at one instant
        return host.Client.SendAsync(
            route ?? Routes.IssueToken(), new FormUrlEncodedContent(Form(device)), ("X-Forwarded-For", forwarded));
    }

    internal static Task<Answer> GuessAsync(OwnHost host, TestDevice device, string forwarded) => TryAsync(host, Wrong(device), forwarded);

    private static Dictionary<string, string> Form(TestDevice device) => new()
    {
        ["grant_type"] = "client_credentials",
        ["token"] = "x",
        ["client_id"] = device.ClientId,
        ["client_secret"] = device.Secret,
    };

    /// <summary>Costs one HMAC, not an Argon2id.</summary>
    private static TestDevice Wrong(TestDevice device) => device with { Secret = ClientSecret.Generate().Reveal() };

    internal static async Task FailAsync(OwnHost host, TestDevice device, string forwarded, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await GuessAsync(host, device, forwarded)).Expect(401, "invalid_client");
        }
    }

    private Task FailAsync(string forwarded, int times) => FailAsync(Host, Device, forwarded, times);

    private async Task FailEverywhereAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await FailAsync($"198.51.{i}.1", 1);
        }
    }

    /// <summary>Of many at once on a slow machine some wait too long for their turn, and are told to come again.</summary>
    private async Task<Answer> GuessUntilSeenAsync(OwnHost host)
    {
        var answer = await GuessAsync(host, Device, Home);
        return answer.Status == 503 ? await GuessUntilSeenAsync(host) : answer;
    }
}
