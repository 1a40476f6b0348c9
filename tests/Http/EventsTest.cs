namespace Eds.Tests;

/// <summary>Who did what to what and when: ids only, newest first, 100 a page.</summary>
public sealed class EventsTest
{
    [Fact]
    public async Task Every_change_leaves_one_event_with_ids_and_no_codes_or_names()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var (self, person) = ((await taxpayer.SelfAsync()).UserId, TestPerson.New("Eva Liepa"));
        var user = await taxpayer.AddUserAsync(person);
        user = (await taxpayer.ChangeRightsAsync(user, rightsManager: false, taxi: true)).Expect(200).Value;
        (await taxpayer.RemoveUserAsync(user)).Expect(204);
        var client = await taxpayer.RegisterOneAsync(SecretChoices.Generate);
        await taxpayer.RegisteredAsync(TestPerson.Drivers(2), SecretChoices.GenerateEach);
        (await taxpayer.RenameAsync(client, "Eva Kalna")).Expect(200);
        (await taxpayer.RotateAsync(client.SecretId, SecretChoices.Generate)).Expect(200);
        (await taxpayer.Client.CancelRotationAsync(taxpayer.Id, client.SecretId)).Expect(204);
        (await taxpayer.AnnulAsync(client.ClientId, "leaked")).Expect(204);

        var answer = (await taxpayer.Client.ListEventsAsync(taxpayer.Id)).Expect(200);

        var (events, any) = (answer.Value.Events, answer.Value.Events[0] with { ClientId = null, Reason = null });
        Assert.Equal(
            [
                any with { Action = "client-annulled", ClientId = client.ClientId, Reason = "leaked" },
                any with { Action = "rotation-cancelled", SecretId = client.SecretId },
                any with { Action = "secret-rotated", SecretId = client.SecretId },
                any with { Action = "client-renamed", ClientId = client.ClientId },
                any with { Action = "clients-registered", Clients = 2 },
                any with { Action = "clients-registered", ClientId = client.ClientId, SecretId = client.SecretId, Clients = 1 },
                any with { Action = "user-removed", UserId = user.UserId },
                any with { Action = "rights-changed", UserId = user.UserId, Rights = new Rights(false, true) },
                any with { Action = "user-added", UserId = user.UserId },
                any with { Action = "rights-changed", UserId = self, Rights = new Rights(true, true) },
                any with { Action = "taxpayer-enrolled", UserId = self },
            ],
            events.Select(auditEvent => auditEvent with { EventId = any.EventId, At = any.At, Actor = any.Actor }));
        Assert.All(events.SkipLast(1), auditEvent => Assert.Equal(("user", self), (auditEvent.Actor.Kind, auditEvent.Actor.Id)));
        Assert.Equal("operator", events[^1].Actor.Kind);
        Assert.Null(answer.Value.Continuation);
        Assert.All(["Eva", person.Code[..6]], text => Assert.DoesNotContain(text, answer.Text, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Host", "Own")]
    public async Task The_purge_has_an_entry_for_every_event()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Client.EnrolAsync();
        var user = await OnADayOfItsOwnAsync(() => taxpayer.AddUserAsync(TestPerson.New()));
        await OnADayOfItsOwnAsync(() => taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: true));
        await OnADayOfItsOwnAsync(() => taxpayer.RemoveUserAsync(user));
        await OnADayOfItsOwnAsync(() => taxpayer.RegisterAsync(TestPerson.Drivers(60), SecretChoices.Generate));
        var client = await OnADayOfItsOwnAsync(() => taxpayer.RegisterOneAsync(SecretChoices.Generate));
        await OnADayOfItsOwnAsync(() => taxpayer.RenameAsync(client, "Eva Kalna"));
        await OnADayOfItsOwnAsync(() => taxpayer.RotateAsync(client.SecretId, SecretChoices.Generate));
        await OnADayOfItsOwnAsync(() => taxpayer.Client.CancelRotationAsync(taxpayer.Id, client.SecretId));
        await OnADayOfItsOwnAsync(() => taxpayer.AnnulAsync(client.ClientId));
        client = await OnADayOfItsOwnAsync(() => taxpayer.RegisterOneAsync(SecretChoices.Generate));
        await OnADayOfItsOwnAsync(
            () => taxpayer.Client.SetValidUntilAsync(taxpayer.Id, client.ClientId, host.Clock.GetUtcNow(), client.ETag));
        await OnADayOfItsOwnAsync(() => taxpayer.Client.RenameSecretAsync(taxpayer.Id, client.SecretId, "Rīga", "\"1\""));
        await OnADayOfItsOwnAsync(() => taxpayer.Client.RestrictSecretAsync(taxpayer.Id, client.SecretId, ["127.0.0.0/8"], "\"2\""));
        await OnADayOfItsOwnAsync(
            () => taxpayer.Client.RotateSecretsAsync(taxpayer.Id, new([client.SecretId], 48), EdsClient.NewIdempotencyKey()));
        await OnADayOfItsOwnAsync(() => taxpayer.Client.CompleteRotationAsync(taxpayer.Id, client.SecretId));
        await OnADayOfItsOwnAsync(() => taxpayer.Client.AnnulClientsAsync(taxpayer.Id, [client.ClientId]));

        Assert.Equal(18, (await taxpayer.EventsAsync()).Count);
        await host.AssertInvariantsAsync(taxpayer.Id);

        async Task<T> OnADayOfItsOwnAsync<T>(Func<Task<T>> change)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            taxpayer = await taxpayer.SignInAsync();
            return await change();
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
        Assert.Equal(all.Select(auditEvent => auditEvent.At).OrderDescending(), all.Select(auditEvent => auditEvent.At));

        var filtered = await PagesAsync("client-annulled");
        Assert.Equal((100, 2, null), (filtered.First.Events.Count, filtered.Second.Events.Count, filtered.Second.Continuation));
        Assert.Equal(
            ids.Order(StringComparer.Ordinal), filtered.All.Select(auditEvent => auditEvent.ClientId).Order(StringComparer.Ordinal));

        foreach (var unreadable in new[] { first.Continuation, "x", "!!!", "Y2xpZW50fGFiYw" }) // of another taxpayer; client|abc
        {
            (await other.Client.ListEventsAsync(other.Id, unreadable)).ExpectInvalid("/continuation continuation-unreadable");
        }
    }

