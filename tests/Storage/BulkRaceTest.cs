namespace Eds.Tests;

public sealed class BulkRaceTest : OwnTaxpayerTest
{
    /// <summary>Two transactions of annulment.</summary>
    private const int Many = 60;

    /// <summary>Before the purge entries; before the first transaction; before the second.</summary>
    public static TheoryData<int> Writes { get; } = new(Enumerable.Range(0, 3));

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Clients_used_and_renamed_amid_it_are_annulled_and_keep_both(int write)
    {
        var (clientIds, _, secret) = await Taxpayer.RegisterFleetAsync(Many);
        var ids = clientIds.Order(StringComparer.Ordinal).ToList();
        var statuses = new List<int>();
        Host.Faults.Meanwhile(write, async () =>
        {
            (await Host.Client.IssueTokenAsync(ids[^1], secret)).Expect(200);
            await Host.FlushAsync();
            foreach (var i in new[] { 0, 20, 40 })
            {
                statuses.Add((await Taxpayer.Client.RenameDriverAsync(Taxpayer.Id, ids[i], "Eva Kalna", "\"1\"")).Status);
            }
        });

        var answer = (await Taxpayer.AnnulAsync(ids, "left")).Expect(200).Value;

        Assert.Equal((Many, 0, 0), (answer.Annulled, answer.AlreadyAnnulled, answer.NotFound.Count));
        var clients = await Taxpayer.ClientsAsync();
        Assert.All(clients, client => Assert.Equal(ClientState.Annulled, client.State));
        var renamed = write < 2 ? 3 : 0; // before they were annulled
        Assert.Equal(
            (renamed, renamed),
            (statuses.Count(status => status == 200), clients.Count(client => client.Driver.Name == "Eva Kalna")));
        Assert.NotNull((await Taxpayer.ClientAsync(ids[^1])).LastUsedAt);
        (await Host.Client.IssueTokenAsync(ids[^1], secret)).Expect(401, "invalid_client");
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Of_three_calls_each_client_is_annulled_by_one(int write)
    {
        var ids = (await Taxpayer.RegisterFleetAsync(Many)).ClientIds.Order(StringComparer.Ordinal).ToList();
        AnnulledClients? other = null;
        Host.Faults.Meanwhile(write, async () =>
        {
            other = (await Taxpayer.AnnulAsync(ids.Skip(20).SkipLast(1), "lost")).Expect(200).Value;
            (await Taxpayer.AnnulAsync(ids[^1], "lost")).Expect(204);
        });

        var mine = (await Taxpayer.AnnulAsync(ids, "left")).Expect(200).Value;

        Assert.Equal((Many, Many - 1), (mine.Annulled + mine.AlreadyAnnulled, mine.Annulled + other!.Annulled));
        Assert.Equal(Many - 1, (await Taxpayer.EventsAsync("clients-annulled")).Sum(auditEvent => auditEvent.Clients));
        Assert.Single(await Taxpayer.EventsAsync("client-annulled"));
        Assert.Empty(await Taxpayer.ClientsAsync("active"));
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Fact]
    public async Task All_at_once_nothing_is_lost_or_counted_twice()
    {
        for (var round = 0; round < 3; round++)
        {
            var (ids, _, secret) = await Taxpayer.RegisterFleetAsync(Many);
            var before = (await Taxpayer.EventsAsync("clients-annulled")).Sum(auditEvent => auditEvent.Clients ?? 0);
            var bulks = Enumerable.Range(0, 3).Select(i => Taxpayer.AnnulAsync(i == 1 ? ids.Reverse() : ids)).ToList();
            var uses = ids.Take(3).Select(id => Host.Client.IssueTokenAsync(id, secret)).ToList();
            var singles = ids.Skip(30).Take(5).Select(id => Taxpayer.AnnulAsync(id)).ToList();

            var answers = await Task.WhenAll(bulks);
            Assert.All(await Task.WhenAll(uses), use => Assert.Contains(use.Status, new[] { 200, 401 }));
            Assert.All(await Task.WhenAll(singles), single => single.Expect(204));

            Assert.All(answers, answer => Assert.Equal(Many, answer.Expect(200).Value.Annulled + answer.Value.AlreadyAnnulled));
            var byBulk = answers.Sum(answer => answer.Value.Annulled);
            Assert.InRange(byBulk, Many - 5, Many);
            Assert.Equal(byBulk, (await Taxpayer.EventsAsync("clients-annulled")).Sum(auditEvent => auditEvent.Clients ?? 0) - before);
            Assert.Empty(await Taxpayer.ClientsAsync("active"));
            await Host.AssertInvariantsAsync(Taxpayer.Id);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Secrets_changed_singly_amid_a_bulk_rotation_stay_so_and_are_rotated_once(int write)
    {
        var clients = (await Taxpayer.RegisterAsync(TestPerson.Drivers(3), SecretChoices.GenerateEach)).Expect(201).Value.Clients;
        RotatedSecretBody? single = null;
        Host.Faults.Meanwhile(write, async () =>
        {
            if (await Taxpayer.RotateAsync(clients[1].SecretId, SecretChoices.Generate, 24) is { Status: 200 } rotated)
            {
                single = rotated.Value; // else the bulk rotation was faster
                (await Taxpayer.RenameSecretAsync(clients[2].SecretId, "Rīga")).Expect(200);
                (await Taxpayer.RestrictAsync(clients[2].SecretId, ["127.0.0.0/8"], "\"2\"")).Expect(200);
            }
        });

        var rotations = (await Taxpayer.RotateAsync(clients.Select(client => client.SecretId), 24)).Expect(200).Value.Rotations;

        Assert.Equal(single is null ? null : "rotation-in-progress", rotations[1].Code);
        var stored = await Taxpayer.SecretsAsync();
        Assert.All(stored, secret => Assert.Equal(2, secret.Version));
        var other = stored.Single(secret => secret.SecretId == clients[2].SecretId);
        Assert.Equal(single is null ? (null, 0) : ("Rīga", 1), (other.Name, other.Networks.Count));
        string[] secrets = [rotations[0].Secret!, single?.Secret ?? rotations[1].Secret!, rotations[2].Secret!];
        for (var i = 0; i < 3; i++)
        {
            (await Host.Client.IssueTokenAsync(clients[i].ClientId, secrets[i])).Expect(200);
            (await Host.Client.IssueTokenAsync(clients[i].ClientId, clients[i].Secret!)).Expect(200);
        }
    }

    [Fact]
    public async Task One_bulk_rotation_sent_many_times_at_once_tells_each_secret_once()
    {
        var clients = (await Taxpayer.RegisterAsync(TestPerson.Drivers(30), SecretChoices.GenerateEach)).Expect(201).Value.Clients;
        var (secretIds, key) = (clients.Select(client => client.SecretId), EdsClient.NewIdempotencyKey());

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Taxpayer.RotateAsync(secretIds, 24, key)));

        var told = answers.SelectMany(answer => answer.Expect(200).Value.Rotations).Where(rotation => rotation.Secret is not null)
            .ToDictionary(rotation => rotation.SecretId);
        Assert.Equal(30, told.Count);
        Assert.All(
            answers.SelectMany(answer => answer.Value.Rotations), rotation => Assert.Equal((2, null), (rotation.Version, rotation.Code)));
        Assert.Equal(30, (await Taxpayer.EventsAsync("secrets-rotated")).Sum(auditEvent => auditEvent.Secrets));
        (await Host.Client.IssueTokenAsync(clients[^1].ClientId, told[clients[^1].SecretId].Secret!)).Expect(200);
    }
}
