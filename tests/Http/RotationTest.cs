namespace Eds.Tests;

public sealed class RotationTest : OwnTaxpayerTest
{
    private const string NewSecret = "canary birds sleep in the dark 8";

    private IReadOnlyList<string> _clients = null!;
    private string _secretId = null!;

    /// <summary>Three drivers who share the chosen secret.</summary>
    protected override async Task ArrangeAsync()
    {
        await base.ArrangeAsync();
        var registered = (await Taxpayer.RegisterAsync(TestPerson.Drivers(3))).Expect(201);
        (_clients, _secretId) = (registered.ClientIds(), registered.Value.SecretId!);
    }

    [Fact]
    public async Task During_the_overlap_both_secrets_work_then_only_the_new_one()
    {
        var oldToken = await TokenAsync(Leaks.ChosenSecret);
        await Host.FlushAsync(); // else the next use may be written under an ETag that this one's changes
        var rotated = (await RotateAsync(SecretChoices.Value(NewSecret), 24)).Expect(200).Value;
        Assert.Equal((2, null, Host.Clock.GetUtcNow().AddHours(24)), (rotated.Version, rotated.Secret, rotated.PreviousExpiresAt));

        await TokenAsync(NewSecret);
        await TokenAsync(Leaks.ChosenSecret, client: 1);
        await Host.FlushAsync();
        Assert.Equal(1, (await RotationAsync())!.ClientsMoved);
        (await WhoAmIAsync(oldToken)).Expect(200);

        await AdvanceAsync(TimeSpan.FromHours(24));
        Assert.Null(await RotationAsync());
        await IsRefusedAsync(Leaks.ChosenSecret, client: 1);
        await TokenAsync(NewSecret, client: 1);
    }

    [Fact]
    public async Task Without_an_overlap_all_earlier_secrets_and_their_tokens_are_dead()
    {
        var oldToken = await TokenAsync(Leaks.ChosenSecret);
        (await RotateAsync(SecretChoices.Value(NewSecret), 24)).Expect(200);
        (await RotateAsync(SecretChoices.Generate, 1)).Expect(409, "rotation-in-progress");
        (await RotateAsync(SecretChoices.Value(Leaks.ChosenSecret), 0)).ExpectInvalid("/secret/value secret-unchanged");

        var third = (await RotateAsync(SecretChoices.Generate, 0)).Expect(200).Value;

        Assert.Equal((3, null), (third.Version, third.PreviousExpiresAt));
        (await WhoAmIAsync(oldToken)).Expect(401, "invalid_token");
        await IsRefusedAsync(Leaks.ChosenSecret);
        await IsRefusedAsync(NewSecret);
        await TokenAsync(third.Secret!);
        (await CancelAsync()).Expect(404, "not-found");
    }

    [Fact]
    public async Task Another_instance_follows_within_15_seconds()
    {
        await using var other = await Host.StartSecondAsync();
        var device = new TestDevice(Taxpayer with { Client = other.Client }, TestPerson.New(), _clients[0], Leaks.ChosenSecret);
        var oldToken = await device.TokenAsync();
        (await RotateAsync(SecretChoices.Value(NewSecret), 0)).Expect(200);

        other.Clock.Advance(TimeSpan.FromSeconds(2));
        await (device with { Secret = NewSecret }).TokenAsync(); // at once, as a mismatch is read anew
        (await device.AskAsync()).Expect(401, "invalid_client");
        other.Clock.Advance(TimeSpan.FromSeconds(15));
        (await device.WhoAmIAsync(oldToken)).Expect(401, "invalid_token");
    }

    [Fact]
    public async Task After_a_cancel_the_old_secret_is_back_and_the_new_one_gone()
    {
        (await RotateAsync(SecretChoices.Value(NewSecret), 24)).Expect(200);
        var newToken = await TokenAsync(NewSecret);
        (await CancelAsync()).Expect(204);
        (await CancelAsync()).Expect(404, "not-found");
        (await WhoAmIAsync(newToken)).Expect(401, "invalid_token");
        await IsRefusedAsync(NewSecret);
        await TokenAsync(Leaks.ChosenSecret);

        // The next one has a version of its own, so the dropped one's tokens stay dead.
        Assert.Equal(3, (await RotateAsync(SecretChoices.Generate, 24)).Expect(200).Value.Version);
        (await WhoAmIAsync(newToken)).Expect(401, "invalid_token");
    }

