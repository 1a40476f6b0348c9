namespace Eds.Tests;

/// <summary>The rules for a chosen secret have their own test; here their words reach the caller.</summary>
public sealed class SecretChoiceTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    /// <summary>128 characters.</summary>
    private static readonly string Longest = string.Concat(
        Enumerable.Repeat("canary birds sing at dawn 7 and rest at noon; ", 3))[..127] + "!";

    [Theory]
    [InlineData("{129}", "secret-too-long")]
    [InlineData("monkey dragon 12", "secret-common")]
    [InlineData("mana Parbaude ezers pie kalna", "secret-context-word")] // the company is SIA Pārbaude
    [InlineData("mans ezers pie 4irg3lis kalna", "secret-context-word")] // a driver is Žanis Airgelis
    [InlineData("ezers {number} pie kalna", "secret-context-word")]
    [InlineData("eds_parolē ", "secret-too-short", "secret-characters", "secret-space-at-end", "secret-reserved-prefix")]
    public async Task A_chosen_secret_is_refused_by_its_rules_and_never_repeated(string value, params string[] codes)
    {
        var secret = value
            .Replace("{number}", shared.Taxpayer.RegistrationNumber, StringComparison.Ordinal)
            .Replace("{129}", Longest + "!", StringComparison.Ordinal);

        var answer = await shared.Taxpayer.UnchangedAsync(
            () => shared.Taxpayer.RegisterAsync([TestPerson.New("Žanis Airgelis")], SecretChoices.Value(secret)));

        answer.ExpectInvalid([.. codes.Select(code => $"/secret/value {code}")]);
        Assert.DoesNotContain(secret.Trim(), answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task All_128_characters_of_a_secret_count()
    {
        var device = await TestDevice.RegisterAsync(secret: Longest);

        (await (device with { Secret = Longest[..127] + "?" }).AskAsync()).Expect(401, "invalid_client");
        (await (device with { Secret = Longest[..127] }).AskAsync()).Expect(401, "invalid_client");
        await device.TokenAsync();
    }

    [Fact]
    public Task Exactly_one_of_value_generate_and_secretId_is_needed() => shared.Taxpayer.UnchangedAsync(() => Task.WhenAll(
        new[]
        {
            "", "'generate': false", "'each': true", "'each': false", "'generate': false, 'each': true",
            "'value': 'canary birds sing at dawn 7', 'generate': true", "'value': 'canary birds sing at dawn 7', 'generate': false",
            "'value': 'canary birds sing at dawn 7', 'each': true",
            "'value': 'canary birds sing at dawn 7', 'secretId': '0123456789abcdef'",
            "'generate': true, 'secretId': '0123456789abcdef'", "'generate': false, 'secretId': '0123456789abcdef'",
            "'each': true, 'secretId': '0123456789abcdef'", "'value': null, 'generate': null, 'secretId': null",
        }.Select(async secret =>
        {
            var body = $"{{'secret': {{{secret}}}, 'drivers': [{{'personalCode': '329999-99709', 'name': 'Anna'}}]}}".Replace('\'', '"');
            var answer = await shared.Target.Call("RegisterClients").SendAsync(shared.Taxpayer.Client, EdsClient.Json(body));
            return answer.ExpectInvalid("/secret secret-choice");
        })));

    [Fact]
    public async Task A_secretId_that_the_taxpayer_has_not_is_refused()
    {
        var foreign = (await (await TestRun.Client.EnrolAsync()).RegisterOneAsync()).SecretId;
        string[] ids = ["0123456789abcdef", "", "a/b", "a\\b#?%", "' or 'a", "a\nb", "ā", new('a', 100_000), foreign];
        await shared.Taxpayer.UnchangedAsync(() => Task.WhenAll(ids.Select(async id =>
        {
            var answer = await shared.Taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Existing(id));
            return answer.ExpectInvalid("/secret/secretId secret-not-found");
        })));
    }

    [Fact]
    public async Task One_generated_secret_for_all_or_one_for_each()
    {
        var (client, drivers) = (shared.Taxpayer.Client.As(null), TestPerson.Drivers(4));

        var forAll = (await shared.Taxpayer.RegisterAsync(drivers.Take(2), SecretChoices.Generate with { Each = false })).Expect(201).Value;
        var forEach = (await shared.Taxpayer.RegisterAsync(drivers.Skip(2), SecretChoices.GenerateEach)).Expect(201).Value;

        Assert.All(forAll.Clients, one => Assert.Equal((forAll.SecretId, null), (one.SecretId, one.Secret)));
        (await client.IssueTokenAsync(forAll.Clients[1].ClientId, forAll.Secret!)).Expect(200);
        Assert.Equal((null, null), (forEach.Secret, forEach.SecretId));
        var (first, second) = (forEach.Clients[0], forEach.Clients[1]);
        Assert.NotEqual(first.SecretId, second.SecretId);
        (await client.IssueTokenAsync(first.ClientId, first.Secret!)).Expect(200);
        (await client.IssueTokenAsync(first.ClientId, second.Secret!)).Expect(401, "invalid_client");
    }

    [Fact]
    public async Task Once_delivered_no_answer_shows_any_part_of_a_secret()
    {
        var device = await TestDevice.RegisterAsync();
        var (client, id) = (device.Taxpayer.Client, device.Taxpayer.Id);

        foreach (var answer in new Answer[]
        {
            await client.ListClientsAsync(id),
            await client.GetClientAsync(id, device.ClientId),
            await client.ListSecretsAsync(id),
            await client.ListEventsAsync(id),
        })
        {
            Assert.All(
                Enumerable.Range(0, device.Secret.Length - 6),
                at => Assert.DoesNotContain(device.Secret.Substring(at, 6), answer.Expect(200).Text, StringComparison.Ordinal));
        }
    }
}
