namespace Eds.Tests;

/// <summary>Rows K1–K5: the header in its forms, replays, and reuse for something else.</summary>
public sealed class IdempotencyKeyTest
{
    private const string Header = "Idempotency-Key";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_a_key_nobody_is_registered(string? key)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        (await RegisterAsync(taxpayer, TestPerson.Drivers(1), key is null ? [] : [key])).ExpectProblem(400, "idempotency-key-required");

        await before.ExpectUnchangedAsync();
    }

    [Theory]
    [InlineData("{256}")]
    [InlineData("\"{256}\"")]
    [InlineData("\"\"")]
    [InlineData("two words")]
    [InlineData("a\"b")]
    [InlineData("\"a")]
    [InlineData("\"a\\\"")]
    [InlineData("\"a\\b\"")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"a\";p=1")]
    [InlineData("a\\b")]
    [InlineData("one", "other")]
    [InlineData("same", "same")]
    public async Task A_key_that_cannot_be_one_is_refused(params string[] keys)
    {
        keys = [.. keys.Select(key => key.Replace("{256}", new string('k', 256), StringComparison.Ordinal))];
        var taxpayer = await Api.OfRun.EnrolAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        (await RegisterAsync(taxpayer, TestPerson.Drivers(1), keys)).ExpectInvalid("/Idempotency-Key idempotency-key-invalid");

        await before.ExpectUnchangedAsync();
    }

    [Fact(DisplayName = "K1 a quoted key may have spaces, and quotation marks and backslashes behind a backslash")]
    public async Task Quoted()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var (drivers, others) = (TestPerson.Drivers(1), TestPerson.Drivers(1));

        (await RegisterAsync(taxpayer, drivers, "\"two \\\"words\\\" \\\\\"")).Expect(201);
        (await RegisterAsync(taxpayer, drivers, "\"two \\\"words\\\" \\\\\"")).Expect(201);
        (await RegisterAsync(taxpayer, others, "\"two words\"")).Expect(201);
    }

    [Fact]
    public async Task A_key_may_have_255_characters()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        (await RegisterAsync(taxpayer, TestPerson.Drivers(1), new string('k', 255))).Expect(201);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)] // more than one transaction holds
    public async Task Quoted_and_bare_are_one_key_and_a_replay_gives_the_same_clients_without_the_secret(int count)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var drivers = TestPerson.Drivers(count);

        var first = (await RegisterAsync(taxpayer, drivers, "one-intent")).Expect(201);
        var before = await Snapshot.OfAsync(taxpayer);
        var again = (await RegisterAsync(taxpayer, drivers, "\"one-intent\"")).Expect(201);

        Assert.False(first.Body["secretAlreadyDelivered"]!.GetValue<bool>());
        Assert.StartsWith("eds_", first.Body["secret"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(again.Body["secretAlreadyDelivered"]!.GetValue<bool>());
        Assert.True(again.Body.AsObject().ContainsKey("secret"));
        Assert.Null(again.Body["secret"]);
        Assert.Equal(first.Body["clients"]!.ToJsonString(), again.Body["clients"]!.ToJsonString());
        Assert.Equal(first.Body["secretId"]!.ToJsonString(), again.Body["secretId"]!.ToJsonString());
        again.ExpectNotStored();
        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task A_key_used_for_something_else_is_refused()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var drivers = TestPerson.Drivers(2);
        var key = TestTaxpayer.NewKey();
        (await taxpayer.RegisterAsync(drivers, key: key)).Expect(201);
        var before = await Snapshot.OfAsync(taxpayer);

        foreach (var other in new[]
        {
            await taxpayer.RegisterAsync(drivers, new { value = "canary birds sing at dusk 8" }, key),
            await taxpayer.RegisterAsync(drivers, new { generate = true }, key),
            await taxpayer.RegisterAsync([drivers[1], drivers[0]], key: key),
            await taxpayer.RegisterAsync([drivers[0]], key: key),
            await taxpayer.RegisterAsync([drivers[0], drivers[1] with { Name = "Cits Vārds" }], key: key),
        })
        {
            other.ExpectProblem(422, "idempotency-key-reused");
        }

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task Two_taxpayers_may_use_the_same_key()
    {
        foreach (var taxpayer in new[] { await Api.OfRun.EnrolAsync(), await Api.OfRun.EnrolAsync() })
        {
            (await RegisterAsync(taxpayer, TestPerson.Drivers(1), "the-same-for-both")).Expect(201);
        }
    }

    private static Task<Answer> RegisterAsync(TestTaxpayer taxpayer, IEnumerable<TestPerson> drivers, params string[] keys) => taxpayer.Api.SendAsync(
        HttpMethod.Post,
        taxpayer.Path("taxi/clients"),
        taxpayer.Token,
        new { secret = new { generate = true }, drivers = drivers.Select(driver => new { personalCode = driver.Code, name = driver.Name }) },
        [.. keys.Select(key => (Header, key))]);
}
