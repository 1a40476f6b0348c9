using System.Globalization;
using Eds.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>T11, N6, R1–R3: guessing is limited, and never locks a driver out.</summary>
[Trait("Host", "Own")]
public sealed class SignInThrottleTest
{
    internal const string Home = "203.0.113.7";
    private const string Elsewhere = "198.51.100.1";

    /// <summary>Costs one HMAC, not an Argon2id.</summary>
    internal static readonly string Wrong = ClientSecret.Generate().Reveal();

    [Fact(DisplayName = "T11 R1 R2 R3 after ten failures a client waits 30 s from that network, then twice as long each time, up to an hour")]
    public async Task Waits()
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        await FailAsync(host, client, Home, 10);
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 960, 1920, 3600, 3600 })
        {
            var limited = (await TryAsync(host, client, Wrong, Home)).Expect(429, "temporarily_unavailable");
            Assert.Equal($"{seconds}", limited.Header(HeaderNames.RetryAfter));
            Assert.Equal("\"guesses\";q=10;w=3600", limited.Header("RateLimit-Policy"));
            Assert.Equal($"\"guesses\";r=0;t={seconds}", limited.Header("RateLimit"));

            // Even the right one is not looked at, and waiting does not grow by trying.
            (await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(429);
            host.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            (await TryAsync(host, client, Wrong, Home)).Expect(429);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            (await TryAsync(host, client, Wrong, Home)).Expect(401, "invalid_client");
        }
    }

    [Fact]
    public async Task A_success_ends_the_row_of_failures()
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        for (var round = 0; round < 3; round++)
        {
            await FailAsync(host, client, Home, 9);
            (await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(200);
        }
    }

    [Theory]
    [InlineData("203.0.113.200")]
    [InlineData("203.0.113.7:4711")]
    [InlineData("1.2.3.4, 203.0.113.9")]
    [InlineData("198.51.100.1,203.0.113.9:80")]
    [InlineData("::ffff:203.0.113.9")]
    public async Task A_forged_entry_or_another_port_is_the_same_network(string forwarded)
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        await FailAsync(host, client, Home, 10);
        (await TryAsync(host, client, Wrong, forwarded)).Expect(429);
        (await TryAsync(host, client, Leaks.ChosenSecret, Elsewhere)).Expect(200);
    }

    [Theory]
    [InlineData("2001:db8:1:200::7", "[2001:db8:1:2ff::9]:4711", true)]
    [InlineData("2001:db8:1:200::7", "2001:db8:1:300::7", false)]
    public async Task A_network_of_IPv6_has_56_bits(string first, string second, bool same)
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        await FailAsync(host, client, first, 10);
        (await TryAsync(host, client, Wrong, second)).Expect(same ? 429 : 401);
    }

    [Fact]
    public async Task With_two_trusted_proxies_the_last_but_one_entry_counts_and_with_too_few_entries_none()
    {
        await using var host = await OwnHost.StartAsync(settings: new Dictionary<string, string?> { ["Network:TrustedHops"] = "2" });
        var client = await ClientAsync(host);
        await FailAsync(host, client, $"{Home}, 10.0.0.1", 10);
        (await TryAsync(host, client, Wrong, $"{Home}, 10.0.0.2")).Expect(429);
        (await TryAsync(host, client, Wrong, $"{Elsewhere}, 10.0.0.1")).Expect(401);
        await FailAsync(host, client, "10.0.0.1", 10);
        (await TryAsync(host, client, Wrong, "10.9.9.9")).Expect(429);
    }

    [Fact(DisplayName = "T10 an id that does not exist gets the same answers")]
    public async Task Unknown()
    {
        await using var host = await OwnHost.StartAsync();
        var real = await ClientAsync(host);
        var unknown = ClientId.Draw(TaxpayerId.Draw()).ToString();
        for (var i = 0; i < 13; i++)
        {
            var (one, other) = (await TryAsync(host, real, Wrong, Home), await TryAsync(host, unknown, Wrong, Home));
            Assert.Equal((one.Status, one.Text, one.Header(HeaderNames.RetryAfter)), (other.Status, other.Text, other.Header(HeaderNames.RetryAfter)));
            host.Clock.Advance(TimeSpan.FromSeconds(i < 11 ? 1 : 31));
        }
    }

    [Fact(DisplayName = "N6 after a hundred failures over all networks only networks that had a success go on, so the driver is never locked out")]
    public async Task OverAll()
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        (await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(200);
        for (var i = 0; i < 100; i++)
        {
            (await TryAsync(host, client, Wrong, $"198.51.{i}.1")).Expect(401);
        }

        Assert.Equal("3600", (await TryAsync(host, client, Wrong, "198.51.200.1")).Expect(429).Header(HeaderNames.RetryAfter));
        (await TryAsync(host, client, Leaks.ChosenSecret, "198.51.201.1")).Expect(429);
        (await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(200);

        // His success ended the row.
        (await TryAsync(host, client, Wrong, "198.51.200.1")).Expect(401);
    }

    [Fact]
    public async Task A_hundred_failures_are_forgotten_a_day_later()
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        for (var i = 0; i < 100; i++)
        {
            (await TryAsync(host, client, Wrong, $"198.51.{i}.1")).Expect(401);
        }

        Assert.Equal("3600", (await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(429).Header(HeaderNames.RetryAfter));
        host.Clock.Advance(TimeSpan.FromHours(23.5));
        Assert.InRange(int.Parse((await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(429).Header(HeaderNames.RetryAfter)!, CultureInfo.InvariantCulture), 1_799, 1_800);
        host.Clock.Advance(TimeSpan.FromHours(0.5));
        (await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(200);
    }

    [Fact]
    public async Task Guesses_sent_all_at_once_are_counted_one_by_one()
    {
        await using var host = await OwnHost.StartAsync();
        foreach (var client in new[] { await ClientAsync(host), ClientId.Draw(TaxpayerId.Draw()).ToString() })
        {
            var fromOne = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => TryUntilSeenAsync(host, client, Home)));
            Assert.Equal(10, fromOne.Count(answer => answer.Status == 401));
            var fromMany = await Task.WhenAll(Enumerable.Range(0, 150).Select(i => TryUntilSeenAsync(host, client, $"198.51.{i}.1")));
            Assert.Equal(90, fromMany.Count(answer => answer.Status == 401));
            Assert.All(fromOne.Concat(fromMany), answer => Assert.Contains(answer.Status, new[] { 401, 429 }));
        }
    }

    [Fact]
    public async Task Guesses_that_wait_to_be_hashed_hold_up_nobody_of_another_network()
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        var turns = host.Services.GetRequiredService<HashingLimiter>();
        var held = new List<IDisposable>();
        for (var i = 0; i < HashingLimiter.MaxConcurrency - 1; i++)
        {
            held.Add(await turns.AcquireAsync("198.51.100.0/24", TestContext.Current.CancellationToken));
        }

        var waiting = TryAsync(host, client, "canary birds do not sing here 7", Elsewhere);
        (await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(200);
        held.ForEach(turn => turn.Dispose());
        Assert.Contains((await waiting).Status, new[] { 401, 503 }); // 503 if we were slow: it waits for 3 s
    }

    [Fact]
    public void Networks_that_had_a_success_are_the_last_to_be_forgotten()
    {
        var (guessed, now) = (new ClientAttempts(), DateTimeOffset.UnixEpoch);
        for (var i = 0; i < 20; i++)
        {
            guessed.Succeeded($"driver {i}", now);
        }

        for (var i = 0; i < 1_000; i++)
        {
            guessed.Learn($"attacker {i}", default(FailedAttempts).Failed(now));
            guessed.Failed($"attacker {i % 300}", now);
        }

        Assert.All(Enumerable.Range(0, 20), i => Assert.Null(guessed.WaitOf($"driver {i}", now)));
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.NotNull(guessed.WaitOf($"attacker {i}", now)));
    }

    [Fact]
    public async Task Counts_survive_a_restart_and_hold_on_other_instances()
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        await FailAsync(host, client, Home, 10);
        await using var other = await OtherInstanceAsync(host);
        Assert.Equal("30", (await TryAsync(other, client, Leaks.ChosenSecret, Home)).Expect(429).Header(HeaderNames.RetryAfter));
        (await TryAsync(other, client, Leaks.ChosenSecret, Elsewhere)).Expect(200);
    }

    [Fact]
    public async Task Instances_that_are_asked_in_turn_count_together()
    {
        await using var one = await OwnHost.StartAsync();
        var client = await ClientAsync(one);
        await FailAsync(one, client, Home, 5);
        await one.WriteBehindAsync();
        await FailAsync(one, client, Home, 1); // reads what is stored, for the next 15 s
        await using var two = await OtherInstanceAsync(one);
        await FailAsync(two, client, Home, 1);
        await two.WriteBehindAsync();
        await FailAsync(one, client, Home, 3); // knows of nine
        await one.WriteBehindAsync();
        await FailAsync(two, client, Home, 1); // knows of eight, and leaves the nine standing
        await two.WriteBehindAsync();

        one.Clock.Advance(TimeSpan.FromSeconds(15));
        two.Clock.Advance(TimeSpan.FromSeconds(15));
        await FailAsync(two, client, Home, 1);
        (await TryAsync(two, client, Leaks.ChosenSecret, Home)).Expect(429);
        await two.WriteBehindAsync();
        (await TryAsync(one, client, Leaks.ChosenSecret, Home)).Expect(429);
    }

    [Fact]
    public async Task A_success_on_one_instance_ends_the_row_of_failures_on_another_within_15_seconds()
    {
        await using var one = await OwnHost.StartAsync();
        var client = await ClientAsync(one);
        (await TryAsync(one, client, Leaks.ChosenSecret, Home)).Expect(200);
        for (var i = 0; i < 100; i++)
        {
            (await TryAsync(one, client, Wrong, $"198.51.{i}.1")).Expect(401);
        }

        await using var two = await OtherInstanceAsync(one);
        (await TryAsync(two, client, Leaks.ChosenSecret, Elsewhere)).Expect(429);
        (await TryAsync(one, client, Leaks.ChosenSecret, Home)).Expect(200);
        await one.WriteBehindAsync();

        two.Clock.Advance(TimeSpan.FromSeconds(15));
        (await TryAsync(two, client, Leaks.ChosenSecret, Elsewhere)).Expect(200);
    }

    [Theory]
    [InlineData(11.9)]
    [InlineData(13)]
    public async Task Counts_hold_on_other_instances_for_a_day_after_the_last_failure_however_old_the_mark_is(double hours)
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        await FailAsync(host, client, Home, 5);
        await host.WriteBehindAsync();
        host.Clock.Advance(TimeSpan.FromHours(hours));
        for (var i = 0; i < 95; i++)
        {
            (await TryAsync(host, client, Wrong, $"198.51.{i}.1")).Expect(401);
        }

        await using var other = await OtherInstanceAsync(host);
        other.Clock.Advance(TimeSpan.FromHours(23.9));
        (await TryAsync(other, client, Leaks.ChosenSecret, Home)).Expect(429);
        other.Clock.Advance(TimeSpan.FromHours(0.2));
        (await TryAsync(other, client, Leaks.ChosenSecret, Home)).Expect(200);
    }

    [Fact]
    public async Task A_client_that_nobody_guesses_at_costs_no_reads_and_one_write_a_day()
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        (await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(200);
        await host.WriteBehindAsync();
        Assert.True(ClientId.TryParse(client, out var id));
        Assert.Single(host.Services.GetRequiredService<EdsTables>().Guesses.Query<FailedAttemptsRow>(
            row => row.PartitionKey == id.Compact, cancellationToken: TestContext.Current.CancellationToken));
        host.Faults.Count();
        (await TryAsync(host, client, Leaks.ChosenSecret, Home)).Expect(200);
        await host.WriteBehindAsync();
        Assert.Equal((1, 0), (host.Faults.Reads, host.Faults.Writes));
    }

    [Fact]
    public async Task Revocation_and_introspection_are_limited_alike()
    {
        await using var host = await OwnHost.StartAsync();
        var client = await ClientAsync(host);
        await FailAsync(host, client, Home, 10);
        foreach (var path in new[] { "api/taxi/revoke", "api/taxi/introspect" })
        {
            (await TryAsync(host, client, Leaks.ChosenSecret, Home, path)).Expect(429, "temporarily_unavailable");
        }
    }

    /// <summary>With the same keys, storage and time, when all is written that the first one leaves to be written.</summary>
    internal static async Task<OwnHost> OtherInstanceAsync(OwnHost host)
    {
        await host.WriteBehindAsync();
        var keys = host.Services.GetRequiredService<IKeyring>();
        return await OwnHost.StartAsync(host.Clock.GetUtcNow(), services: services => services.AddSingleton(keys));
    }

    private static async Task<string> ClientAsync(OwnHost host) => (await (await host.Api.EnrolAsync()).RegisteredAsync(TestPerson.Drivers(1)))[0];

    private static async Task FailAsync(OwnHost host, string client, string forwarded, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await TryAsync(host, client, Wrong, forwarded)).Expect(401, "invalid_client");
        }
    }

    /// <summary>Of many at once on a slow machine some wait too long for their turn, and are told to come again.</summary>
    private static async Task<Answer> TryUntilSeenAsync(OwnHost host, string client, string forwarded)
    {
        while (true)
        {
            var answer = await TryAsync(host, client, Wrong, forwarded);
            if (answer.Status != 503)
            {
                return answer;
            }
        }
    }

    internal static async Task<Answer> TryAsync(OwnHost host, string client, string secret, string forwarded, string path = "api/taxi/auth")
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["token"] = "x", ["client_id"] = client, ["client_secret"] = secret };
        host.Clock.Advance(TimeSpan.FromMilliseconds(1)); // no two attempts at one instant
        return await host.Api.SendAsync(HttpMethod.Post, path, null, new FormUrlEncodedContent(form), ("X-Forwarded-For", forwarded));
    }
}
