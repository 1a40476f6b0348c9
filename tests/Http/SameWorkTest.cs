using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>T10: who asks for a token and is refused learns nothing from what it costs.</summary>
[Trait("Host", "Own")]
public sealed class SameWorkTest
{
    private const string Wrong = "canary birds do not sing here 7";

    [Theory(DisplayName = "T10 unknown client, wrong secret and annulled client cost the same hashes and reads")]
    [InlineData(Wrong, 1)]
    [InlineData("eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH", 1)]
    [InlineData("short", 0)]
    public async Task Refusals(string secret, int hashes)
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var ids = await taxpayer.RegisteredAsync(TestPerson.Drivers(2));
        (await host.Api.RequestTokenAsync(ids[1], Leaks.ChosenSecret)).Expect(200);
        await host.WriteBehindAsync();
        (await taxpayer.AnnulAsync(ids[1])).Expect(204);
        var unknown = ClientId.Draw(taxpayer.Id).ToString();
        host.Clock.Advance(TimeSpan.FromSeconds(20));

        var first = await CostAsync(host, ids[0], secret);
        Assert.Equal(hashes, first.Hashes);
        Assert.Equal(first, await CostAsync(host, unknown, secret));
        Assert.Equal(await CostAsync(host, ids[0], secret), await CostAsync(host, unknown, secret));
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        var later = await CostAsync(host, ids[0], secret);
        Assert.Equal(later, await CostAsync(host, unknown, secret));
        Assert.Equal(later.Hashes, (await CostAsync(host, ids[1], secret)).Hashes);
    }

    [Fact(DisplayName = "T10 an annulled client with the right secret works as hard as one with a wrong secret")]
    public async Task Annulled()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var ids = await taxpayer.RegisteredAsync(TestPerson.Drivers(2));
        (await host.Api.RequestTokenAsync(ids[0], Leaks.ChosenSecret)).Expect(200);
        (await taxpayer.AnnulAsync(ids[1])).Expect(204);

        // The secret is remembered, for the client that is active.
        Assert.Equal(0, (await CostAsync(host, ids[0], Leaks.ChosenSecret, 200)).Hashes);
        Assert.Equal(1, (await CostAsync(host, ids[1], Leaks.ChosenSecret)).Hashes);
        Assert.Equal(1, (await CostAsync(host, ids[1], Wrong)).Hashes);
    }

    [Fact(DisplayName = "T10 an annulled client waits for its network's turn to hash, though its secret is remembered")]
    public async Task Turns()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var clientId = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];
        (await host.Api.RequestTokenAsync(clientId, Leaks.ChosenSecret)).Expect(200);
        Assert.False(await WaitsAsync());

        (await taxpayer.AnnulAsync(clientId)).Expect(204);
        Assert.True(await WaitsAsync());

        async Task<bool> WaitsAsync()
        {
            Assert.True(ClientId.TryParse(clientId, out var id));
            var client = await host.Services.GetRequiredService<ClientStore>().FindRowAsync(taxpayer.Id, id, TestContext.Current.CancellationToken);
            return false;
        }
    }

    [Fact(DisplayName = "T10 a client under attack, and one whose secret is being rotated, cost what an unknown one costs")]
    public async Task UnderWay()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var known = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];
        var unknown = ClientId.Draw(taxpayer.Id).ToString();
        var secretId = (await taxpayer.GetAsync("taxi/secrets")).Expect(200).Body["secrets"]![0]!["secretId"]!.GetValue<string>();
        (await taxpayer.Api.SendAsync(
            HttpMethod.Post, taxpayer.Path($"taxi/secrets/{secretId}/rotation"), taxpayer.Token, new { secret = new { value = "quiet harbours in winter fog 4" } })).Expect(200);
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 5; i++)
        {
            var cost = await CostAsync(host, known, Wrong);
            Assert.Equal(1, cost.Hashes);
            Assert.Equal(cost with { Reads = 0 }, await CostAsync(host, unknown, Wrong) with { Reads = 0 });
        }

        await host.WriteBehindAsync();
        await host.Services.GetRequiredService<BackgroundWrites>().StopAsync(TestContext.Current.CancellationToken); // its reads are not the caller's
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        var under = await CostAsync(host, known, Wrong);
        Assert.Equal(3, under.Reads);
        Assert.Equal(under, await CostAsync(host, unknown, Wrong));

        // Until both are limited: then nothing is hashed, and the reads are still the same.
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(await CostAsync(host, known, Wrong), await CostAsync(host, unknown, Wrong));
        }

        host.Clock.Advance(TimeSpan.FromSeconds(20));
        var limited = await CostAsync(host, known, Wrong, 429);
        Assert.Equal(0, limited.Hashes);
        Assert.Equal(limited, await CostAsync(host, unknown, Wrong, 429));
    }

    [Theory(DisplayName = "T10 how long refusals take, side by side (printed, not judged)")]
    [InlineData("eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH", 100)]
    [InlineData(Wrong, 10)]
    public async Task Times(string secret, int attempts)
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var known = await taxpayer.RegisteredAsync(TestPerson.Drivers(attempts), new { generate = true, each = true });
        var (wrong, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < attempts; i++)
        {
            wrong.Add(await MillisecondsAsync(host, known[i], secret));
            unknown.Add(await MillisecondsAsync(host, ClientId.Draw(taxpayer.Id).ToString(), secret));
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"TIMING {(secret == Wrong ? "chosen" : "generated")}: wrong secret p50 {Percentile(wrong, 50):F1} ms, p95 {Percentile(wrong, 95):F1} ms; "
            + $"unknown client p50 {Percentile(unknown, 50):F1} ms, p95 {Percentile(unknown, 95):F1} ms ({attempts} each, in turn)");
    }

    [Fact]
    public async Task A_mistyped_client_id_costs_nothing()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var id = (await taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0];
        var mistyped = id[..^1] + (id[^1] == '0' ? '1' : '0');
        Assert.Equal((0, 0), await CostAsync(host, mistyped, Leaks.ChosenSecret));
    }

    private static async Task<double> MillisecondsAsync(OwnHost host, string clientId, string secret)
    {
        var started = TimeProvider.System.GetTimestamp();
        (await host.Api.RequestTokenAsync(clientId, secret)).Expect(401);
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Percentile(List<double> values, int percent) => values.Order().ElementAt(Math.Min(values.Count - 1, values.Count * percent / 100));

    private static async Task<(int Reads, int Hashes)> CostAsync(OwnHost host, string clientId, string secret, int status = 401)
    {
        var hasher = host.Services.GetRequiredService<SecretHasher>();
        var before = hasher.Runs;
        host.Faults.Count();
        (await host.Api.RequestTokenAsync(clientId, secret)).Expect(status);
        return (host.Faults.Reads, hasher.Runs - before);
    }
}
