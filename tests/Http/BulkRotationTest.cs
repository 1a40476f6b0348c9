namespace Eds.Tests;

public sealed class BulkRotationTest : OwnTaxpayerTest
{
    private const string Unknown = "0000000000000001";

    /// <summary>Three with a secret each.</summary>
    private IReadOnlyList<RegisteredClientBody> _clients = null!;

    private IReadOnlyList<string> SecretIds => [.. _clients.Select(client => client.SecretId)];

    protected override async Task ArrangeAsync()
    {
        await base.ArrangeAsync();
        _clients = (await Taxpayer.RegisterAsync(TestPerson.Drivers(3), SecretChoices.GenerateEach)).Expect(201).Value.Clients;
    }

    [Fact]
    public async Task Each_gets_a_secret_of_its_own_and_the_old_ones_work_until_the_overlap_ends()
    {
        var until = Host.Clock.GetUtcNow().AddHours(24);
        var rotations = (await Taxpayer.RotateAsync(SecretIds, 24)).Expect(200).Value.Rotations;

        Assert.Equal(SecretIds, rotations.Select(rotation => rotation.SecretId));
        Assert.All(
            rotations,
            rotation => Assert.Equal(
                (2, until, false, null), (rotation.Version, rotation.PreviousExpiresAt, rotation.SecretAlreadyDelivered, rotation.Code)));
        Assert.Distinct(_clients.Select(client => client.Secret).Concat(rotations.Select(rotation => rotation.Secret)));
        for (var i = 0; i < 3; i++)
        {
            (await AskAsync(i, rotations[i].Secret)).Expect(200);
            (await AskAsync(i, _clients[i].Secret)).Expect(200);
        }

        await AdvanceAsync(TimeSpan.FromHours(24));
        (await AskAsync(0, _clients[0].Secret)).Expect(401, "invalid_client");
        (await AskAsync(0, rotations[0].Secret)).Expect(200);
        Assert.Equal(3, Assert.Single(await Taxpayer.EventsAsync("secrets-rotated")).Secrets);
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    public async Task A_replay_rotates_nothing_and_tells_no_secret(int overlapHours)
    {
        var key = EdsClient.NewIdempotencyKey();
        string[] asked = [.. SecretIds, Unknown, SecretIds[0]];
        var first = (await Taxpayer.RotateAsync(asked, overlapHours, key)).Expect(200).Value.Rotations;

        var again = (await Taxpayer.UnchangedAsync(() => Taxpayer.RotateAsync(asked, overlapHours, key))).Expect(200).Value.Rotations;

        Assert.Equal(4, first.Count); // one was named twice
        Assert.Equal(
            first.Select(rotation => (rotation.SecretId, rotation.Version, rotation.PreviousExpiresAt, rotation.Code)),
            again.Select(rotation => (rotation.SecretId, rotation.Version, rotation.PreviousExpiresAt, rotation.Code)));
        Assert.All(again, rotation => Assert.Equal((null, rotation.Code is null), (rotation.Secret, rotation.SecretAlreadyDelivered)));
        Assert.Single(await Taxpayer.EventsAsync("secrets-rotated"));

        (await Taxpayer.RotateAsync(SecretIds, overlapHours, key)).Expect(422, "idempotency-key-reused");
        (await Taxpayer.RotateAsync(asked, overlapHours + 1, key)).Expect(422, "idempotency-key-reused");
        (await Taxpayer.RotateAsync(SecretIds, overlapHours, "")).Expect(400, "idempotency-key-required");
        (await Taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate, key)).Expect(201); // keys are the route's own
    }

