using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>Two or more at the same moment: one wins, the others learn it, and nothing is lost.</summary>
[Trait("Host", "Own")]
public sealed class RaceTest
{
    [Fact]
    public async Task Of_two_managers_who_demote_each_other_one_stays()
    {
        await using var host = await OwnHost.StartAsync();
        for (var round = 0; round < 10; round++)
        {
            var (taxpayer, other, otherToken) = await TwoManagersAsync(host);
            var self = await taxpayer.SelfAsync();
            var answers = await Task.WhenAll(
                taxpayer.ChangeRightsAsync(other, rightsManager: false, taxi: false),
                taxpayer.ChangeRightsAsync(self, rightsManager: false, taxi: true, otherToken));

            Assert.Single(answers, answer => answer.Status == 200);
            answers.Single(answer => answer.Status != 200).Expect(403, "right-missing");
            await Integrity.AssertWholeAsync(host, taxpayer.Id);
        }
    }

    [Fact]
    public async Task Of_two_managers_who_both_leave_one_has_to_stay()
    {
        await using var host = await OwnHost.StartAsync();
        for (var round = 0; round < 10; round++)
        {
            var (taxpayer, other, otherToken) = await TwoManagersAsync(host);
            var self = await taxpayer.SelfAsync();
            var answers = await Task.WhenAll(
                host.Api.SendAsync(HttpMethod.Delete, taxpayer.Path($"users/{self["userId"]}"), taxpayer.Token),
                host.Api.SendAsync(HttpMethod.Delete, taxpayer.Path($"users/{other["userId"]}"), otherToken));

            Assert.Single(answers, answer => answer.Status == 204);
            answers.Single(answer => answer.Status != 204).Expect(409, "last-rights-manager");
            await Integrity.AssertWholeAsync(host, taxpayer.Id);
        }
    }

