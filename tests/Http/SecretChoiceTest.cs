using System.Text.Json.Nodes;

namespace Eds.Tests;

/// <summary>Which secret a registration may ask for. The rules for a chosen one have their own test; here each reaches the caller.</summary>
public sealed class SecretChoiceTest
{
    [Theory]
    [InlineData("fourteen chars", "secret-too-short")]
    [InlineData("", "secret-too-short")]
    [InlineData("correct horse batterija š", "secret-characters")]
    [InlineData("correct horse battery\nstaple", "secret-characters")]
    [InlineData("correct horse battery staple ", "secret-space-at-end")]
    [InlineData("eds_correct horse battery staple", "secret-reserved-prefix")]
    [InlineData("monkey dragon 12", "secret-common")]
    [InlineData("xK!9xK!9xK!9xK!9", "secret-repetitive")]
    [InlineData("abcdefghijklmno", "secret-sequential")]
    [InlineData("mana Parbaude ezers pie kalna", "secret-context-word")] // the company is SIA Pārbaude
    [InlineData("mans ezers pie 4irg3lis kalna", "secret-context-word")] // a driver is Žanis Airgelis
    [InlineData("ezers {number} pie kalna", "secret-context-word")]
    [InlineData("klusas taksometra durvis", "secret-context-word")]
    public async Task A_chosen_secret_is_refused_by_its_rule(string value, string code)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var secret = value.Replace("{number}", taxpayer.RegistrationNumber, StringComparison.Ordinal);

        await RefusesAsync(taxpayer, new { value = secret }, $"/secret/value {code}");
    }

    [Fact]
    public async Task A_secret_has_at_most_128_characters()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var longest = string.Concat(Enumerable.Repeat("canary birds sing at dawn 7 and rest at noon; ", 3))[..127] + "!";

        await RefusesAsync(taxpayer, new { value = longest + "!" }, "/secret/value secret-too-long");
        var clientIds = await taxpayer.RegisteredAsync(TestPerson.Drivers(1), new { value = longest });
        (await taxpayer.Api.RequestTokenAsync(clientIds[0], longest)).Expect(200);
    }

    [Fact]
    public async Task All_faults_of_a_secret_are_told_at_once_and_none_repeats_it()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        var answer = await RefusesAsync(
            taxpayer,
            new { value = "eds_parolē " },
            "/secret/value secret-too-short",
            "/secret/value secret-characters",
            "/secret/value secret-space-at-end",
            "/secret/value secret-reserved-prefix");

        Assert.DoesNotContain("parol", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    public static TheoryData<string> Combinations =>
    [
        "{}",
        """{"generate": false}""",
        """{"each": true}""",
        """{"each": false}""",
        """{"generate": false, "each": true}""",
        """{"value": "correct horse battery staple 7", "generate": true}""",
        """{"value": "correct horse battery staple 7", "generate": false}""",
        """{"value": "correct horse battery staple 7", "each": true}""",
        """{"value": "correct horse battery staple 7", "secretId": "0123456789abcdef"}""",
        """{"generate": true, "secretId": "0123456789abcdef"}""",
        """{"generate": false, "secretId": "0123456789abcdef"}""",
        """{"each": true, "secretId": "0123456789abcdef"}""",
        """{"value": null, "generate": null, "secretId": null}""",
    ];

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Exactly_one_of_value_generate_and_secretId_is_needed(string secret) => await RefusesAsync(
        await Api.OfRun.EnrolAsync(), JsonNode.Parse(secret)!, "/secret secret-choice");

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b#?%")]
    [InlineData("' or 'a")]
    [InlineData("a\nb")]
    [InlineData("ā")]
    [InlineData("{long}")]
    public async Task A_secretId_that_is_none_is_refused(string secretId) => await RefusesAsync(
        await Api.OfRun.EnrolAsync(),
        new { secretId = secretId.Replace("{long}", new string('a', 100_000), StringComparison.Ordinal) },
        "/secret/secretId secret-not-found");

    [Fact]
    public async Task Another_taxpayers_secret_is_none()
    {
        var other = await Api.OfRun.EnrolAsync();
        var registered = (await other.RegisterAsync(TestPerson.Drivers(1))).Expect(201);
        var before = await Snapshot.OfAsync(other);

        await RefusesAsync(
            await Api.OfRun.EnrolAsync(), new { secretId = registered.Body["secretId"]!.GetValue<string>() }, "/secret/secretId secret-not-found");

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task One_generated_secret_for_all_or_one_for_each()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        var forAll = (await taxpayer.RegisterAsync(TestPerson.Drivers(2), new { generate = true, each = false })).Expect(201).ExpectNotStored().Body;
        var forEach = (await taxpayer.RegisterAsync(TestPerson.Drivers(2), new { generate = true, each = true })).Expect(201).ExpectNotStored().Body;

        var own = forEach["clients"]!.AsArray().Select(client => client!["secret"]!.GetValue<string>()).ToList();
        Assert.Matches("^eds_[0-9A-Za-z]{38}$", forAll["secret"]!.GetValue<string>());
        Assert.All(forAll["clients"]!.AsArray(), client => Assert.Null(client!["secret"]));
        Assert.Null(forEach["secret"]);
        Assert.Null(forEach["secretId"]);
        Assert.Equal(2, own.Distinct().Count());
        var clientId = forEach["clients"]![0]!["clientId"]!.GetValue<string>();
        (await taxpayer.Api.RequestTokenAsync(clientId, own[0])).Expect(200);
        (await taxpayer.Api.RequestTokenAsync(clientId, own[1])).Expect(401, "invalid_client");
    }

    private static async Task<Answer> RefusesAsync(TestTaxpayer taxpayer, object secret, params string[] errors)
    {
        var before = await Snapshot.OfAsync(taxpayer);

        var answer = await taxpayer.RegisterAsync([TestPerson.New("Žanis Airgelis")], secret);

        answer.ExpectInvalid(errors);
        await before.ExpectUnchangedAsync();
        return answer;
    }
}
