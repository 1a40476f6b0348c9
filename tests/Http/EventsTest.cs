namespace Eds.Tests;

public sealed class EventsTest
{
    [Fact]
    [Trait("Host", "Own")]
    public async Task Every_change_leaves_one_event_of_ids_and_an_entry_for_its_purge()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Client.EnrolAsync(tick: false);
        var manager = await taxpayer.SelfAsync();
        await OnADayOfItsOwnAsync(() => taxpayer.ChangeRightsAsync(manager, rightsManager: true, taxi: true));
        var user = await OnADayOfItsOwnAsync(() => taxpayer.AddUserAsync(TestPerson.New("Eva Liepa")));
        user = (await OnADayOfItsOwnAsync(() => taxpayer.ChangeRightsAsync(user, rightsManager: false, taxi: true))).Expect(200).Value;
        await OnADayOfItsOwnAsync(() => taxpayer.RemoveUserAsync(user));
        await OnADayOfItsOwnAsync(() => taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.GenerateEach));
        var client = await OnADayOfItsOwnAsync(() => taxpayer.RegisterOneAsync());
        var typed = client with { ClientId = client.ClientId.WithoutHyphens().ToUpperInvariant() };
        await OnADayOfItsOwnAsync(() => taxpayer.RenameAsync(typed, "Eva Kalna"));
        await OnADayOfItsOwnAsync(() => taxpayer.RotateAsync(client.SecretId, SecretChoices.Generate));
        await OnADayOfItsOwnAsync(() => taxpayer.Client.CancelRotationAsync(taxpayer.Id, client.SecretId));
        await OnADayOfItsOwnAsync(() => taxpayer.AnnulAsync(client.ClientId, "leaked"));
        var other = await OnADayOfItsOwnAsync(() => taxpayer.RegisterOneAsync());
        var newYear = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        other = (await OnADayOfItsOwnAsync(() => taxpayer.SetValidUntilAsync(other, newYear))).Expect(200).Value;
        await OnADayOfItsOwnAsync(() => taxpayer.SetValidUntilAsync(other, null));
        await OnADayOfItsOwnAsync(() => taxpayer.RenameSecretAsync(other.SecretId, "Riga"));
        await OnADayOfItsOwnAsync(() => taxpayer.RestrictAsync(other.SecretId, ["127.0.0.0/8"], "\"2\""));
        await OnADayOfItsOwnAsync(() => taxpayer.RotateAsync([other.SecretId], 48));
        await OnADayOfItsOwnAsync(() => taxpayer.Client.CompleteRotationAsync(taxpayer.Id, other.SecretId));
        await OnADayOfItsOwnAsync(() => taxpayer.AnnulAsync([other.ClientId]));

        var answer = (await taxpayer.Client.ListEventsAsync(taxpayer.Id)).Expect(200);

        var names = new Dictionary<string, string>
        {
            [manager.UserId] = "self",
            [user.UserId] = "user",
            [client.ClientId] = "client",
            [client.SecretId] = "secret",
            [other.ClientId] = "other client",
            [other.SecretId] = "other secret",
        };
        Assert.Equal(
            [
                """{"action":"clients-annulled","clients":1,"reason":"other"}""",
                """{"action":"rotation-completed","secretId":"other secret"}""",
                """{"action":"secrets-rotated","secrets":1}""",
                """{"action":"secret-restricted","secretId":"other secret","networks":["127.0.0.0/8"]}""",
                """{"action":"secret-renamed","secretId":"other secret","name":"Riga"}""",
                """{"action":"client-validity-changed","clientId":"other client","previousValidUntil":"2030-01-01T00:00:00Z"}""",
                """{"action":"client-validity-changed","clientId":"other client","validUntil":"2030-01-01T00:00:00Z"}""",
                """{"action":"clients-registered","clientId":"other client","secretId":"other secret","clients":1}""",
                """{"action":"client-annulled","clientId":"client","reason":"leaked"}""",
                """{"action":"rotation-cancelled","secretId":"secret"}""",
                """{"action":"secret-rotated","secretId":"secret"}""",
                """{"action":"client-renamed","clientId":"client"}""",
                """{"action":"clients-registered","clientId":"client","secretId":"secret","clients":1}""",
                """{"action":"clients-registered","clients":60}""",
                """{"action":"user-removed","userId":"user"}""",
                """{"action":"rights-changed","userId":"user","rights":{"rightsManager":false,"taxiApiConfiguration":true}}""",
                """{"action":"user-added","userId":"user"}""",
                """{"action":"rights-changed","userId":"self","rights":{"rightsManager":true,"taxiApiConfiguration":true}}""",
                """{"action":"taxpayer-enrolled","userId":"self"}""",
            ],
            JsonNode.Parse(answer.Text)!["events"]!.AsArray().Select(told => Named(told!.AsObject())));
        var events = answer.Value.Events;
        Assert.All(events.SkipLast(1), auditEvent => Assert.Equal(("user", manager.UserId), (auditEvent.Actor.Kind, auditEvent.Actor.Id)));
        Assert.Equal("operator", events[^1].Actor.Kind);
        Assert.Null(answer.Value.Continuation);
        await host.AssertInvariantsAsync(taxpayer.Id);

        async Task<T> OnADayOfItsOwnAsync<T>(Func<Task<T>> change)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            taxpayer = await taxpayer.SignInAsync();
            return await change();
        }

        string Named(JsonObject told)
        {
            Assert.True(told.Remove("eventId") && told.Remove("at") && told.Remove("actor"));
            return names.Aggregate(told.ToJsonString(), (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task More_than_100_come_in_pages_newest_first_and_none_twice_filtered_or_not()
    {
        var (taxpayer, other) = (await TestRun.Client.EnrolAsync(), await TestRun.Client.EnrolAsync());
        var ids = await taxpayer.RegisteredAsync(TestPerson.Drivers(102), SecretChoices.Generate);
        foreach (var some in ids.Chunk(17))
        {
            Assert.All(await Task.WhenAll(some.Select(id => taxpayer.AnnulAsync(id))), answer => answer.Expect(204));
        }

        async Task<(EventPage First, EventPage Second, List<AuditEvent> All)> PagesAsync(string? action)
        {
            var first = (await taxpayer.Client.ListEventsAsync(taxpayer.Id, "", action)).Expect(200).Value;
            var second = (await taxpayer.Client.ListEventsAsync(taxpayer.Id, first.Continuation, action)).Expect(200).Value;
            return (first, second, [.. first.Events, .. second.Events]);
        }

        var (first, second, all) = await PagesAsync(null);
        Assert.Equal((100, 5, null), (first.Events.Count, second.Events.Count, second.Continuation));
        Assert.Equal("taxpayer-enrolled", second.Events[^1].Action);
        Assert.Equal(105, all.Select(auditEvent => auditEvent.EventId).Distinct().Count());
        Assert.Equal(all.OrderByDescending(auditEvent => auditEvent.At), all);

        var filtered = await PagesAsync("client-annulled");
        Assert.Equal((100, 2, null), (filtered.First.Events.Count, filtered.Second.Events.Count, filtered.Second.Continuation));
        Assert.Equal(
            ids.Order(StringComparer.Ordinal), filtered.All.Select(auditEvent => auditEvent.ClientId).Order(StringComparer.Ordinal));

        (await other.Client.ListEventsAsync(other.Id, first.Continuation)).ExpectInvalid("/continuation continuation-unreadable");
    }

    [Fact]
    [Trait("Host", "Own")]
    public async Task Filters_leave_out_other_actions_clients_and_times()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Client.EnrolAsync();
        var (first, second) = (await taxpayer.RegisterOneAsync(), await taxpayer.RegisterOneAsync());
        var noon = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await taxpayer.RenameAsync(first, "Eva Kalna")).Expect(200);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await taxpayer.AnnulAsync(first.ClientId)).Expect(204);
        (await taxpayer.AnnulAsync(second.ClientId)).Expect(204);

        string At(int minutes) => noon.AddMinutes(minutes).ToString("O");
        async Task<string> SeenAsync(string? action = null, string? clientId = null, string? from = null, string? to = null) =>
            string.Join(' ', (await taxpayer.Client.ListEventsAsync(taxpayer.Id, null, action, clientId, from, to)).Expect(200).Value.Events
                .Select(auditEvent => $"{auditEvent.Action}:{(auditEvent.ClientId == first.ClientId ? 1 : 2)}"));

        Assert.Equal("client-renamed:1", await SeenAsync("client-renamed"));
        Assert.Equal("", await SeenAsync("client"));
        Assert.Equal("client-annulled:1 client-renamed:1 clients-registered:1", await SeenAsync(clientId: first.ClientId));
        Assert.Equal("client-annulled:1 client-renamed:1", await SeenAsync(clientId: first.ClientId.ToUpperInvariant(), from: At(1)));
        Assert.Equal("client-annulled:1", await SeenAsync("client-annulled", first.ClientId, At(2), At(3)));
        Assert.Equal("client-renamed:1", await SeenAsync(from: At(1), to: At(2))); // from is inclusive, to is not
        Assert.Equal("", await SeenAsync(from: At(3)));
        Assert.Equal("", await SeenAsync(from: At(2), to: At(1)));
        Assert.Equal(
            "client-renamed:1", await SeenAsync(from: noon.AddMinutes(1).ToOffset(TimeSpan.FromHours(2)).ToString("O"), to: At(2)));
        Assert.Equal(await SeenAsync(), await SeenAsync("", "", "", ""));
    }
}