    [Fact]
    public async Task A_completed_rotation_ends_the_old_secret_and_its_tokens_now()
    {
        var oldToken = await TokenAsync(Leaks.ChosenSecret);
        (await CompleteAsync()).Expect(404, "not-found");
        (await RotateAsync(SecretChoices.Value(NewSecret), 24)).Expect(200);
        await Host.FlushAsync();

        (await CompleteAsync()).Expect(204);
        (await CompleteAsync()).Expect(404, "not-found");
        (await CancelAsync()).Expect(404, "not-found");

        (await WhoAmIAsync(oldToken)).Expect(401, "invalid_token");
        await IsRefusedAsync(Leaks.ChosenSecret);
        await TokenAsync(NewSecret);
        Assert.Null(await RotationAsync());
    }

    [Fact]
    public async Task Of_two_starts_or_cancels_at_once_one_wins()
    {
        var won = "";
        Host.Faults.Meanwhile(write: 0, async () => won = (await RotateAsync(SecretChoices.Generate, 24)).Expect(200).Value.Secret!);
        (await RotateAsync(SecretChoices.Generate, 24)).Expect(409, "rotation-in-progress");
        await TokenAsync(won);
        await TokenAsync(Leaks.ChosenSecret);

        await Host.FlushAsync();
        Host.Faults.Meanwhile(write: 0, async () => (await CancelAsync()).Expect(204));
        (await CancelAsync()).Expect(404, "not-found");
        await Host.AssertInvariantsAsync(Taxpayer.Id);
    }

    [Fact]
    public async Task The_secret_to_be_replaced_is_refused_but_for_a_repetition_within_a_day()
    {
        await IsUnchangedAsync(Leaks.ChosenSecret);
        var first = (await RotateAsync(SecretChoices.Value(NewSecret), 0)).Expect(200);
        await AdvanceAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        var again = await Taxpayer.UnchangedAsync(() => RotateAsync(SecretChoices.Value(NewSecret), 0));
        Assert.Equal(first.Text, again.Expect(200).Text);
        await TokenAsync(NewSecret);

        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await IsUnchangedAsync(NewSecret);
        (await RotateAsync(SecretChoices.Value(Leaks.ChosenSecret), 24)).Expect(200); // an earlier one
        await TokenAsync(Leaks.ChosenSecret);

        async Task IsUnchangedAsync(string secret)
        {
            (await RotateAsync(SecretChoices.Value(secret), 0)).ExpectInvalid("/secret/value secret-unchanged");
            (await RotateAsync(SecretChoices.Value(secret), 24)).ExpectInvalid("/secret/value secret-unchanged");
            Assert.Null(await RotationAsync());
        }
    }

    [Fact]
    public async Task A_hash_renewed_amid_a_rotation_never_brings_the_old_secret_back()
    {
        var secrets = Host.Services.GetRequiredService<SecretStore>();
        var stale = (await secrets.FindCachedAsync(Taxpayer.Id, _secretId, SecretStore.MaxAge, Cancellation))!;
        var renewed = await Host.Services.GetRequiredService<SecretHasher>()
            .HashAsync(ClientSecret.TryRead(Leaks.ChosenSecret)!, beside: null, Cancellation);
        (await RotateAsync(SecretChoices.Value(NewSecret), 0)).Expect(200);

        await secrets.RehashAsync(stale, renewed, Cancellation);

        await TokenAsync(NewSecret);
        await IsRefusedAsync(Leaks.ChosenSecret);
    }

    private Task<Answer<RotatedSecretBody>> RotateAsync(SecretChoiceBody secret, int overlapHours) =>
        Taxpayer.RotateAsync(_secretId, secret, overlapHours);

    private Task<Answer> CancelAsync() => Taxpayer.Client.CancelRotationAsync(Taxpayer.Id, _secretId);

    private Task<Answer> CompleteAsync() => Taxpayer.Client.CompleteRotationAsync(Taxpayer.Id, _secretId);

    private Task<Answer<TokenBody>> AskAsync(string secret, int client = 0) =>
        Host.Client.IssueTokenAsync(_clients[client], secret);

    private async Task<string> TokenAsync(string secret, int client = 0) => (await AskAsync(secret, client)).Expect(200).Value.AccessToken;

    private async Task IsRefusedAsync(string secret, int client = 0) => (await AskAsync(secret, client)).Expect(401, "invalid_client");

    private Task<Answer<WhoAmIBody>> WhoAmIAsync(string token) => Host.Client.As(token).WhoAmIAsync();

    private async Task<RotationProgress?> RotationAsync() => (await Taxpayer.SecretsAsync())[0].Rotation;
}
