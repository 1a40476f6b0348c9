using System.Globalization;
using System.Text;
using Eds.Core;

namespace Eds.Tests;

/// <summary>
/// Mutated requests over HTTP, from a fixed seed: no answer is a 5xx, none hangs, each is as the contract says, and afterwards the
/// taxpayer is whole. <c>EDS_FUZZ</c> says how many (2,000; a long run has 200,000). Secrets are mostly of the generated form, so that it
/// tries us and not Argon2id.
/// </summary>
[Trait("Host", "Own")]
public sealed class FuzzTest
{
    private static readonly string[] Pieces =
        ["", "0", "-1", "1e999", "null", "true", "[]", "{}", "\"", "\\", "/", "%00", "%2e%2e", "'", " or 1 eq 1", "\u0000", "\uD800", "ā", "\u202E", "tx-", "eds_", "9223372036854775808", "client|", "*", "W/\"x\"", "=", "&", "+", ",", new('x', 300)];

    [Fact]
    public async Task Nothing_that_is_sent_makes_it_fail()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("EDS_FUZZ") ?? "2000", CultureInfo.InvariantCulture);
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Api.EnrolAsync();
        var registered = (await taxpayer.RegisterAsync(TestPerson.Drivers(2), new { generate = true })).Expect(201);
        var (clientId, secret) = (TestTaxpayer.ClientIds(registered)[0], registered.Body["secret"]!.GetValue<string>());
        var seeds = Seeds(taxpayer, clientId, secret, registered.Body["secretId"]!.GetValue<string>());
        var dice = new Dice(20261123);
        var statuses = new SortedDictionary<int, int>();
        for (var i = 0; i < count; i++)
        {
            using var request = Mutated(host, seeds[dice.Next(seeds.Count)], dice, taxpayer.Token);
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            bound.CancelAfter(TimeSpan.FromSeconds(30));
            var answer = await Api.SendAsync(request).WaitAsync(bound.Token);
            Assert.True(
                answer.Status < 500,
                $"Input {i}: {request} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync(bound.Token))} answered {answer.Status}");
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"FUZZ {count} inputs: {string.Join(", ", statuses.Select(status => $"{status.Key} × {status.Value}"))}");
        await Integrity.AssertWholeAsync(host, taxpayer.Id);
        Assert.True(statuses.Keys.Count >= 6, "The inputs are all refused at the door.");
    }

    private static List<Seed> Seeds(TestTaxpayer taxpayer, string clientId, string secret, string secretId)
    {
        var driver = TestPerson.New();
        var unknown = ClientId.Draw(taxpayer.Id).ToString();
        string Form(string id) => $"grant_type=client_credentials&client_id={id}&client_secret={secret}&token=eyJhbGciOiJFUzI1NiJ9.e30.x";
        return
        [
            new("POST", "api/taxi/auth", Form(unknown), true), new("POST", "api/taxi/auth", Form(clientId), true),
            new("POST", "api/taxi/revoke", Form(unknown), true), new("POST", "api/taxi/introspect", Form(clientId), true),
            new("GET", "api/taxi/whoami", null, false), new("DELETE", "api/taxi/auth", null, false), new("GET", "api/me", null, false),
            new("GET", taxpayer.Path("users"), null, false), new("GET", taxpayer.Path("events?continuation=Y2xpZW50fA"), null, false),
            new("POST", taxpayer.Path("users"), $$"""{"personalCode":"{{driver.Code}}","name":"X"}""", false),
            new("PUT", taxpayer.Path("users/0123456789abcdefghjkmnpqrs/rights"), """{"rightsManager":true,"taxiApiConfiguration":true}""", false),
            new("DELETE", taxpayer.Path("users/0123456789abcdefghjkmnpqrs"), null, false),
            new("GET", taxpayer.Path("taxi/clients?search=x&state=all&limit=5&continuation="), null, false),
            new("POST", taxpayer.Path("taxi/clients/search"), """{"search":"x","state":"all","limit":5,"continuation":null}""", false),
            new("POST", taxpayer.Path("taxi/clients"), $$"""{"secret":{"generate":true},"drivers":[{"personalCode":"{{driver.Code}}","name":"X"}]}""", false),
            new("POST", taxpayer.Path("taxi/clients"), $$"""{"secret":{"secretId":"{{secretId}}"},"drivers":[{"personalCode":"161175-19997","name":"Y"}]}""", false),
            new("GET", taxpayer.Path($"taxi/clients/{clientId}"), null, false),
            new("PATCH", taxpayer.Path($"taxi/clients/{clientId}"), """{"driver":{"name":"Z"}}""", false),
            new("DELETE", taxpayer.Path($"taxi/clients/{unknown}?reason=left"), null, false),
            new("POST", taxpayer.Path($"taxi/secrets/{secretId}/rotation"), """{"secret":{"generate":true},"overlapHours":0}""", false),
            new("DELETE", taxpayer.Path($"taxi/secrets/{secretId}/rotation"), null, false),
            new("POST", "api/taxpayers", """{"registrationNumber":"40003521600","name":"A","kind":"legal","rightsManager":{"personalCode":"161175-19997","name":"B"}}""", false),
            new("GET", ".well-known/jwks.json", null, false), new("GET", "api/health", null, false), new("GET", "api/openapi.yaml", null, false),
        ];
    }

    private static HttpRequestMessage Mutated(OwnHost host, Seed seed, Dice dice, string token)
    {
        var path = dice.OneIn(4) ? Mutate(seed.Path, dice).TrimStart('/') : seed.Path;
        if (!Uri.TryCreate(host.Api.BaseAddress, path.Replace("\0", "%01", StringComparison.Ordinal).Replace("%00", "%01", StringComparison.Ordinal), out var url) || url.Authority != host.Api.BaseAddress.Authority)
        {
            url = new Uri(host.Api.BaseAddress, seed.Path);
        }

        var request = new HttpRequestMessage(HttpMethod.Parse(seed.Method), url);
        if (seed.Body is not null)
        {
            var body = dice.OneIn(3) ? seed.Body : Mutate(seed.Body, dice);
            request.Content = new ByteArrayContent(dice.OneIn(20) ? [.. Encoding.UTF8.GetBytes(body), 0xFF] : Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", dice.OneIn(20) ? "text/plain" : seed.IsForm ? "application/x-www-form-urlencoded" : "application/json");
        }

        if (!dice.OneIn(6))
        {
            request.Headers.TryAddWithoutValidation("Authorization", seed.IsForm ? dice.OneIn(3) ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Mutate(seed.Body!, dice))) : null
                : dice.OneIn(10) ? "Bearer " + Clean(Mutate(token, dice)) : "Bearer " + token);
        }

        request.Headers.TryAddWithoutValidation("Idempotency-Key", dice.OneIn(5) ? Clean(Mutate("key", dice)) : TestTaxpayer.NewKey());
        request.Headers.TryAddWithoutValidation("If-Match", dice.OneIn(3) ? Clean(Mutate("\"1\"", dice)) : "\"1\"");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", dice.OneIn(2) ? Clean(Mutate("203.0.113.7", dice)) : $"198.51.{dice.Next(250)}.1");
        return request;
    }

    private static string Mutate(string text, Dice dice)
    {
        for (var changes = 1 + dice.Next(3); changes > 0; changes--)
        {
            var at = dice.Next(text.Length + 1);
            var length = Math.Min(dice.Next(4), text.Length - at);
            text = dice.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[dice.Next(Pieces.Length)]),
                2 => text.Remove(at, length).Insert(at, ((char)(33 + dice.Next(94))).ToString()),
                _ => text[..at] + text[Math.Max(0, at - dice.Next(20))..],
            };
        }

        return text;
    }

    /// <summary>What a header may hold at all.</summary>
    private static string Clean(string text) => string.Concat(text.Where(c => c is >= ' ' and <= '~'));

    private sealed record Seed(string Method, string Path, string? Body, bool IsForm);

    /// <summary>The same throws in every run.</summary>
    private sealed class Dice(ulong state)
    {
        public int Next(int below)
        {
            state = (state * 6364136223846793005UL) + 1442695040888963407UL;
            return (int)((state >> 33) % (ulong)Math.Max(1, below));
        }

        public bool OneIn(int sides) => Next(sides) == 0;
    }
}
