namespace Eds.Tests;

public sealed class IdempotencyKeyTest(SharedTarget shared) : IClassFixture<SharedTarget>
{
    [Fact]
    public Task Without_a_key_or_with_what_cannot_be_one_nobody_is_registered() => shared.Taxpayer.UnchangedAsync(async () =>
    {
        var (client, call) = (shared.Taxpayer.Client, shared.Target.Call("RegisterClients"));
        foreach (var keys in new string[][]
        {
            [new('k', 256)], [$"\"{new string('k', 256)}\""], ["\"\""], ["two words"], ["a\"b"], ["\"a"], ["\"a\\\""], ["\"a\\b\""],
            ["\"a\"b\""], ["\"a\";p=1"], ["a\\b"], ["one", "other"], ["same", "same"],
        })
        {
            var headers = keys.Select(key => ("Idempotency-Key", (string?)key)).ToArray();
            (await client.SendAsync(call.Route, EdsClient.Json(call.Body!), headers))
                .ExpectInvalid("/Idempotency-Key idempotency-key-invalid");
        }

        (await client.SendAsync(call.Route, EdsClient.Json(call.Body!), ("Idempotency-Key", ""))).Expect(400, "idempotency-key-required");
        return (await client.SendAsync(call.Route, EdsClient.Json(call.Body!))).Expect(400, "idempotency-key-required");
    });

    [Fact]
    public async Task A_quoted_key_may_have_spaces_and_escaped_characters()
    {
        var drivers = TestPerson.Drivers(1);

        var first = (await RegisterAsync(drivers, "\"two \\\"words\\\" \\\\\"")).Expect(201);
        Assert.Equal(first.ClientIds(), (await RegisterAsync(drivers, "\"two \\\"words\\\" \\\\\"")).Expect(201).ClientIds());
        (await RegisterAsync(TestPerson.Drivers(1), "\"two words\"")).Expect(201);
        (await RegisterAsync(TestPerson.Drivers(1), new string('k', 255))).Expect(201);

        Task<Answer<RegisteredClientsBody>> RegisterAsync(IEnumerable<TestPerson> some, string key) =>
            shared.Taxpayer.RegisterAsync(some, SecretChoices.Generate, key);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(60, false)] // more than one transaction holds
    [InlineData(60, true)]
    public async Task A_replay_gives_the_same_clients_and_never_the_secret_again(int count, bool each)
    {
        var (taxpayer, drivers) = (await TestRun.Client.EnrolAsync(), TestPerson.Drivers(count));
        var secret = each ? SecretChoices.GenerateEach : SecretChoices.Generate with { Each = false };
        var first = (await taxpayer.RegisterAsync(drivers, secret, "one-intent")).Expect(201).Value;
        Assert.Equal((each ? 0 : 1, each ? count : 0), (first.Secret is null ? 0 : 1, first.Clients.Count(one => one.Secret is not null)));
        (await taxpayer.Client.As(null).IssueTokenAsync(first.Clients[0].ClientId, first.Secret ?? first.Clients[0].Secret!)).Expect(200);
        (await taxpayer.AnnulAsync(first.Clients[^1].ClientId)).Expect(204);

        // Quoted and bare are one key.
        var again = (await taxpayer.UnchangedAsync(() => taxpayer.RegisterAsync(drivers, secret, "\"one-intent\""))).Expect(201);

        Assert.Equal((false, true), (first.SecretAlreadyDelivered, again.Value.SecretAlreadyDelivered));
        Assert.Equal(first.SecretId, again.Value.SecretId);
        Assert.Equal(first.Clients.Select(client => client with { Secret = null }), again.Value.Clients);
        Assert.DoesNotContain("eds_", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_used_for_something_else_is_refused()
    {
        var (taxpayer, drivers, key) = (await TestRun.Client.EnrolAsync(), TestPerson.Drivers(3), EdsClient.NewIdempotencyKey());
        var first = (await taxpayer.RegisterAsync(drivers, key: key)).Expect(201);

        await taxpayer.UnchangedAsync(async () =>
        {
            foreach (var other in new[]
            {
                await taxpayer.RegisterAsync(drivers, SecretChoices.Value("canary birds sing at dusk 8"), key),
                await taxpayer.RegisterAsync(drivers, SecretChoices.Generate, key),
                await taxpayer.RegisterAsync(drivers.Reverse(), key: key),
                await taxpayer.RegisterAsync(drivers.Take(2), key: key),
                await taxpayer.RegisterAsync([.. drivers.Take(2), drivers[2] with { Name = "Cits Vārds" }], key: key),
            })
            {
                other.Expect(422, "idempotency-key-reused");
            }

            return first;
        });
        Assert.Equal(first.ClientIds(), (await taxpayer.RegisterAsync(drivers, key: key)).Expect(201).ClientIds());

        // Another taxpayer's key is another key.
        (await (await TestRun.Client.EnrolAsync()).RegisterAsync(drivers, SecretChoices.Generate, key)).Expect(201);
    }
}
