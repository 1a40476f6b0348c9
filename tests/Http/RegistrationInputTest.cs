namespace Eds.Tests;

/// <summary>Which drivers a registration may name. All or nothing, and every bad row is named at once.</summary>
public sealed class RegistrationInputTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    private const string GoodCode = "329999-99709";

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public Task Fewer_than_1_or_more_than_1000_drivers_are_refused(int count) =>
        RefusedAsync(TestPerson.Drivers(count), "/drivers drivers-count");

    [Theory]
    [InlineData("03030310012")]
    [InlineData(" 328673-00679 ")]
    [InlineData("912345-67890")] // a taxpayer code
    public async Task Every_form_of_personal_code_is_accepted_and_shown_with_its_hyphen(string code)
    {
        var client = (await shared.Taxpayer.RegisterAsync([new TestPerson(code, "Anna")], SecretChoices.Generate))
            .Expect(201).Value.Clients[0];

        var digits = code.Trim().WithoutHyphens();
        Assert.Equal($"{digits[..6]}-{digits[6..]}", client.Driver.PersonalCode);
    }

    [Fact]
    public async Task A_name_is_trimmed_and_normalised_and_has_up_to_100_characters()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var (composed, longest) = ("Jānis Bērziņš", new string('ā', 100));
        TestPerson[] drivers = [TestPerson.New($"  {composed.Normalize(NormalizationForm.FormD)}\t"), TestPerson.New(longest)];

        var registered = (await taxpayer.RegisterAsync(drivers, SecretChoices.Generate)).Expect(201).Value;

        Assert.Equal([composed, longest], registered.Clients.Select(client => client.Driver.Name));
        Assert.Equal(
            [composed, longest], (await taxpayer.ClientsAsync()).Select(client => client.Driver.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_bad_row_is_named_at_once_and_the_bad_secret_too()
    {
        const string body = $$"""
            {"secret": {"value": "too short"}, "drivers": [
                {"personalCode": "{{GoodCode}}", "name": "Anna"},
                null,
                {"personalCode": "161175-19998", "name": "Anna\u200B"},
                {"personalCode": "32999999709", "name": "Anna"},
                {"name": "Eva"},
                {"personalCode": "328673-00679"},
                {"personalCode": " {{GoodCode}} ", "name": "Anna"}]}
            """;
        var call = shared.Target.Call("RegisterClients");

        (await shared.Taxpayer.UnchangedAsync(() => call.SendAsync(shared.Taxpayer.Client, EdsClient.Json(body)))).ExpectInvalid(
            "/drivers/1 required",
            "/drivers/2/personalCode personal-code-invalid",
            "/drivers/2/name name-invalid",
            "/drivers/3/personalCode driver-repeated",
            "/drivers/4/personalCode required",
            "/drivers/5/name required",
            "/drivers/6/personalCode driver-repeated",
            "/secret/value secret-too-short");
    }

    [Fact]
    public async Task A_driver_may_work_for_several_taxpayers()
    {
        var driver = TestPerson.New();
        var other = await TestRun.Client.EnrolAsync();

        var clientId = (await shared.Taxpayer.RegisteredAsync([driver], SecretChoices.Generate))[0];

        Assert.NotEqual(clientId, (await other.RegisteredAsync([driver], SecretChoices.Generate))[0]);
    }

    private async Task RefusedAsync(IReadOnlyList<TestPerson> drivers, params string[] errors) =>
        (await shared.Taxpayer.UnchangedAsync(() => shared.Taxpayer.RegisterAsync(drivers, SecretChoices.Generate))).ExpectInvalid(errors);
}
