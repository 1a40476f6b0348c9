using System.IO.Pipelines;

namespace Eds.Tests;

public sealed class RaceTest : OwnTaxpayerTest
{
    [Fact]
    public async Task Of_two_managers_who_demote_each_other_or_both_leave_one_stays()
    {
        for (var round = 0; round < 10; round++)
        {
            var (taxpayer, other, asOther) = await TwoManagersAsync();
            var self = await taxpayer.SelfAsync();
            var demoted = await Task.WhenAll(
                taxpayer.ChangeRightsAsync(other, rightsManager: false, taxi: false),
                asOther.ChangeRightsAsync(self, rightsManager: false, taxi: true));
            OneWins(demoted, 200).Expect(403, "right-missing");
            await Host.AssertInvariantsAsync(taxpayer.Id);

            (taxpayer, other, asOther) = await TwoManagersAsync();
            self = await taxpayer.SelfAsync();
            var removed = await Task.WhenAll(taxpayer.RemoveUserAsync(self), asOther.RemoveUserAsync(other));
            OneWins(removed, 204).Expect(409, "last-rights-manager");
            await Host.AssertInvariantsAsync(taxpayer.Id);
        }
    }

    [Fact]
    public async Task Of_many_changes_with_the_same_etag_one_is_made()
    {
        var (taxpayer, other, _) = await TwoManagersAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => taxpayer.ChangeRightsAsync(other, rightsManager: i % 2 == 0, taxi: i >= 2)));

        // One of the four asks for what is there already, which is true until another is made.
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Expect(412, "changed-meanwhile"));
        Assert.InRange(answers.Count(answer => answer.Status == 200), 1, 2);
        await Host.AssertInvariantsAsync(taxpayer.Id);
    }

    [Fact]
    public async Task Of_two_large_batches_that_share_drivers_one_is_registered()
    {
        for (var round = 0; round < 4; round++)
        {
            var taxpayer = await Host.Client.EnrolAsync();
            var (shared, one, two) = (TestPerson.Drivers(2), TestPerson.Drivers(120), TestPerson.Drivers(120));
            var answers = await Task.WhenAll(
                taxpayer.RegisterAsync([.. one, .. shared], SecretChoices.Generate),
                taxpayer.RegisterAsync([.. shared, .. two], SecretChoices.Generate));

            OneWins(answers, 201).Expect(409);
            Assert.Equal(122, (await taxpayer.ClientsAsync()).Count);
            await Host.AssertInvariantsAsync(taxpayer.Id);

            // The loser's other drivers are free at once.
            var lost = answers[0].Status == 201 ? two : one;
            Assert.Equal(120, (await taxpayer.RegisteredAsync(lost, SecretChoices.Generate)).Count);
            await Host.AssertInvariantsAsync(taxpayer.Id);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    public async Task One_request_sent_many_times_at_once_registers_once(int drivers)
    {
        var (people, key) = (TestPerson.Drivers(drivers), EdsClient.NewIdempotencyKey());
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Taxpayer.RegisterAsync(people, SecretChoices.Generate, key)));

        var registered = answers.Where(answer => answer.Status == 201).ToList();
        Assert.All(answers.Except(registered), answer => answer.Expect(409, "registration-in-progress"));
        Assert.Single(registered, answer => answer.Value.Secret is not null);
        Assert.Single(registered.Select(answer => string.Join(' ', answer.ClientIds())).Distinct());
        Assert.Equal(drivers, (await Taxpayer.ClientsAsync()).Count);
    }

    [Fact]
    public async Task A_client_annulled_while_its_driver_is_renamed_stays_annulled()
    {
        var client = await Taxpayer.RegisterOneAsync();
        Host.Faults.Meanwhile(write: 0, async () => (await Taxpayer.AnnulAsync(client.ClientId)).Expect(204));

        (await Taxpayer.RenameAsync(client, "Eva Kalna")).Expect(412, "changed-meanwhile");

        Assert.Equal(ClientState.Annulled, (await Taxpayer.ClientsAsync()).Single().State);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_driver_renamed_amid_an_annulment_keeps_the_new_name(int write)
    {
        var client = await Taxpayer.RegisterOneAsync();
        Host.Faults.Meanwhile(write, async () => (await Taxpayer.RenameAsync(client, "Eva Kalna")).Expect(200));

        (await Taxpayer.AnnulAsync(client.ClientId)).Expect(204);

        client = (await Taxpayer.ClientsAsync()).Single();
        Assert.Equal((ClientState.Annulled, "Eva Kalna"), (client.State, client.Driver.Name));
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_driver_registered_again_amid_an_annulment_keeps_the_new_client(int write)
    {
        var driver = TestPerson.New();
        var clientId = (await Taxpayer.RegisteredAsync([driver], SecretChoices.Generate))[0];
        Host.Faults.Meanwhile(write, async () =>
        {
            (await Taxpayer.AnnulAsync(clientId)).Expect(204);
            await Taxpayer.RegisteredAsync([driver], SecretChoices.Generate);
        });

        (await Taxpayer.AnnulAsync(clientId)).Expect(204);

        Assert.Single(await Taxpayer.EventsAsync("client-annulled"));
        Assert.Single(await Taxpayer.ClientsAsync("active"));
        await Host.AssertInvariantsAsync(Taxpayer.Id);
        (await Taxpayer.RegisterAsync([driver], SecretChoices.Generate)).Expect(409, "driver-already-registered");
    }

    [Fact]
    public async Task Of_many_enrolments_of_one_number_one_is_made()
    {
        var (asOperator, number) = (await Host.Client.AsOperatorAsync(), TestPerson.NewRegistrationNumber());
        var answers = await Task.WhenAll(TestPerson.Drivers(6).Select(manager =>
            asOperator.EnrolTaxpayerAsync(new(number, "SIA X", "legal", manager.Body))));

        var enrolled = Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer != enrolled), answer => answer.Expect(409, "taxpayer-exists"));
        await Host.AssertInvariantsAsync(enrolled.Value.TaxpayerId);
    }

    [Fact]
    public async Task A_number_that_drew_another_taxpayers_id_draws_again()
    {
        var (other, manager, number) = (await Host.Client.EnrolAsync(), TestPerson.New(), TestPerson.NewRegistrationNumber());
        var key = await Host.Services.GetRequiredService<Keys>().LookupAsync(Cancellation);
        await Host.Tables.Lookups.AddEntityAsync(
            new LookupRow
            {
                PartitionKey = RowKeys.RegistrationPartition(key.Digest("registration", number)),
                RowKey = RowKeys.Taxpayer,
                TaxpayerId = other.Id,
            },
            Cancellation);

        var asOperator = await Host.Client.AsOperatorAsync();
        var enrolled = (await asOperator.EnrolTaxpayerAsync(new(number, "SIA X", "legal", manager.Body))).Expect(201).Value;

        Assert.NotEqual(other.Id, enrolled.TaxpayerId);
        Assert.Single(await other.UsersAsync());
        var mine = (await Host.Client.As(await manager.SignInAsync(Host.Client)).GetMeAsync()).Expect(200).Value.Taxpayers;
        Assert.Equal(enrolled.TaxpayerId, Assert.Single(mine).TaxpayerId);
        await Host.AssertInvariantsAsync(enrolled.TaxpayerId);
    }

    [Fact]
    public async Task A_user_removed_while_sending_a_registration_registers_nobody()
    {
        var (taxpayer, other, asOther) = await TwoManagersAsync();
        (await taxpayer.ChangeRightsAsync(other, rightsManager: true, taxi: true)).Expect(200);
        var json = $$"""{"secret":{"generate":true},"drivers":[{"personalCode":"{{TestPerson.New().Code}}","name":"X"}]}""";
        var sent = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1)); // a write ends when all was taken
        using var body = new StreamContent(sent.Reader.AsStream()) { Headers = { ContentType = new("application/json") } };
        var registration = asOther.Client.SendAsync(
            Routes.RegisterClients(taxpayer.Id), body, ("Idempotency-Key", EdsClient.NewIdempotencyKey()));
        await sent.Writer.WriteAsync(Encoding.UTF8.GetBytes(json[..^1]), Cancellation);
        (await taxpayer.RemoveUserAsync(other)).Expect(204);
        await sent.Writer.WriteAsync("}"u8.ToArray(), Cancellation);
        await sent.Writer.CompleteAsync();

        (await registration).Expect(404, "not-found");
        Assert.Empty(await taxpayer.ClientsAsync());
    }

    private static Answer OneWins(IReadOnlyList<Answer> answers, int status)
    {
        Assert.Single(answers, answer => answer.Status == status);
        return answers.Single(answer => answer.Status != status);
    }

    private async Task<(TestTaxpayer Taxpayer, UserBody Other, TestTaxpayer AsOther)> TwoManagersAsync()
    {
        var (taxpayer, person) = (await Host.Client.EnrolAsync(), TestPerson.New());
        var other = (await taxpayer.ChangeRightsAsync(await taxpayer.AddUserAsync(person), rightsManager: true, taxi: false))
            .Expect(200).Value;
        return (taxpayer, other, await taxpayer.SignInAsync(person));
    }
}