    [Fact]
    public async Task A_repetition_of_an_interrupted_one_does_not_rotate_again_what_was_changed_meanwhile()
    {
        var key = EdsClient.NewIdempotencyKey();
        Host.Faults.Arm(write: 2, FaultMoment.Before, FaultSpan.FromThenOn); // the request, the secrets; not that all is done
        (await Taxpayer.RotateAsync(SecretIds, 24, key)).Expect(503, "storage-unavailable");
        Host.Faults.Disarm();
        var until = Host.Clock.GetUtcNow().AddHours(24);
        Host.Clock.Advance(TimeSpan.FromHours(1));
        var single = (await Taxpayer.RotateAsync(SecretIds[0], SecretChoices.Generate, 0)).Expect(200).Value;
        (await Taxpayer.Client.CancelRotationAsync(Taxpayer.Id, SecretIds[1])).Expect(204);

        var repeated = (await Taxpayer.RotateAsync(SecretIds, 24, key)).Expect(200).Value.Rotations;

        // What was cancelled is rotated by it, as it is still to be.
        Assert.Equal(
            [(3, null, true), (3, until, false), (2, until, true)],
            repeated.Select(rotation => (rotation.Version!.Value, rotation.PreviousExpiresAt, rotation.SecretAlreadyDelivered)));
        (await AskAsync(0, single.Secret)).Expect(200);
        (await AskAsync(1, repeated[1].Secret)).Expect(200);
    }

    [Fact]
    public async Task Running_rotations_and_unknown_secrets_are_named_and_the_others_go_through()
    {
        var foreign = (await (await Host.Client.EnrolAsync()).RegisterOneAsync()).SecretId;
        (await Taxpayer.RotateAsync(SecretIds[1], SecretChoices.Generate, 24)).Expect(200);
        Assert.Equal("not-found", Assert.Single((await Taxpayer.RotateAsync([Unknown], 24)).Expect(200).Value.Rotations).Code);

        var rotations = (await Taxpayer.RotateAsync([Unknown, .. SecretIds, foreign], 24)).Expect(200).Value.Rotations;

        Assert.Equal(["not-found", null, "rotation-in-progress", null, "not-found"], rotations.Select(rotation => rotation.Code));
        Assert.All(
            rotations.Where(rotation => rotation.Code is not null),
            rotation => Assert.Equal((null, null, null), (rotation.Version, rotation.Secret, rotation.PreviousExpiresAt)));
        Assert.Equal(2, Assert.Single(await Taxpayer.EventsAsync("secrets-rotated")).Secrets);

        // Without an overlap, which replaces both secrets of a running rotation, none is in the way.
        rotations = (await Taxpayer.RotateAsync(SecretIds, 0)).Expect(200).Value.Rotations;
        Assert.Equal([3, 3, 3], rotations.Select(rotation => rotation.Version));
        Assert.All(rotations, rotation => Assert.Null(rotation.PreviousExpiresAt));
        (await AskAsync(1, rotations[1].Secret)).Expect(200);
        (await AskAsync(1, _clients[1].Secret)).Expect(401, "invalid_client");
    }

    [Fact]
    public async Task Many_cost_a_transaction_for_99_and_no_read_each_and_overlap_by_72_hours_if_not_told()
    {
        var secretIds = (await Taxpayer.RegisterAsync(TestPerson.Drivers(200), SecretChoices.GenerateEach))
            .Expect(201).Value.Clients.Select(client => client.SecretId);
        Host.Faults.Count();

        var rotations = (await Taxpayer.RotateAsync(secretIds, null)).Expect(200).Value.Rotations;

        // The request is inserted and completed; two purge entries; the caller, the batch and the secrets are read.
        Assert.True(Host.Faults.Writes <= 3 + 4, $"{Host.Faults.Writes} writes");
        Assert.True(Host.Faults.Reads <= 4, $"{Host.Faults.Reads} reads");
        Assert.Equal(Host.Clock.GetUtcNow().AddHours(72), rotations[^1].PreviousExpiresAt);
    }

    private Task<Answer<TokenBody>> AskAsync(int client, string? secret) => Host.Client.IssueTokenAsync(_clients[client].ClientId, secret!);
}