    [Fact]
    public async Task Of_many_changes_of_one_users_rights_with_the_same_etag_one_is_made()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, other, _) = await TwoManagersAsync(host);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => taxpayer.ChangeRightsAsync(other, rightsManager: i % 2 == 0, taxi: i >= 2)));

        // One of the four asks for what is there already, which is true until another is made.
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Expect(412, "changed-meanwhile"));
        Assert.InRange(answers.Count(answer => answer.Status == 200), 1, 2);
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public async Task One_driver_is_registered_once(int drivers)
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var people = TestPerson.Drivers(drivers);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => taxpayer.RegisterAsync(people, new { generate = true })));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer =>
        {
            Assert.Contains(answer.Expect(409).Code, new[] { "driver-already-registered", "registration-in-progress" });
            Assert.NotEmpty(answer.Errors);
        });
        Assert.Equal(drivers, (await taxpayer.ClientsAsync()).Count);
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Fact]
    public async Task Of_two_large_batches_that_share_drivers_one_is_registered_and_the_other_leaves_nothing_behind()
    {
        await using var host = await OwnHost.StartAsync();
        for (var round = 0; round < 4; round++)
        {
            var taxpayer = await host.Api.EnrolAsync();
            var (shared, one, two) = (TestPerson.Drivers(2), TestPerson.Drivers(120), TestPerson.Drivers(120));
            var answers = await Task.WhenAll(
                taxpayer.RegisterAsync([.. one, .. shared], new { generate = true }),
                taxpayer.RegisterAsync([.. shared, .. two], new { generate = true }));

            Assert.Single(answers, answer => answer.Status == 201);
            var lost = answers[0].Status == 201 ? two : one;
            Assert.Equal(122, (await taxpayer.ClientsAsync()).Count);
            await Integrity.AssertWholeAsync(host, taxpayer.Id);

            // The loser's other drivers are free at once.
            Assert.Equal(120, (await taxpayer.RegisteredAsync(lost, new { generate = true })).Count);
            await Integrity.AssertWholeAsync(host, taxpayer.Id);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    public async Task One_request_sent_many_times_at_once_registers_once(int drivers)
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var (people, key) = (TestPerson.Drivers(drivers), TestTaxpayer.NewKey());
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => taxpayer.RegisterAsync(people, new { generate = true }, key)));

        var registered = answers.Where(answer => answer.Status == 201).ToList();
        Assert.All(answers.Except(registered), answer => answer.Expect(409, "registration-in-progress"));
        Assert.Single(registered, answer => answer.Body["secret"] is not null);
        Assert.Single(registered.Select(answer => string.Join(' ', TestTaxpayer.ClientIds(answer))).Distinct());
        Assert.Equal(drivers, (await taxpayer.ClientsAsync()).Count);
    }

    [Fact]
    public async Task Of_many_annulments_one_is_an_event()
    {
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var clientId = (await taxpayer.RegisteredAsync([TestPerson.New()]))[0];
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => taxpayer.AnnulAsync(clientId)));

        Assert.All(answers, answer => answer.Expect(204));
        Assert.Single(await taxpayer.EventsAsync(), auditEvent => auditEvent["action"]!.GetValue<string>() == "client-annulled");
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Fact]
    public async Task A_client_that_is_annulled_while_its_driver_is_renamed_stays_annulled()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clientId, etag) = await OneClientAsync(host);
        host.Faults.Meanwhile(write: 0, async () => (await taxpayer.AnnulAsync(clientId)).Expect(204));

        (await TestClient.RenameAsync(taxpayer, clientId, "Eva Kalna", etag)).Expect(412, "changed-meanwhile");

        Assert.Equal("annulled", (await taxpayer.ClientsAsync()).Single()["state"]!.GetValue<string>());
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_driver_who_is_renamed_while_his_client_is_annulled_keeps_his_new_name(int write)
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, clientId, etag) = await OneClientAsync(host);
        host.Faults.Meanwhile(write, async () => (await TestClient.RenameAsync(taxpayer, clientId, "Eva Kalna", etag)).Expect(200));

        (await taxpayer.AnnulAsync(clientId)).Expect(204);

        var client = (await taxpayer.ClientsAsync()).Single();
        Assert.Equal(("annulled", "Eva Kalna"), (client["state"]!.GetValue<string>(), client["driver"]!["name"]!.GetValue<string>()));
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_driver_who_is_registered_again_while_his_client_is_annulled_twice_keeps_his_new_one(int write)
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, driver) = (await host.Api.EnrolAsync(), TestPerson.New());
        var clientId = (await taxpayer.RegisteredAsync([driver]))[0];
        host.Faults.Meanwhile(write, async () =>
        {
            (await taxpayer.AnnulAsync(clientId)).Expect(204);
            await taxpayer.RegisteredAsync([driver]);
        });

        (await taxpayer.AnnulAsync(clientId)).Expect(204);

        Assert.Single(await taxpayer.ClientsAsync("active"));
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
        (await taxpayer.RegisterAsync([driver])).Expect(409, "driver-already-registered");
    }

    [Fact]
    public async Task Of_many_enrolments_of_one_number_one_is_made()
    {
        await using var host = await OwnHost.StartAsync();
        var token = await host.Api.SignInAsync(TestPerson.Operator, "Operator");
        var (number, managers) = (TestPerson.NewRegistrationNumber(), TestPerson.Drivers(6));
        var answers = await Task.WhenAll(managers.Select(manager => host.Api.SendAsync(HttpMethod.Post, "api/taxpayers", token, new
        {
            registrationNumber = number,
            name = "SIA X",
            kind = "legal",
            rightsManager = new { personalCode = manager.Code, name = manager.Name },
        })));

        var enrolled = Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer != enrolled), answer => answer.Expect(409, "taxpayer-exists"));
        await Integrity.AssertWholeAsync(host, enrolled.Body["taxpayerId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_number_that_drew_another_taxpayers_id_draws_again()
    {
        await using var host = await OwnHost.StartAsync();
        var (other, manager, number) = (await host.Api.EnrolAsync(), TestPerson.New(), TestPerson.NewRegistrationNumber());
        var key = await host.Services.GetRequiredService<Keys>().LookupAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<EdsTables>().Lookups.AddEntityAsync(
            new LookupRow { PartitionKey = RowKeys.RegistrationPartition(key.Digest("registration", number)), RowKey = RowKeys.RegistrationRow, TaxpayerId = other.Id },
            TestContext.Current.CancellationToken);

        var enrolled = (await host.Api.SendAsync(HttpMethod.Post, "api/taxpayers", await host.Api.SignInAsync(TestPerson.Operator, "Operator"), new
        {
            registrationNumber = number,
            name = "SIA X",
            kind = "legal",
            rightsManager = new { personalCode = manager.Code, name = manager.Name },
        })).Expect(201);

        var taxpayerId = enrolled.Body["taxpayerId"]!.GetValue<string>();
        Assert.NotEqual(other.Id, taxpayerId);
        Assert.Single(await other.UsersAsync());
        var mine = (await host.Api.GetAsync("api/me", await host.Api.SignInAsync(manager))).Expect(200).Body["taxpayers"]!.AsArray();
        Assert.Equal(taxpayerId, Assert.Single(mine)!["taxpayerId"]!.GetValue<string>());
        await Integrity.AssertWholeAsync(host, taxpayerId);
    }

    [Fact]
    public async Task Who_is_removed_while_he_sends_his_registration_registers_nobody()
    {
        await using var host = await OwnHost.StartAsync();
        var (taxpayer, other, otherToken) = await TwoManagersAsync(host);
        (await taxpayer.ChangeRightsAsync(other, rightsManager: true, taxi: true)).Expect(200);
        var driver = TestPerson.New();
        var body = new HeldContent($$"""{"secret":{"generate":true},"drivers":[{"personalCode":"{{driver.Code}}","name":"X"}]}""");
        var registration = host.Api.SendAsync(HttpMethod.Post, taxpayer.Path("taxi/clients"), otherToken, body, ("Idempotency-Key", TestTaxpayer.NewKey()));
        await body.Begun;
        (await host.Api.SendAsync(HttpMethod.Delete, taxpayer.Path($"users/{other["userId"]}"), taxpayer.Token)).Expect(204);
        body.Release();

        (await registration).Expect(404, "not-found");
        Assert.Empty(await taxpayer.ClientsAsync());
    }

    /// <summary>A body whose last byte is held back.</summary>
    private sealed class HeldContent : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldContent(string json)
        {
            _bytes = Encoding.UTF8.GetBytes(json);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public Task Begun => _begun.Task;

        public void Release() => _released.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_bytes.AsMemory(0, _bytes.Length - 1));
            await stream.FlushAsync();
            _begun.SetResult();
            await _released.Task;
            await stream.WriteAsync(_bytes.AsMemory(_bytes.Length - 1));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }

    private static async Task<(TestTaxpayer Taxpayer, string ClientId, string ETag)> OneClientAsync(OwnHost host)
    {
        var taxpayer = await host.Api.EnrolAsync();
        await taxpayer.RegisteredAsync(TestPerson.Drivers(1));
        var client = (await taxpayer.ClientsAsync()).Single();
        return (taxpayer, TestClient.IdOf(client), TestClient.EtagOf(client));
    }

    private static async Task<(TestTaxpayer Taxpayer, JsonNode Other, string OtherToken)> TwoManagersAsync(OwnHost host)
    {
        var taxpayer = await host.Api.EnrolAsync();
        var person = TestPerson.New();
        var added = await taxpayer.AddUserAsync(person);
        var other = (await taxpayer.ChangeRightsAsync(added, rightsManager: true, taxi: false)).Expect(200).Body;
        return (taxpayer, other, await host.Api.SignInAsync(person));
    }
}
