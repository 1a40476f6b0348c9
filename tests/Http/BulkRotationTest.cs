namespace Eds.Tests;

/// <summary>A generated secret of its own for each of many, with one call.</summary>
public sealed class BulkRotationTest : OwnTaxpayerTest
{
    private const string Unknown = "0000000000000001";

    private IReadOnlyList<RegisteredClientBody> _clients = null!;

    private IReadOnlyList<string> SecretIds => [.. _clients.Select(client => client.SecretId)];

    /// <summary>Three drivers with a secret each.</summary>
    protected override async Task ArrangeAsync()
    {
        await base.ArrangeAsync();
        _clients = (await Taxpayer.RegisterAsync(TestPerson.Drivers(3), SecretChoices.GenerateEach)).Expect(201).Value.Clients;
    }

    [Fact]
    public async Task Each_gets_a_secret_of_its_own_and_the_old_ones_work_until_the_overlap_ends()
    {
        var until = Host.Clock.GetUtcNow().AddHours(24);
        var rotations = (await RotateAsync(SecretIds, 24)).Expect(200).Value.Rotations;

        Assert.Equal(SecretIds, rotations.Select(rotation => rotation.SecretId));
        Assert.All(
            rotations,
            rotation => Assert.Equal(
                (2, until, false, null), (rotation.Version, rotation.PreviousExpiresAt, rotation.SecretAlreadyDelivered, rotation.Code)));
        Assert.Equal(3, rotations.Select(rotation => rotation.Secret).Distinct().Count());
        for (var i = 0; i < 3; i++)
        {
            (await Host.Client.IssueTokenAsync(_clients[i].ClientId, rotations[i].Secret!)).Expect(200);
            (await Host.Client.IssueTokenAsync(_clients[i].ClientId, _clients[i].Secret!)).Expect(200);
        }

        Host.Clock.Advance(TimeSpan.FromHours(24));
        (await Host.Client.IssueTokenAsync(_clients[0].ClientId, _clients[0].Secret!)).Expect(401, "invalid_client");
        (await Host.Client.IssueTokenAsync(_clients[0].ClientId, rotations[0].Secret!)).Expect(200);
        Taxpayer = await Taxpayer.SignInAsync();
        var auditEvent = Assert.Single(await Taxpayer.EventsAsync("secrets-rotated"));
        Assert.Equal((3, null, (await Taxpayer.SelfAsync()).UserId), (auditEvent.Secrets, auditEvent.SecretId, auditEvent.Actor.Id));
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    public async Task A_replay_rotates_nothing_and_tells_no_secret(int overlapHours)
    {
        var key = EdsClient.NewIdempotencyKey();
        string[] asked = [.. SecretIds, Unknown, SecretIds[0]];
        var first = (await RotateAsync(asked, overlapHours, key)).Expect(200).Value.Rotations;

        var again = (await Taxpayer.UnchangedAsync(() => RotateAsync(asked, overlapHours, key))).Expect(200).Value.Rotations;

        Assert.Equal(4, first.Count); // one was named twice
        Assert.Equal(
            first.Select(rotation => (rotation.SecretId, rotation.Version, rotation.PreviousExpiresAt, rotation.Code)),
            again.Select(rotation => (rotation.SecretId, rotation.Version, rotation.PreviousExpiresAt, rotation.Code)));
        Assert.All(again, rotation => Assert.Equal((null, rotation.Code is null), (rotation.Secret, rotation.SecretAlreadyDelivered)));
        Assert.Single(await Taxpayer.EventsAsync("secrets-rotated"));

        (await RotateAsync(SecretIds, overlapHours, key)).Expect(422, "idempotency-key-reused");
        (await RotateAsync(asked, overlapHours + 1, key)).Expect(422, "idempotency-key-reused");
        (await RotateAsync(SecretIds, overlapHours, null)).Expect(400, "idempotency-key-required");
        (await Taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate, key)).Expect(201); // keys are the route's own
    }

