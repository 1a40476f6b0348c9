using System.Globalization;
using Microsoft.AspNetCore.Hosting;

namespace Eds.Tests;

/// <summary>Guessing at secrets is limited, and never locks a driver out.</summary>
[Trait("Host", "Own")]
public sealed class SignInThrottleTest : IAsyncLifetime
{
    internal const string Home = "203.0.113.7";
    private const string Elsewhere = "198.51.100.1";

    private OwnHost _host = null!;
    private TestDevice _device = null!;

    public async ValueTask InitializeAsync() => await StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task After_ten_failures_a_client_waits_longer_each_time()
    {
        await FailAsync(_device, Home, 10);
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 960, 1920, 3600, 3600 })
        {
            var limited = (await GuessAsync(_host, _device, Home)).Expect(429, "temporarily_unavailable");
            Assert.Equal(
                ($"{seconds}", "\"guesses\";q=10;w=3600", $"\"guesses\";r=0;t={seconds}"),
                (limited.RetryAfter(), limited.Header("RateLimit-Policy"), limited.Header("RateLimit")));

            // Even the right one is not looked at, and waiting does not grow by trying.
            (await TryAsync(_host, _device, Home)).Expect(429);
            _host.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            (await GuessAsync(_host, _device, Home)).Expect(429);
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            (await GuessAsync(_host, _device, Home)).Expect(401, "invalid_client");
        }
    }

    [Fact]
    public async Task A_guess_whose_caller_hangs_up_is_counted()
    {
        var hangUps = new HangUps();
        await StartAsync(services: own => own.AddSingleton<IStartupFilter>(hangUps));
        for (var i = 0; i < 10; i++)
        {
            using var caller = new CancellationTokenSource();
            _host.Faults.Meanwhile(write: 0, async () =>
            {
                await caller.CancelAsync();
                await hangUps.NoticedAsync();
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TryAsync(
                _host.Client with { Cancellation = caller.Token }, Wrong(_device), Elsewhere));
            await hangUps.EndedAsync();
        }

        (await TryAsync(_host, _device, Elsewhere)).Expect(429, "temporarily_unavailable");
    }

    [Fact]
    public async Task A_success_ends_the_row_of_failures()
    {
        for (var round = 0; round < 3; round++)
        {
            await FailAsync(_device, Home, 9);
            (await TryAsync(_host, _device, Home)).Expect(200);
        }
    }

    /// <summary>Networks have 24 bits, of IPv6 56. Only the entry of X-Forwarded-For that the front end wrote counts, which is the last.</summary>
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
        await FailAsync(_device, first, 10);

        (await GuessAsync(_host, _device, second)).Expect(same ? 429 : 401);
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
        await StartAsync(new Dictionary<string, string?> { ["Network:FrontDoorId"] = Own });
        for (var i = 0; i < 10; i++)
        {
            (await FromAsync(Own, Home, "192.0.2.1")).Expect(401);
        }

        (await FromAsync(frontDoor, address, Elsewhere)).Expect(same ? 429 : 401);

        Task<Answer> FromAsync(string? id, string client, string proxy)
        {
            _host.Clock.Advance(TimeSpan.FromMilliseconds(1));
            var form = new FormUrlEncodedContent(Form(Wrong(_device)));
            return _host.Client.SendAsync(Routes.IssueToken(), form, ("X-Azure-FDID", id), ("X-Azure-ClientIP", client), ("X-Forwarded-For", proxy));
        }
    }

    [Fact]
    public async Task An_id_that_does_not_exist_gets_the_same_answers()
    {
        var unknown = Unknown();
        for (var i = 0; i < 13; i++)
        {
            var (one, other) = (await GuessAsync(_host, _device, Home), await GuessAsync(_host, unknown, Home));
            Assert.Equal((one.Status, one.Text, one.RetryAfter()), (other.Status, other.Text, other.RetryAfter()));
            _host.Clock.Advance(TimeSpan.FromSeconds(i < 11 ? 1 : 31));
        }
    }

    [Fact]
    public async Task After_a_hundred_failures_only_networks_with_a_success_go_on()
    {
        (await TryAsync(_host, _device, Home)).Expect(200);
        await FailEverywhereAsync(100);

        Assert.Equal("3600", (await GuessAsync(_host, _device, "198.51.200.1")).Expect(429).RetryAfter());
        (await TryAsync(_host, _device, "198.51.201.1")).Expect(429);
        (await TryAsync(_host, _device, Home)).Expect(200);

        // That success ended the row.
        (await GuessAsync(_host, _device, "198.51.202.1")).Expect(401);
    }

    [Fact]
    public async Task A_hundred_failures_are_forgotten_a_day_later()
    {
        await FailEverywhereAsync(100);

        Assert.Equal("3600", (await TryAsync(_host, _device, Home)).Expect(429).RetryAfter());
        _host.Clock.Advance(TimeSpan.FromHours(23.5));
        var left = (await TryAsync(_host, _device, Home)).Expect(429).RetryAfter();
        Assert.InRange(int.Parse(left!, CultureInfo.InvariantCulture), 1_799, 1_800);
        _host.Clock.Advance(TimeSpan.FromHours(0.5));
        (await TryAsync(_host, _device, Home)).Expect(200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Guesses_sent_all_at_once_are_counted_one_by_one(bool known)
    {
        var device = known ? _device : Unknown();

        var fromOne = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => GuessUntilSeenAsync(device, Home)));
        var fromMany = await Task.WhenAll(Enumerable.Range(0, 150).Select(i => GuessUntilSeenAsync(device, $"198.51.{i}.1")));

        Assert.Equal((10, 90), (fromOne.Count(answer => answer.Status == 401), fromMany.Count(answer => answer.Status == 401)));
        Assert.All(fromOne.Concat(fromMany), answer => Assert.Contains(answer.Status, new[] { 401, 429 }));
    }

    [Fact]
    public async Task Guesses_that_wait_to_be_hashed_hold_up_no_other_network()
    {
        var chosen = await TestDevice.RegisterAsync(_host.Client, Leaks.ChosenSecret);
        var limiter = _host.Services.GetRequiredService<HashingLimiter>();
        var held = new List<IDisposable>();
        for (var i = 0; i < HashingLimiter.MaxConcurrency - 1; i++)
        {
            held.Add(await limiter.AcquireAsync("198.51.100.0/24"));
        }

        var waiting = TryAsync(_host, chosen with { Secret = "canary birds do not sing here 7" }, Elsewhere);
        (await TryAsync(_host, chosen, Home)).Expect(200);
        held.ForEach(lease => lease.Dispose());
        Assert.Contains((await waiting).Status, new[] { 401, 503 }); // 503 if we were slow: it waits for 3 s
    }

    [Fact]
    public async Task Counts_survive_a_restart_and_hold_on_other_instances()
    {
        await FailAsync(_device, Home, 10);
        await using var other = await _host.StartSecondAsync();
        Assert.Equal("30", (await TryAsync(other, _device, Home)).Expect(429).RetryAfter());
        (await TryAsync(other, _device, Elsewhere)).Expect(200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failures_at_four_instances_add_up(bool isFamiliar)
    {
        await using var two = await _host.StartSecondAsync();
        await using var three = await _host.StartSecondAsync();
        await using var four = await _host.StartSecondAsync();
        OwnHost[] hosts = [_host, two, three, four];
        foreach (var host in hosts.Where(_ => isFamiliar))
        {
            (await TryAsync(host, _device, Home)).Expect(200);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => GuessUntilSeenAsync(_device, Home, hosts[i % 4])));

        Assert.InRange(answers.Count(answer => answer.Status == 401), 10, isFamiliar ? 10 + hosts.Length : 10);
        foreach (var host in hosts)
        {
            (await TryAsync(host, _device, Home)).Expect(429);
        }
    }

    [Fact]
    public async Task Spraying_over_clients_of_one_taxpayer_is_limited()
    {
        var taxpayer = await _host.Client.EnrolAsync();
        var clients = await taxpayer.RegisteredAsync(TestPerson.Drivers(14), SecretChoices.Generate);
        var known = _device with { ClientId = clients[13], Secret = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate)).Expect(201).Value.Secret! };
        known = known with { ClientId = (await taxpayer.ClientsAsync()).Single(client => !clients.Contains(client.ClientId)).ClientId };
        (await TryAsync(_host, known, Home)).Expect(200);
        for (var i = 0; i < 10; i++)
        {
            (await GuessAsync(_host, _device with { ClientId = clients[i] }, Home)).Expect(401);
        }

        (await GuessAsync(_host, _device with { ClientId = clients[10] }, Home)).Expect(429);
        (await GuessAsync(_host, _device with { ClientId = ClientId.Draw(taxpayer.Id).ToString() }, Home)).Expect(429);
        (await TryAsync(_host, known, Home)).Expect(200);
        (await GuessAsync(_host, _device with { ClientId = clients[11] }, Elsewhere)).Expect(401);
    }

    [Fact]
    public async Task Guessing_is_an_event_once_a_day_and_in_the_summary()
    {
        await FailAsync(_device, Home, 10);
        await FailAsync(_device, Elsewhere, 2);
        await _host.FlushAsync();

        var guessing = Assert.Single(await _device.Taxpayer.EventsAsync(), auditEvent => auditEvent.Action == "guessing-detected");
        Assert.Equal((_device.ClientId, "system"), (guessing.ClientId, guessing.Actor.Kind));
        var attacked = Assert.Single((await _device.Taxpayer.Client.GetSummaryAsync(_device.Taxpayer.Id)).Expect(200).Value.Attacked);
        Assert.Equal((_device.ClientId, 12), (attacked.ClientId, attacked.Failures));
    }

    [Fact]
    public async Task A_success_ends_the_row_of_failures_on_another_instance_within_15_seconds()
    {
        (await TryAsync(_host, _device, Home)).Expect(200);
        await FailEverywhereAsync(100);
        await using var two = await _host.StartSecondAsync();
        (await TryAsync(two, _device, Elsewhere)).Expect(429);
        (await TryAsync(_host, _device, Home)).Expect(200);
        await _host.FlushAsync();

        two.Clock.Advance(TimeSpan.FromSeconds(15));
        (await TryAsync(two, _device, Elsewhere)).Expect(200);
    }

    [Theory]
    [InlineData(11.9)]
    [InlineData(13)]
    public async Task Counts_hold_on_other_instances_for_a_day(double hours)
    {
        await FailAsync(_device, Home, 5);
        await _host.FlushAsync();
        _host.Clock.Advance(TimeSpan.FromHours(hours)); // however old the mark at the client is
        await FailEverywhereAsync(95);

        await using var other = await _host.StartSecondAsync(ahead: TimeSpan.FromHours(23.9));
        (await TryAsync(other, _device, Home)).Expect(429);
        other.Clock.Advance(TimeSpan.FromHours(0.2));
        (await TryAsync(other, _device, Home)).Expect(200);
    }

    [Fact]
    public async Task Without_failures_it_costs_no_reads_and_one_write_a_day()
    {
        (await TryAsync(_host, _device, Home)).Expect(200);
        await _host.FlushAsync();
        Assert.True(ClientId.TryParse(_device.ClientId, out var id));
        Assert.Equal(2, _host.Tables.Guesses.Query<FailedAttemptsRow>(
            row => row.PartitionKey == id.TaxpayerId, cancellationToken: TestContext.Current.CancellationToken).Count()); // network and total
        _host.Faults.Count();
        (await TryAsync(_host, _device, Home)).Expect(200);
        await _host.FlushAsync();
        Assert.Equal((1, 0), (_host.Faults.Reads, _host.Faults.Writes));
    }

    [Fact]
    public async Task Revocation_and_introspection_are_limited_alike()
    {
        await FailAsync(_device, Home, 10);
        foreach (var route in new[] { Routes.RevokeToken(), Routes.IntrospectToken() })
        {
            (await TryAsync(_host, _device, Home, route)).Expect(429, "temporarily_unavailable");
        }
    }

    /// <summary>Asks for a token from this address.</summary>
    internal static Task<Answer> TryAsync(OwnHost host, TestDevice device, string forwarded, Route? route = null)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1)); // no two attempts at one instant
        return TryAsync(host.Client, device, forwarded, route);
    }

    private static Task<Answer> TryAsync(EdsClient client, TestDevice device, string forwarded, Route? route = null) =>
        client.SendAsync(route ?? Routes.IssueToken(), new FormUrlEncodedContent(Form(device)), ("X-Forwarded-For", forwarded));

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

    private TestDevice Unknown() => _device with { ClientId = ClientId.Draw(TaxpayerId.Draw()).ToString() };

    private async Task StartAsync(IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        _host = await OwnHost.StartAsync(settings: settings, services: services);
        _device = await TestDevice.RegisterAsync(_host.Client);
    }

    private async Task FailAsync(TestDevice device, string forwarded, int times, OwnHost? host = null)
    {
        for (var i = 0; i < times; i++)
        {
            (await GuessAsync(host ?? _host, device, forwarded)).Expect(401, "invalid_client");
        }
    }

    /// <summary>Each time from another network.</summary>
    private async Task FailEverywhereAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await FailAsync(_device, $"198.51.{i}.1", 1);
        }
    }

    /// <summary>Of many at once on a slow machine some wait too long for their turn, and are told to come again.</summary>
    private async Task<Answer> GuessUntilSeenAsync(TestDevice device, string forwarded, OwnHost? host = null)
    {
        while (true)
        {
            var answer = await GuessAsync(host ?? _host, device, forwarded);
            if (answer.Status != 503)
            {
                return answer;
            }
        }
    }
}
