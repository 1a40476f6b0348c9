using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>
/// Each storage write of each use case fails once, before and after the server applied it: nothing is half-visible then, and the
/// same request sent again completes it.
/// </summary>
[Trait("Host", "Own")]
public sealed class FaultTest
{
    private const int FitsOneTransaction = 3;
    private const int NeedsABatch = 60;

    public static TheoryData<FaultMoment, FaultSpan> Faults { get; } = new(
        from moment in Enum.GetValues<FaultMoment>()
        from span in Enum.GetValues<FaultSpan>()
        select (moment, span));

    [Theory]
    [MemberData(nameof(Faults))]
    public Task Registering_a_few_drivers(FaultMoment moment, FaultSpan span) =>
        EveryRegistrationWriteFailsAsync(moment, span, FitsOneTransaction, new { value = Leaks.ChosenSecret });

    [Theory]
    [MemberData(nameof(Faults))]
    public Task Registering_many_drivers(FaultMoment moment, FaultSpan span) =>
        EveryRegistrationWriteFailsAsync(moment, span, NeedsABatch, new { value = Leaks.ChosenSecret });

    [Theory]
    [MemberData(nameof(Faults))]
    public Task Registering_many_drivers_with_a_secret_each(FaultMoment moment, FaultSpan span) =>
        EveryRegistrationWriteFailsAsync(moment, span, NeedsABatch, new { generate = true, each = true });

    [Theory]
    [MemberData(nameof(Faults))]
    public Task Registering_drivers_with_an_existing_secret(FaultMoment moment, FaultSpan span) =>
        EveryRegistrationWriteFailsAsync(moment, span, FitsOneTransaction, existing: true);

