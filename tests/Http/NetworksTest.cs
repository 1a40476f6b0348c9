using System.Diagnostics.Metrics;

namespace Eds.Tests;

public sealed class NetworksTest : OwnDeviceTest
{
    private const string Depot = "203.0.113.7";
    private const string Elsewhere = "198.51.100.1";

    private string _secretId = null!;

    protected override async Task ArrangeAsync()
    {
        await base.ArrangeAsync();
        _secretId = (await SecretAsync()).SecretId;
    }

    [Fact]
    public async Task From_elsewhere_it_is_answered_as_a_wrong_one_and_the_manager_learns_why_once_a_day()
    {
        var reasons = new ConcurrentBag<object?>();
        using var metrics = new MeterListener();
        metrics.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        metrics.SetMeasurementEventCallback<long>((_, _, tags, _) => reasons.Add(tags.IsEmpty ? null : tags[0].Value));
        metrics.Start();
        await RestrictAsync("203.0.113.0/24", "2001:db8::/48");
        var wrong = (await SignInThrottleTest.GuessAsync(Host, Device, Elsewhere)).Expect(401, "invalid_client");
        Assert.DoesNotContain("foreign-network", reasons);

        var foreign = (await TryAsync(Elsewhere)).Expect(401, "invalid_client");

        Assert.Equal((wrong.Text, wrong.Challenge()), (foreign.Text, foreign.Challenge()));
        Assert.Contains("foreign-network", reasons);
        (await TryAsync("2001:db8:1::7")).Expect(401, "invalid_client");
        (await TryAsync(Elsewhere, Routes.IntrospectToken())).Expect(401, "invalid_client");
        (await TryAsync(Elsewhere, Routes.RevokeToken())).Expect(401, "invalid_client");
        (await TryAsync("2001:db8:0:9::7")).Expect(200);
        (await TryAsync(Depot)).Expect(200);

        await Host.FlushAsync();
        Assert.Equal(Device.ClientId, Assert.Single(await Device.Taxpayer.EventsAsync("foreign-network-refused")).ClientId);
        await AdvanceAsync(TimeSpan.FromHours(24));
        (await TryAsync(Elsewhere)).Expect(401, "invalid_client");
        await Host.FlushAsync();
        var reports = await Device.Taxpayer.EventsAsync("foreign-network-refused");
        Assert.Equal((2, "system"), (reports.Count, reports[0].Actor.Kind));

        // It counts as a failure, of that network.
        for (var i = 0; i < 9; i++)
        {
            (await TryAsync(Elsewhere)).Expect(401, "invalid_client");
        }

        (await TryAsync(Elsewhere)).Expect(429);
        (await TryAsync(Depot)).Expect(200);

        // Without networks it may be used from anywhere.
        await RestrictAsync();
        Assert.Empty((await SecretAsync()).Networks);
        (await TryAsync("192.0.2.1")).Expect(200);
    }

    [Fact]
    public async Task Every_server_follows_within_15_seconds_and_never_refuses_what_is_allowed_now()
    {
        await using var other = await Host.StartSecondAsync();
        await TokenAsync(other, Depot);
        await TokenAsync(other, Elsewhere);

        await RestrictAsync("203.0.113.0/24");
        other.Clock.Advance(TimeSpan.FromSeconds(15));
        (await SignInThrottleTest.TryAsync(other, Device, Elsewhere)).Expect(401, "invalid_client");
        await TokenAsync(other, Depot);

        // A row that would refuse is read anew.
        await RestrictAsync("198.51.100.0/24");
        other.Clock.Advance(TimeSpan.FromSeconds(1));
        await TokenAsync(other, Elsewhere);
    }

    [Fact]
    public async Task What_is_no_network_is_refused()
    {
        string?[] wrong =
        [
            "203.0.113.7", "203.0.113.7/24", "010.0.0.0/8", "10/8", "203.0.113.0/33", "203.0.113.0/024", "203.0.113.0/24 ",
            "2001:db8::1/48", "::/129", "fe80::%1/64", "::ffff:203.0.113.0/120", "", null,
        ];

        (await Device.Taxpayer.UnchangedAsync(() => Device.Taxpayer.RestrictAsync(_secretId, ["203.0.113.0/24", .. wrong])))
            .ExpectInvalid([.. wrong.Select((_, i) => $"/networks/{i + 1} network-invalid")]);
    }

    [Fact]
    public async Task There_may_be_20_networks_which_are_kept_in_canonical_form()
    {
        string[] networks = ["2001:db8::/48", "203.0.113.7/32", "0.0.0.0/0", .. Enumerable.Range(0, 16).Select(i => $"10.{i}.0.0/16")];

        (await Device.Taxpayer.RestrictAsync(_secretId, ["2001:DB8:0:0::/48", .. networks])).Expect(200);

        Assert.Equal(networks.ToHashSet(), (await SecretAsync()).Networks.ToHashSet());
        Assert.Equal(networks.Length, (await SecretAsync()).Networks.Count);
    }

    private Task<Answer> TryAsync(string address, Route? route = null) => SignInThrottleTest.TryAsync(Host, Device, address, route);

    private async Task TokenAsync(OwnHost host, string address) => (await SignInThrottleTest.TryAsync(host, Device, address)).Expect(200);

    private async Task RestrictAsync(params string[] networks) =>
        (await Device.Taxpayer.RestrictAsync(_secretId, networks, (await SecretAsync()).ETag)).Expect(200);

    private async Task<SecretSummary> SecretAsync() => Assert.Single(await Device.Taxpayer.SecretsAsync());

    private async Task AdvanceAsync(TimeSpan time)
    {
        Host.Clock.Advance(time);
        Device = Device with { Taxpayer = await Device.Taxpayer.SignInAsync() };
    }
}
