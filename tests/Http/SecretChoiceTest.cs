namespace Eds.Tests;

public sealed class SecretChoiceTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    /// <summary>128 characters.</summary>
    private static readonly string Longest = string.Concat(
        Enumerable.Repeat("canary birds sing at dawn 7 and rest at noon; ", 3))[..127] + "!";

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
}
