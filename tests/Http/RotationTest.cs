using System.Text.Json.Nodes;
using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>A new secret for a fleet, without an hour in which a taxi stands still.</summary>
[Trait("Host", "Own")]
public sealed class RotationTest
{
    private const string NewSecret = "canary birds sleep in the dark 8";

    [Fact]
    public async Task During_the_overlap_both_secrets_work_and_progress_is_told_then_only_the_new_one()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, secretId) = await FleetAsync(host, 3);
        var oldToken = await TokenAsync(host, clients[0], Leaks.ChosenSecret);
        await host.WriteBehindAsync(); // else the next use may be noted under an ETag that this one's changes
        host.Clock.Advance(TimeSpan.FromSeconds(1)); // events of one instant stand in no order
        var rotated = (await RotateAsync(taxpayer, secretId, new { value = NewSecret }, 24)).Expect(200).Body;
        Assert.Equal(2, rotated["version"]!.GetValue<int>());
        Assert.Null(rotated["secret"]);
        Assert.Equal(host.Clock.GetUtcNow().AddHours(24), rotated["previousExpiresAt"]!.GetValue<DateTimeOffset>());

        await TokenAsync(host, clients[0], NewSecret);
        await TokenAsync(host, clients[1], Leaks.ChosenSecret);
        await host.WriteBehindAsync();
        Assert.Equal(1, (await RotationOfAsync(taxpayer))!["clientsMoved"]!.GetValue<int>());
        (await host.Api.GetAsync("api/taxi/whoami", oldToken)).Expect(200);

        host.Clock.Advance(TimeSpan.FromHours(24));
        taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };
        Assert.Null(await RotationOfAsync(taxpayer));
        (await host.Api.RequestTokenAsync(clients[1], Leaks.ChosenSecret)).Expect(401, "invalid_client");
        await TokenAsync(host, clients[1], NewSecret);
        Assert.Equal("secret-rotated", (await taxpayer.EventsAsync())[0]["action"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_an_overlap_the_old_secret_and_its_tokens_are_dead_and_it_may_be_repeated()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, secretId) = await FleetAsync(host, 2);
        var oldToken = await TokenAsync(host, clients[0], Leaks.ChosenSecret);
        var first = (await RotateAsync(taxpayer, secretId, new { generate = true }, 0)).Expect(200).Body;
        var second = (await RotateAsync(taxpayer, secretId, new { generate = true }, 0)).Expect(200).Body;
        Assert.Equal((2, 3), (first["version"]!.GetValue<int>(), second["version"]!.GetValue<int>()));
        Assert.Null(second["previousExpiresAt"]);

        (await host.Api.GetAsync("api/taxi/whoami", oldToken)).Expect(401, "invalid_token");
        (await host.Api.RequestTokenAsync(clients[0], Leaks.ChosenSecret)).Expect(401, "invalid_client");
        (await host.Api.RequestTokenAsync(clients[0], first["secret"]!.GetValue<string>())).Expect(401, "invalid_client");
        await TokenAsync(host, clients[0], second["secret"]!.GetValue<string>());
        (await CancelAsync(taxpayer, secretId)).Expect(404, "not-found");
    }

    [Fact]
    public async Task Another_instance_follows_within_15_seconds()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, secretId) = await FleetAsync(host, 1);
        var keys = host.Services.GetRequiredService<IKeyring>();
        await using var other = await OwnHost.StartAsync(services: services => services.AddSingleton(keys));
        var oldToken = await TokenAsync(other, clients[0], Leaks.ChosenSecret);
        (await RotateAsync(taxpayer, secretId, new { value = NewSecret }, 0)).Expect(200);

        other.Clock.Advance(TimeSpan.FromSeconds(2));
        await TokenAsync(other, clients[0], NewSecret); // the new one works there at once, as a mismatch is read afresh
        (await other.Api.RequestTokenAsync(clients[0], Leaks.ChosenSecret)).Expect(401, "invalid_client");
        other.Clock.Advance(TimeSpan.FromSeconds(15));
        (await other.Api.GetAsync("api/taxi/whoami", oldToken)).Expect(401, "invalid_token");
    }

    [Fact]
    public async Task Cancelled_the_old_secret_is_back_and_the_new_one_and_its_tokens_never_return()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, secretId) = await FleetAsync(host, 1);
        (await RotateAsync(taxpayer, secretId, new { value = NewSecret }, 24)).Expect(200);
        var newToken = await TokenAsync(host, clients[0], NewSecret);
        (await CancelAsync(taxpayer, secretId)).Expect(204);
        (await CancelAsync(taxpayer, secretId)).Expect(404, "not-found");

        (await host.Api.GetAsync("api/taxi/whoami", newToken)).Expect(401, "invalid_token");
        (await host.Api.RequestTokenAsync(clients[0], NewSecret)).Expect(401, "invalid_client");
        await TokenAsync(host, clients[0], Leaks.ChosenSecret);

        // The next one has a version of its own, so the dropped one's tokens stay dead.
        Assert.Equal(3, (await RotateAsync(taxpayer, secretId, new { generate = true }, 24)).Expect(200).Body["version"]!.GetValue<int>());
        (await host.Api.GetAsync("api/taxi/whoami", newToken)).Expect(401, "invalid_token");
    }

    [Fact]
    public async Task Of_many_starts_one_wins_and_of_start_and_cancel_the_secret_stays_whole()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, secretId) = await FleetAsync(host, 1);
        var starts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RotateAsync(taxpayer, secretId, new { generate = true }, 24)));
        var won = Assert.Single(starts, start => start.Status == 200);
        Assert.All(starts.Where(start => start != won), start => start.Expect(409, "rotation-in-progress"));
        await TokenAsync(host, clients[0], won.Body["secret"]!.GetValue<string>());
        await TokenAsync(host, clients[0], Leaks.ChosenSecret);

        // Cancelled while devices use both, and while others cancel, too.
        var uses = Enumerable.Range(0, 4).Select(_ => host.Api.RequestTokenAsync(clients[0], Leaks.ChosenSecret)).ToList();
        var cancels = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CancelAsync(taxpayer, secretId)));
        Assert.Single(cancels, cancel => cancel.Status == 204);
        Assert.All(await Task.WhenAll(uses), use => use.Expect(200));
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Theory]
    [InlineData(FaultMoment.Before, FaultSpan.Once)]
    [InlineData(FaultMoment.After, FaultSpan.Once)]
    [InlineData(FaultMoment.After, FaultSpan.HiddenBySdk)]
    public async Task A_failed_write_leaves_the_old_secret_working_and_the_rotation_can_be_made(FaultMoment moment, FaultSpan span)
    {
        await using var host = await OwnHost.StartAsync();
        for (var write = 0; write < 2; write++)
        {
            var (taxpayer, clients, secretId) = await FleetAsync(host, 1);
            host.Faults.Arm(write, moment, span);
            var answer = await RotateAsync(taxpayer, secretId, new { generate = true }, 24);
            host.Faults.Disarm();
            await TokenAsync(host, clients[0], Leaks.ChosenSecret);
            if (answer.Status == 503)
            {
                await CancelAsync(taxpayer, secretId); // 204 or 404: whether it was applied
                answer = await RotateAsync(taxpayer, secretId, new { generate = true }, 24);
            }

            await TokenAsync(host, clients[0], answer.Expect(200).Body["secret"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Bad_requests_are_named()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, _, secretId) = await FleetAsync(host, 1);
        Assert.Equal(["/overlapHours overlap-invalid"], (await RotateAsync(taxpayer, secretId, new { generate = true }, 721)).Expect(400, "invalid-request").Errors);
        Assert.Equal(["/secret secret-choice"], (await RotateAsync(taxpayer, secretId, new { secretId }, 1)).Expect(400, "invalid-request").Errors);
        Assert.Equal(["/secret secret-choice"], (await RotateAsync(taxpayer, secretId, new { generate = true, each = true }, 1)).Expect(400, "invalid-request").Errors);
        Assert.Equal(["/secret/value secret-context-word"], (await RotateAsync(taxpayer, secretId, new { value = "wild vaditajs nr 1 kx9q" }, 1)).Expect(400, "invalid-request").Errors);
        (await RotateAsync(taxpayer, "0000000000000001", new { generate = true }, 1)).Expect(404, "not-found");
        (await RotateAsync(taxpayer, "x", new { generate = true }, 1)).Expect(404, "not-found");
        var other = await host.Api.EnrolAsync();
        (await RotateAsync(other, secretId, new { generate = true }, 1)).Expect(404, "not-found");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    public async Task The_secret_that_is_to_be_replaced_is_refused_and_one_of_before_is_not(int overlapHours)
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, secretId) = await FleetAsync(host, 1);
        Assert.Equal(
            ["/secret/value secret-unchanged"],
            (await RotateAsync(taxpayer, secretId, new { value = Leaks.ChosenSecret }, overlapHours)).Expect(400, "invalid-request").Errors);
        Assert.Null(await RotationOfAsync(taxpayer));
        await TokenAsync(host, clients[0], Leaks.ChosenSecret);

        (await RotateAsync(taxpayer, secretId, new { value = NewSecret }, 0)).Expect(200);
        host.Clock.Advance(TimeSpan.FromHours(24));
        taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };
        Assert.Equal(
            ["/secret/value secret-unchanged"],
            (await RotateAsync(taxpayer, secretId, new { value = NewSecret }, overlapHours)).Expect(400, "invalid-request").Errors);
        (await RotateAsync(taxpayer, secretId, new { value = Leaks.ChosenSecret }, overlapHours)).Expect(200);
        await TokenAsync(host, clients[0], Leaks.ChosenSecret);
    }

    [Fact]
    public async Task A_rotation_without_an_overlap_whose_answer_got_lost_may_be_repeated_for_a_day()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, secretId) = await FleetAsync(host, 1);
        var first = (await RotateAsync(taxpayer, secretId, new { value = NewSecret }, 0)).Expect(200);
        var events = (await taxpayer.GetAsync("events")).Expect(200).Text;
        host.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };
        Assert.Equal(first.Text, (await RotateAsync(taxpayer, secretId, new { value = NewSecret }, 0)).Expect(200).Text);
        Assert.Equal(events, (await taxpayer.GetAsync("events")).Expect(200).Text);
        await TokenAsync(host, clients[0], NewSecret);
    }

    [Fact]
    public async Task A_hash_that_is_renewed_while_its_secret_is_rotated_never_brings_the_old_secret_back()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, secretId) = await FleetAsync(host, 1);
        var secrets = host.Services.GetRequiredService<SecretStore>();
        var stale = (await secrets.FindAsync(taxpayer.Id, secretId, TestContext.Current.CancellationToken))!;
        var renewed = await host.Services.GetRequiredService<SecretHasher>()
            .HashAsync(ClientSecret.TryRead(Leaks.ChosenSecret)!, beside: null, TestContext.Current.CancellationToken);
        (await RotateAsync(taxpayer, secretId, new { value = NewSecret }, 0)).Expect(200);

        await secrets.RehashAsync(stale, renewed, TestContext.Current.CancellationToken);

        await TokenAsync(host, clients[0], NewSecret);
        (await host.Api.RequestTokenAsync(clients[0], Leaks.ChosenSecret)).Expect(401, "invalid_client");
    }

    [Fact]
    public async Task The_last_use_is_told_to_the_minute_and_does_not_change_the_etag()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, _) = await FleetAsync(host, 1);
        var before = (await taxpayer.ClientsAsync()).Single();
        Assert.Null(before["lastUsedAt"]);
        var first = host.Clock.GetUtcNow();
        await TokenAsync(host, clients[0], Leaks.ChosenSecret);
        await host.WriteBehindAsync();
        Assert.Equal(first, await LastUsedAsync(taxpayer));
        Assert.Equal(before["etag"]!.GetValue<string>(), (await taxpayer.ClientsAsync()).Single()["etag"]!.GetValue<string>());

        host.Clock.Advance(TimeSpan.FromSeconds(59));
        host.Faults.Count();
        await TokenAsync(host, clients[0], Leaks.ChosenSecret);
        await host.WriteBehindAsync();
        Assert.Equal(0, host.Faults.Writes);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await TokenAsync(host, clients[0], Leaks.ChosenSecret);
        await host.WriteBehindAsync();
        Assert.Equal(first.AddMinutes(1), await LastUsedAsync(taxpayer));
    }

    [Fact]
    public async Task A_last_use_that_meets_another_change_is_dropped()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clients, _) = await FleetAsync(host, 1);
        Assert.True(ClientId.TryParse(clients[0], out var id));
        var store = host.Services.GetRequiredService<ClientStore>();
        var stale = (await store.FindRowAsync(taxpayer.Id, id, TestContext.Current.CancellationToken))!;
        (await taxpayer.AnnulAsync(clients[0])).Expect(204);
        var fresh = (await store.FindRowAsync(taxpayer.Id, id, TestContext.Current.CancellationToken))!;

        var lastUse = host.Services.GetRequiredService<LastUse>();
        lastUse.Record(stale, 7);
        await host.WriteBehindAsync();
        Assert.Null((await store.FindRowAsync(taxpayer.Id, id, TestContext.Current.CancellationToken))!.LastUsedVersion);
        lastUse.Record(fresh, 8);
        await host.WriteBehindAsync();
        var row = (await store.FindRowAsync(taxpayer.Id, id, TestContext.Current.CancellationToken))!;
        Assert.Equal((8, ClientRow.Annulled, 2), (row.LastUsedVersion, row.State, row.Revision));
    }

    private static async Task<DateTimeOffset?> LastUsedAsync(TestTaxpayer taxpayer) =>
        (await taxpayer.ClientsAsync()).Single()["lastUsedAt"]?.GetValue<DateTimeOffset>();

    private static async Task<(TestTaxpayer Taxpayer, IReadOnlyList<string> Clients, string SecretId)> FleetAsync(OwnHost host, int drivers)
    {
        var taxpayer = await host.Api.EnrolAsync();
        var registered = (await taxpayer.RegisterAsync(TestPerson.Drivers(drivers))).Expect(201);
        return (taxpayer, TestTaxpayer.ClientIds(registered), registered.Body["secretId"]!.GetValue<string>());
    }

    private static Task<Answer> RotateAsync(TestTaxpayer taxpayer, string secretId, object secret, int overlapHours) =>
        taxpayer.Api.SendAsync(HttpMethod.Post, taxpayer.Path($"taxi/secrets/{secretId}/rotation"), taxpayer.Token, new { secret, overlapHours });

    private static Task<Answer> CancelAsync(TestTaxpayer taxpayer, string secretId) =>
        taxpayer.Api.SendAsync(HttpMethod.Delete, taxpayer.Path($"taxi/secrets/{secretId}/rotation"), taxpayer.Token);

    private static async Task<string> TokenAsync(OwnHost host, string clientId, string secret) =>
        (await host.Api.RequestTokenAsync(clientId, secret)).Expect(200).Body["access_token"]!.GetValue<string>();

    private static async Task<JsonNode?> RotationOfAsync(TestTaxpayer taxpayer) =>
        (await taxpayer.GetAsync("taxi/secrets")).Expect(200).Body["secrets"]![0]!["rotation"];
}
