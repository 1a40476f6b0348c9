using System.Text.Json.Nodes;

namespace Eds.Tests;

/// <summary>Who did what to what and when: ids only, newest first, 100 a page.</summary>
public sealed class EventsTest
{
    private static readonly string[] Facts = ["userId", "clientId", "secretId", "clients", "reason", "rights"];

    [Fact]
    public async Task Every_change_leaves_one_event_with_ids_and_no_codes_or_names()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var self = (await taxpayer.SelfAsync())["userId"]!.GetValue<string>();
        var person = TestPerson.New("Eva Liepa");
        var user = await taxpayer.AddUserAsync(person);
        user = (await taxpayer.ChangeRightsAsync(user, rightsManager: false, taxi: true)).Expect(200).Body;
        await taxpayer.Api.SendAsync(HttpMethod.Delete, taxpayer.Path($"users/{user["userId"]}"), taxpayer.Token);
        var one = (await taxpayer.RegisterAsync([person])).Expect(201).Body;
        await taxpayer.RegisteredAsync(TestPerson.Drivers(2), new { generate = true, each = true });
        var clientId = one["clients"]![0]!["clientId"]!.GetValue<string>();
        var client = (await taxpayer.GetAsync($"taxi/clients/{clientId}")).Expect(200).Body;
        (await TestClient.RenameAsync(taxpayer, clientId, "Eva Kalna", TestClient.EtagOf(client))).Expect(200);
        (await taxpayer.AnnulAsync(clientId, "leaked")).Expect(204);

        var answer = (await taxpayer.GetAsync("events")).Expect(200).ExpectNotStored();
        var events = answer.Body["events"]!.AsArray();

        var userId = user["userId"]!.GetValue<string>();
        Assert.Equal(
            [
                $"client-annulled clientId={clientId} reason=leaked",
                $"client-renamed clientId={clientId}",
                "clients-registered clients=2",
                $"clients-registered clientId={clientId} secretId={one["secretId"]} clients=1",
                $"user-removed userId={userId}",
                $$"""rights-changed userId={{userId}} rights={"rightsManager":false,"taxiApiConfiguration":true}""",
                $"user-added userId={userId}",
                $$"""rights-changed userId={{self}} rights={"rightsManager":true,"taxiApiConfiguration":true}""",
                $"taxpayer-enrolled userId={self}",
            ],
            events.Select(Told));
        Assert.All(events.SkipLast(1), auditEvent => Assert.Equal($$"""{"kind":"user","id":"{{self}}"}""", auditEvent!["actor"]!.ToJsonString()));
        Assert.Equal("operator", events[^1]!["actor"]!["kind"]!.GetValue<string>());
        Assert.DoesNotContain("Eva", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Code[..6], answer.Text, StringComparison.Ordinal);
        Assert.Null(answer.Body["continuation"]);
    }

    [Fact]
    [Trait("Host", "Own")]
    public async Task The_purge_is_reminded_of_every_event()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var user = await OnADayOfItsOwnAsync(() => taxpayer.AddUserAsync(TestPerson.New()));
        await OnADayOfItsOwnAsync(() => taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: true));
        await OnADayOfItsOwnAsync(() => taxpayer.Api.SendAsync(HttpMethod.Delete, taxpayer.Path($"users/{user["userId"]}"), taxpayer.Token));
        var registered = await OnADayOfItsOwnAsync(() => taxpayer.RegisterAsync(TestPerson.Drivers(1), new { generate = true }));
        await OnADayOfItsOwnAsync(() => taxpayer.RegisterAsync(TestPerson.Drivers(60), new { generate = true }));
        var clientId = TestTaxpayer.ClientIds(registered)[0];
        var etag = TestClient.EtagOf((await taxpayer.GetAsync($"taxi/clients/{clientId}")).Expect(200).Body);
        await OnADayOfItsOwnAsync(() => TestClient.RenameAsync(taxpayer, clientId, "Eva Kalna", etag));
        var rotation = taxpayer.Path($"taxi/secrets/{registered.Body["secretId"]}/rotation");
        await OnADayOfItsOwnAsync(() => taxpayer.Api.SendAsync(HttpMethod.Post, rotation, taxpayer.Token, new { secret = new { generate = true }, overlapHours = 72 }));
        await OnADayOfItsOwnAsync(() => taxpayer.Api.SendAsync(HttpMethod.Delete, rotation, taxpayer.Token));
        await OnADayOfItsOwnAsync(() => taxpayer.AnnulAsync(clientId));

        Assert.Equal(11, (await taxpayer.EventsAsync()).Count);
        await Integrity.AssertWholeAsync(host, taxpayer.Id);

        async Task<T> OnADayOfItsOwnAsync<T>(Func<Task<T>> deed)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            taxpayer = taxpayer with { Token = await host.Api.SignInAsync(taxpayer.Manager) };
            return await deed();
        }
    }

    [Fact]
    public async Task More_than_100_come_in_pages_newest_first_and_none_twice()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var clientIds = await taxpayer.RegisteredAsync(TestPerson.Drivers(98));
        foreach (var some in clientIds.Chunk(7))
        {
            Assert.All(await Task.WhenAll(some.Select(clientId => taxpayer.AnnulAsync(clientId))), answer => answer.Expect(204));
        }

        var first = (await taxpayer.GetAsync("events?continuation=")).Expect(200).Body;
        var other = await Api.OfRun.EnrolAsync();
        (await other.GetAsync($"events?continuation={first["continuation"]}")).ExpectInvalid("/continuation continuation-unreadable");
        var second = (await taxpayer.GetAsync($"events?continuation={first["continuation"]}")).Expect(200).Body;

        Assert.Equal(100, first["events"]!.AsArray().Count);
        Assert.Equal(["taxpayer-enrolled"], second["events"]!.AsArray().Select(auditEvent => auditEvent!["action"]!.GetValue<string>()));
        Assert.Null(second["continuation"]);
        var all = first["events"]!.AsArray().Concat(second["events"]!.AsArray()).ToList();
        Assert.Equal(101, all.Select(auditEvent => auditEvent!["eventId"]!.GetValue<string>()).Distinct().Count());
        var times = all.Select(auditEvent => auditEvent!["at"]!.GetValue<DateTimeOffset>()).ToList();
        Assert.Equal(times.OrderDescending(), times);
        Assert.All(all, auditEvent => Assert.EndsWith("Z", auditEvent!["at"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("!!!")]
    [InlineData("Y2xpZW50fGFiYw")] // client|abc
    public async Task A_continuation_that_is_none_of_ours_is_refused(string continuation)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        (await taxpayer.GetAsync($"events?continuation={continuation}")).ExpectInvalid("/continuation continuation-unreadable");
    }

    /// <summary>The action, and what it names.</summary>
    private static string Told(JsonNode? auditEvent) => string.Join(
        ' ',
        [auditEvent!["action"]!.ToString(), .. Facts.Where(name => auditEvent[name] is not null).Select(name => $"{name}={Text(auditEvent[name]!)}")]);

    private static string Text(JsonNode value) => value is JsonObject o ? o.ToJsonString() : value.ToString();
}
