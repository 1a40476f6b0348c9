namespace Eds.Tests;

/// <summary>Which drivers a registration may name. All or nothing, and every bad row is named at once.</summary>
public sealed class RegistrationInputTest
{
    private const string GoodCode = "329999-99709";

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task Fewer_than_1_or_more_than_1000_drivers_are_refused(int count)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        (await taxpayer.RegisterAsync(TestPerson.Drivers(count))).ExpectInvalid("/drivers drivers-count");

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task A_thousand_drivers_are_registered_in_their_order()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var drivers = TestPerson.Drivers(1_000);

        var registered = (await taxpayer.RegisterAsync(drivers)).Expect(201).Body["clients"]!.AsArray();

        Assert.Equal(drivers.Select(driver => driver.Code), registered.Select(client => client!["driver"]!["personalCode"]!.GetValue<string>()));
        Assert.Equal(1_000, (await taxpayer.ClientsAsync("active")).Count);
    }

    // Facts 4: date, check digit, neither form, letters, 10 and 12 digits.
    [Theory]
    [InlineData("161375-19997")]
    [InlineData("161175-19998")]
    [InlineData("319999-99901")]
    [InlineData("abcdef-ghijk")]
    [InlineData("329999-9990a")]
    [InlineData("329999-9990")]
    [InlineData("329999-999012")]
    [InlineData("3299999990")]
    [InlineData("329999999012")]
    [InlineData("32999-999901")]
    [InlineData("329999--9901")]
    [InlineData("329999 99901")]
    [InlineData("PNOLV-329999-99901")]
    [InlineData("３２９９９９-99901")]
    [InlineData("")]
    public async Task What_is_no_personal_code_is_refused(string code) =>
        await RefusesAsync([new { personalCode = code, name = "Anna" }], "/drivers/0/personalCode personal-code-invalid");

    [Theory]
    [InlineData("161175-19997")]
    [InlineData("03030310012")]
    [InlineData(" 030303-10004 ")]
    [InlineData("040404-19999")]
    [InlineData("311299-19993")]
    [InlineData("020100-29990")]
    [InlineData("329999-99901")]
    [InlineData("329999-99709")]
    [InlineData("328673-00679")]
    [InlineData("912345-67890")] // a taxpayer code
    public async Task Every_form_of_personal_code_is_accepted_and_shown_with_its_hyphen(string code)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        var client = (await taxpayer.RegisterAsync([new TestPerson(code, "Anna")])).Expect(201).Body["clients"]![0]!;

        var digits = code.Trim().Replace("-", "", StringComparison.Ordinal);
        Assert.Equal($"{digits[..6]}-{digits[6..]}", client["driver"]!["personalCode"]!.GetValue<string>());
    }

    [Fact]
    public Task Every_bad_row_is_named_at_once_and_the_bad_secret_too() => RefusesAsync(
        [
            new { personalCode = GoodCode, name = "Anna" },
            null,
            new { personalCode = "161175-19998", name = "" },
            new { personalCode = GoodCode.Replace("-", "", StringComparison.Ordinal), name = "Anna" },
            new { name = "Eva" },
            new { personalCode = "328673-00679" },
            new { personalCode = $" {GoodCode} ", name = "Anna" },
        ],
        new { value = "too short" },
        "/drivers/1 required",
        "/drivers/2/personalCode personal-code-invalid",
        "/drivers/2/name name-invalid",
        "/drivers/3/personalCode driver-repeated",
        "/drivers/4/personalCode required",
        "/drivers/5/name required",
        "/drivers/6/personalCode driver-repeated",
        "/secret/value secret-too-short");

    [Fact]
    public async Task Drivers_with_an_active_client_are_named_by_their_rows_and_nobody_is_registered()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var drivers = TestPerson.Drivers(3);
        await taxpayer.RegisteredAsync([drivers[0], drivers[2]]);
        var before = await Snapshot.OfAsync(taxpayer);

        var refused = await taxpayer.RegisterAsync([drivers[1], drivers[2], drivers[0] with { Code = drivers[0].Code.Replace("-", "", StringComparison.Ordinal) }]);

        refused.ExpectProblem(409, "driver-already-registered");
        Assert.Equal(["/drivers/1/personalCode driver-already-registered", "/drivers/2/personalCode driver-already-registered"], refused.Errors);
        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task A_driver_may_work_for_several_taxpayers()
    {
        var driver = TestPerson.New();

        var clientIds = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ => (await (await Api.OfRun.EnrolAsync()).RegisteredAsync([driver]))[0]));

        Assert.NotEqual(clientIds[0], clientIds[1]);
    }

    private static Task RefusesAsync(object?[] drivers, params string[] errors) => RefusesAsync(drivers, new { generate = true }, errors);

    private static async Task RefusesAsync(object?[] drivers, object secret, params string[] errors)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        var answer = await taxpayer.Api.SendAsync(
            HttpMethod.Post, taxpayer.Path("taxi/clients"), taxpayer.Token, new { secret, drivers }, ("Idempotency-Key", TestTaxpayer.NewKey()));

        answer.ExpectInvalid(errors);
        await before.ExpectUnchangedAsync();
    }
}