    [Theory]
    [MemberData(nameof(Faults))]
    public Task Registering_many_drivers_with_an_existing_secret(FaultMoment moment, FaultSpan span) =>
        EveryRegistrationWriteFailsAsync(moment, span, NeedsABatch, existing: true);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_failed_large_registration_leaves_its_drivers_free_for_another(FaultMoment moment, FaultSpan span)
    {
        await using var host = await OwnHost.StartAsync();
        await EveryWriteFailsAsync(host, moment, span, async fault =>
        {
            var taxpayer = await host.Api.EnrolAsync();
            var drivers = TestPerson.Drivers(NeedsABatch);
            var answer = await fault(() => taxpayer.RegisterAsync(drivers));
            var visible = (await taxpayer.ClientsAsync()).Count;
            host.Clock.Advance(TimeSpan.FromSeconds(31));

            var other = await taxpayer.RegisterAsync(drivers.Reverse());
            if (visible == 0)
            {
                other.Expect(201);
            }
            else
            {
                Assert.Equal(NeedsABatch, other.Expect(409, "driver-already-registered").Errors.Count);
            }

            Assert.Equal(NeedsABatch, (await taxpayer.ClientsAsync()).Count);
            await Integrity.AssertWholeAsync(host, taxpayer.Id);
            return answer;
        });
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Enrolling_a_taxpayer(FaultMoment moment, FaultSpan span)
    {
        await using var host = await OwnHost.StartAsync();
        var operatorToken = await host.Api.SignInAsync(TestPerson.Operator, "Operator");
        await EveryWriteFailsAsync(host, moment, span, async fault =>
        {
            var manager = TestPerson.New();
            var managerToken = await host.Api.SignInAsync(manager);
            var body = new { registrationNumber = TestPerson.NewRegistrationNumber(), name = "SIA X", kind = "legal", rightsManager = new { personalCode = manager.Code, name = manager.Name } };
            var answer = await fault(() => host.Api.SendAsync(HttpMethod.Post, "api/taxpayers", operatorToken, body));
            var mine = (await host.Api.GetAsync("api/me", managerToken)).Expect(200).Body["taxpayers"]!.AsArray();

            (await host.Api.SendAsync(HttpMethod.Post, "api/taxpayers", operatorToken, body)).Expect(mine.Count == 0 ? 201 : 409, mine.Count == 0 ? null : "taxpayer-exists");
            mine = (await host.Api.GetAsync("api/me", managerToken)).Expect(200).Body["taxpayers"]!.AsArray();
            Assert.True(Assert.Single(mine)!["rights"]!["rightsManager"]!.GetValue<bool>());
            await Integrity.AssertWholeAsync(host, mine[0]!["taxpayerId"]!.GetValue<string>());
            return answer;
        });
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Adding_and_removing_a_user(FaultMoment moment, FaultSpan span)
    {
        await using var host = await OwnHost.StartAsync();
        var person = TestPerson.New();
        var personToken = await host.Api.SignInAsync(person);
        await EveryWriteFailsAsync(host, moment, span, async fault =>
        {
            var taxpayer = await host.Api.EnrolAsync();
            var answer = await fault(() => taxpayer.Api.SendAsync(HttpMethod.Post, taxpayer.Path("users"), taxpayer.Token, new { personalCode = person.Code, name = person.Name }));
            if ((await taxpayer.UsersAsync()).Count == 1)
            {
                await taxpayer.AddUserAsync(person);
            }

            await Integrity.AssertWholeAsync(host, taxpayer.Id);
            Assert.Contains(taxpayer.Id, (await host.Api.GetAsync("api/me", personToken)).Expect(200).Text, StringComparison.Ordinal);
            return answer;
        });
        await EveryWriteFailsAsync(host, moment, span, async fault =>
        {
            var taxpayer = await host.Api.EnrolAsync();
            var user = await taxpayer.AddUserAsync(person);
            (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: false)).Expect(200);
            Task<Answer> RemoveAsync() => taxpayer.Api.SendAsync(HttpMethod.Delete, taxpayer.Path($"users/{user["userId"]}"), taxpayer.Token);
            var answer = await fault(RemoveAsync);
            if ((await taxpayer.UsersAsync()).Count == 2)
            {
                (await RemoveAsync()).Expect(204);
            }

            await Integrity.AssertWholeAsync(host, taxpayer.Id);
            Assert.DoesNotContain(taxpayer.Id, (await host.Api.GetAsync("api/me", personToken)).Expect(200).Text, StringComparison.Ordinal);
            return answer;
        });
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Changing_rights(FaultMoment moment, FaultSpan span)
    {
        await using var host = await OwnHost.StartAsync();
        await EveryWriteFailsAsync(host, moment, span, async fault =>
        {
            var taxpayer = await host.Api.EnrolAsync();
            var user = await taxpayer.AddUserAsync(TestPerson.New());
            var answer = await fault(() => taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: true));
            await Integrity.AssertWholeAsync(host, taxpayer.Id);

            // Repeated to the letter, with the old etag: it is answered as done, whether it was or not.
            var rights = (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: true)).Expect(200).Body["rights"]!;
            Assert.True(rights["rightsManager"]!.GetValue<bool>() && rights["taxiApiConfiguration"]!.GetValue<bool>());
            await Integrity.AssertWholeAsync(host, taxpayer.Id);
            Assert.Single(await taxpayer.EventsAsync(), auditEvent =>
                auditEvent["action"]!.GetValue<string>() == "rights-changed" && auditEvent["userId"]!.GetValue<string>() == user["userId"]!.GetValue<string>());
            return answer;
        });
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Annulling_and_renaming(FaultMoment moment, FaultSpan span)
    {
        await using var host = await OwnHost.StartAsync();
        await EveryWriteFailsAsync(host, moment, span, async fault =>
        {
            var taxpayer = await host.Api.EnrolAsync();
            var driver = TestPerson.New();
            var clientId = (await taxpayer.RegisteredAsync([driver]))[0];
            var answer = await fault(() => taxpayer.AnnulAsync(clientId, "lost"));
            await Integrity.AssertWholeAsync(host, taxpayer.Id);

            (await taxpayer.AnnulAsync(clientId, "lost")).Expect(204);
            (await host.Api.RequestTokenAsync(clientId, Leaks.ChosenSecret)).Expect(401, "invalid_client");
            Assert.Single(await taxpayer.EventsAsync(), auditEvent => auditEvent["action"]!.GetValue<string>() == "client-annulled");
            await taxpayer.RegisteredAsync([driver]);
            await Integrity.AssertWholeAsync(host, taxpayer.Id);
            return answer;
        });
        await EveryWriteFailsAsync(host, moment, span, async fault =>
        {
            var taxpayer = await host.Api.EnrolAsync();
            var path = taxpayer.Path($"taxi/clients/{(await taxpayer.RegisteredAsync([TestPerson.New()]))[0]}");
            var etag = (await host.Api.GetAsync(path, taxpayer.Token)).Expect(200).Body["etag"]!.GetValue<string>();
            Task<Answer> RenameAsync() => host.Api.SendAsync(HttpMethod.Patch, path, taxpayer.Token, new { driver = new { name = "Jauns Vārds" } }, (HeaderNames.IfMatch, etag));
            var answer = await fault(RenameAsync);
            Assert.Equal("Jauns Vārds", (await RenameAsync()).Expect(200).Body["driver"]!["name"]!.GetValue<string>());
            return answer;
        });
    }

    private static async Task EveryRegistrationWriteFailsAsync(FaultMoment moment, FaultSpan span, int count, object? secret = null, bool existing = false)
    {
        await using var host = await OwnHost.StartAsync();
        await EveryWriteFailsAsync(host, moment, span, async fault =>
        {
            var taxpayer = await host.Api.EnrolAsync();
            var before = existing ? 1 : 0;
            var chosen = existing ? new { secretId = (await taxpayer.RegisterAsync(TestPerson.Drivers(1))).Expect(201).Body["secretId"]!.GetValue<string>() } : secret;
            var (drivers, key) = (TestPerson.Drivers(count), TestTaxpayer.NewKey());

            var answer = await fault(() => taxpayer.RegisterAsync(drivers, chosen, key));
            Assert.Contains((await taxpayer.ClientsAsync()).Count - before, new[] { 0, count });
            await Integrity.AssertWholeAsync(host, taxpayer.Id);

            if (span is FaultSpan.FromThenOn)
            {
                host.Clock.Advance(TimeSpan.FromSeconds(31)); // who meets no outage any more has given up his batch himself
            }

            var again = (await taxpayer.RegisterAsync(drivers, chosen, key)).Expect(201);
            var stored = (await taxpayer.ClientsAsync("active")).Select(client => client["clientId"]!.GetValue<string>()).ToHashSet();
            Assert.Equal(count + before, stored.Count);
            Assert.Subset(stored, TestTaxpayer.ClientIds(again).ToHashSet());
            Assert.Equal(1 + before, (await taxpayer.EventsAsync()).Count(auditEvent => auditEvent["action"]!.GetValue<string>() == "clients-registered"));
            await Integrity.AssertWholeAsync(host, taxpayer.Id);
            if (existing || secret is { } value && value.ToString()!.Contains(Leaks.ChosenSecret, StringComparison.Ordinal))
            {
                (await host.Api.RequestTokenAsync(TestTaxpayer.ClientIds(again)[^1], Leaks.ChosenSecret)).Expect(200);
            }

            return answer;
        });
    }

    /// <summary>
    /// Runs the scenario again and again, each time failing a later write of the step it hands to its argument, until there is none
    /// left. A failed step is answered 503 with Retry-After, or has worked all the same.
    /// </summary>
    private static async Task EveryWriteFailsAsync(OwnHost host, FaultMoment moment, FaultSpan span, Func<Func<Func<Task<Answer>>, Task<Answer>>, Task<Answer>> scenario)
    {
        var fired = true;
        for (var write = 0; fired; write++)
        {
            Assert.True(write < 60, "The step never comes to an end.");
            var answer = await scenario(async step =>
            {
                host.Faults.Arm(write, moment, span);
                var failed = await step();
                fired = host.Faults.Fired;
                host.Faults.Disarm();
                return failed;
            });
            if (answer.Status == 503)
            {
                Assert.True(fired);
                Assert.NotEqual(FaultSpan.HiddenBySdk, span);
                Assert.Equal("5", answer.Expect(503, "storage-unavailable").Header(HeaderNames.RetryAfter));
            }
            else
            {
                Assert.InRange(answer.Status, 200, 204);
                Assert.True(write > 0 || fired, "The fault never auditEvent.");
            }
        }
    }
}
