namespace Eds.Tests;

public sealed class SecretNameTest : IAsyncLifetime
{
    private TestTaxpayer _taxpayer = null!;
    private string _secretId = null!;

    public async ValueTask InitializeAsync()
    {
        _taxpayer = await TestRun.Client.EnrolAsync();
        _secretId = (await _taxpayer.RegisterOneAsync()).SecretId;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_secret_is_named_renamed_and_loses_its_name()
    {
        Assert.Null((await SecretAsync(_secretId)).Name);
        foreach (var name in new[] { "Nakts maiņa", "NAKTS MAINA", "Dienas maiņa", null })
        {
            var renamed = (await RenameAsync(name, (await SecretAsync(_secretId)).ETag)).Expect(200).Value;
            Assert.Equal((name, name), (renamed.Name, (await SecretAsync(_secretId)).Name));
        }
    }

    [Fact]
    public async Task A_name_belongs_to_one_secret_until_it_is_given_up()
    {
        await NameAsync(_secretId, "Nakts maiņa");
        var other = (await _taxpayer.RegisterOneAsync()).SecretId;

        await _taxpayer.UnchangedAsync(async () =>
        {
            foreach (var same in new[] { "Nakts maiņa", "nakts MAINA" })
            {
                (await RenameAsync(same, "\"1\"", other)).Expect(409, "secret-name-taken");
            }

            return (await _taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate with { Name = " Nakts maiņa " }))
                .Expect(409, "secret-name-taken");
        });

        await NameAsync(_secretId, "Dienas maiņa");
        await NameAsync(other, "NAKTS MAIŅA");
        await NameAsync(_secretId, null);
        (await RenameAsync("dienas maina", (await SecretAsync(other)).ETag, other)).Expect(200);

        // Another taxpayer's names are its own.
        var stranger = await TestRun.Client.EnrolAsync();
        (await stranger.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate with { Name = "Dienas maiņa" })).Expect(201);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    public async Task A_registration_names_its_secret(int drivers)
    {
        var (people, key, named) =
            (TestPerson.Drivers(drivers), EdsClient.NewIdempotencyKey(), SecretChoices.Generate with { Name = "Jūrmala" });
        var registered = (await _taxpayer.RegisterAsync(people, named, key)).Expect(201).Value;

        Assert.Equal("Jūrmala", (await SecretAsync(registered.SecretId!)).Name);
        Assert.Equal(
            "Jūrmala", (await _taxpayer.EventsAsync("clients-registered")).Single(auditEvent => auditEvent.Clients == drivers).Name);
        Assert.True((await _taxpayer.RegisterAsync(people, named, key)).Expect(201).Value.SecretAlreadyDelivered);
        (await _taxpayer.RegisterAsync(people, SecretChoices.Generate with { Name = "Rīga" }, key)).Expect(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Of_many_who_give_one_name_at_once_one_succeeds()
    {
        var secretIds = (await _taxpayer.RegisterAsync(TestPerson.Drivers(4), SecretChoices.GenerateEach))
            .Expect(201).Value.Clients.Select(client => client.SecretId);

        var answers = await Task.WhenAll(secretIds.Select((secretId, i) => RenameAsync(i % 2 == 0 ? "Rīga" : "RIGA", "\"1\"", secretId)));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.Expect(409, "secret-name-taken"));
        Assert.Single(await _taxpayer.SecretsAsync(), secret => secret.Name is not null);
    }

    private Task<Answer<SecretSummary>> RenameAsync(string? name, string? ifMatch, string? secretId = null) =>
        _taxpayer.RenameSecretAsync(secretId ?? _secretId, name, ifMatch);

    private async Task NameAsync(string secretId, string? name) =>
        (await RenameAsync(name, (await SecretAsync(secretId)).ETag, secretId)).Expect(200);

    private async Task<SecretSummary> SecretAsync(string secretId) =>
        (await _taxpayer.SecretsAsync()).Single(secret => secret.SecretId == secretId);
}