    [Fact]
    public async Task Running_rotations_and_unknown_secrets_are_named_and_the_others_go_through()
    {
        var foreign = (await (await Host.Client.EnrolAsync()).RegisterOneAsync(SecretChoices.Generate)).SecretId;
        (await Taxpayer.RotateAsync(SecretIds[1], SecretChoices.Generate, 24)).Expect(200);

        var rotations = (await RotateAsync([Unknown, .. SecretIds, foreign], 24)).Expect(200).Value.Rotations;

        Assert.Equal(["not-found", null, "rotation-in-progress", null, "not-found"], rotations.Select(rotation => rotation.Code));
        Assert.All(
            rotations.Where(rotation => rotation.Code is not null),
            rotation => Assert.Equal((null, null, null), (rotation.Version, rotation.Secret, rotation.PreviousExpiresAt)));
        Assert.Equal(2, Assert.Single(await Taxpayer.EventsAsync("secrets-rotated")).Secrets);

        // Without an overlap, which replaces both secrets of a running rotation, none is in the way.
        rotations = (await RotateAsync(SecretIds, 0)).Expect(200).Value.Rotations;
        Assert.Equal([3, 3, 3], rotations.Select(rotation => rotation.Version));
        Assert.All(rotations, rotation => Assert.Null(rotation.PreviousExpiresAt));
        (await Host.Client.IssueTokenAsync(_clients[1].ClientId, rotations[1].Secret!)).Expect(200);
        (await Host.Client.IssueTokenAsync(_clients[1].ClientId, _clients[1].Secret!)).Expect(401, "invalid_client");
    }

    [Fact]
    public async Task A_rotation_of_none_leaves_no_event()
    {
        Assert.Equal("not-found", Assert.Single((await RotateAsync([Unknown], 24)).Expect(200).Value.Rotations).Code);
        Assert.Empty(await Taxpayer.EventsAsync("secrets-rotated"));
    }

    [Theory]
    [InlineData("{}", "/secretIds required")]
    [InlineData("""{"secretIds":[]}""", "/secretIds item-count")]
    [InlineData("""{"secretIds":[{many}]}""", "/secretIds item-count")]
    [InlineData("""{"secretIds":[{id},"x",null]}""", "/secretIds/1 secret-id-invalid", "/secretIds/2 secret-id-invalid")]
    [InlineData("""{"secretIds":[{id}],"overlapHours":721}""", "/overlapHours overlap-invalid")]
    [InlineData("""{"secretIds":[{id}],"overlapHours":0.5}""", "/overlapHours overlap-invalid")]
    public async Task A_bad_request_rotates_nothing(string json, params string[] errors)
    {
        var id = $"\"{SecretIds[0]}\"";
        var body = json.Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{many}", string.Join(',', Enumerable.Repeat(id, 1_001)), StringComparison.Ordinal);

        (await Taxpayer.UnchangedAsync(() => Taxpayer.Client.SendAsync(
            Routes.RotateSecrets(Taxpayer.Id), EdsClient.Json(body),
            ("Idempotency-Key", EdsClient.NewIdempotencyKey())))).ExpectInvalid(errors);
    }

    [Fact]
    public async Task Without_a_word_on_the_overlap_it_lasts_72_hours() => Assert.Equal(
        Host.Clock.GetUtcNow().AddHours(72), (await RotateAsync(SecretIds, null)).Expect(200).Value.Rotations[0].PreviousExpiresAt);

    [Fact]
    public async Task A_cancelled_rotation_brings_the_old_secret_back()
    {
        var rotations = (await RotateAsync(SecretIds, 24)).Expect(200).Value.Rotations;
        (await Taxpayer.Client.CancelRotationAsync(Taxpayer.Id, SecretIds[0])).Expect(204);
        (await Host.Client.IssueTokenAsync(_clients[0].ClientId, rotations[0].Secret!)).Expect(401, "invalid_client");
        (await Host.Client.IssueTokenAsync(_clients[0].ClientId, _clients[0].Secret!)).Expect(200);
        Assert.Equal(3, (await RotateAsync([SecretIds[0]], 24)).Expect(200).Value.Rotations[0].Version);
    }

    [Fact]
    public async Task Many_cost_a_transaction_for_99_and_no_read_each()
    {
        const int Count = 200;
        var secretIds = (await Taxpayer.RegisterAsync(TestPerson.Drivers(Count), SecretChoices.GenerateEach))
            .Expect(201).Value.Clients.Select(client => client.SecretId).ToList();
        Host.Faults.Count();

        (await RotateAsync(secretIds, 24)).Expect(200);

        // The request is inserted and completed; two purge entries; the caller, the batch and the secrets are read.
        Assert.True(Host.Faults.Writes <= 3 + 4, $"{Host.Faults.Writes} writes");
        Assert.True(Host.Faults.Reads <= 4, $"{Host.Faults.Reads} reads");
    }

    private Task<Answer<SecretRotationsBody>> RotateAsync(IReadOnlyList<string> secretIds, double? overlapHours) =>
        RotateAsync(secretIds, overlapHours, EdsClient.NewIdempotencyKey());

    private Task<Answer<SecretRotationsBody>> RotateAsync(IReadOnlyList<string> secretIds, double? overlapHours, string? key) =>
        Taxpayer.Client.RotateSecretsAsync(Taxpayer.Id, new([.. secretIds], overlapHours), key);
}