    [Fact]
    [Trait("Host", "Own")]
    public async Task Filters_leave_out_other_actions_clients_and_times()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Client.EnrolAsync();
        var (first, second) =
            (await taxpayer.RegisterOneAsync(SecretChoices.Generate), await taxpayer.RegisterOneAsync(SecretChoices.Generate));
        var noon = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await taxpayer.RenameAsync(first, "Eva Kalna")).Expect(200);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await taxpayer.AnnulAsync(first.ClientId)).Expect(204);
        (await taxpayer.AnnulAsync(second.ClientId)).Expect(204);

        string At(int minutes) => noon.AddMinutes(minutes).ToString("O");
        async Task<string> SeenAsync(string? action = null, string? clientId = null, string? from = null, string? to = null) =>
            string.Join(' ',
            (await taxpayer.Client.ListEventsAsync(taxpayer.Id, null, action, clientId, from, to)).Expect(200).Value.Events
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

    [Theory]
    [InlineData("clientId=tx-nobody", "/clientId client-id-invalid")]
    [InlineData("from=2026-11-23", "/from time-invalid")]
    [InlineData("to=yesterday&from=x", "/from time-invalid", "/to time-invalid")]
    [InlineData("action=a&action=b", "/action repeated-field")]
    public async Task A_filter_that_cannot_be_read_is_refused(string query, params string[] errors)
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var route = Routes.ListEvents(taxpayer.Id);

        (await taxpayer.Client.SendAsync(route with { Path = $"{route.Path}?{query}" })).ExpectInvalid(errors);
    }
}
