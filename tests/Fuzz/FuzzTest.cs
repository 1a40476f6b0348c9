using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>
/// Mutated requests over HTTP, from a fixed seed: no answer is a 5xx, none hangs, each is as the contract says, and afterwards the
/// taxpayer is whole. <c>EDS_FUZZ</c> says how many (2,000; a long run has 200,000). Secrets are mostly of the generated form, so that it
/// tries us and not Argon2id; it runs when no other test takes turns of that, as a 503 would fail it.
/// </summary>
[Collection(nameof(AfterAllOthers))]
[Trait("Host", "Own")]
public sealed class FuzzTest
{
    private static readonly string[] Pieces =
        ["", "0", "-1", "1e999", "null", "true", "[]", "{}", "\"", "\\", "/", "%00", "%2e%2e", "'", " or 1 eq 1", "\u0000", "\uD800", "ā", "\u202E", "tx-", "eds_", "9223372036854775808", "client|", "*", "W/\"x\"", "=", "&", "+", ",", new('x', 300)];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Nothing_that_is_sent_makes_it_fail()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("EDS_FUZZ") ?? "2000", CultureInfo.InvariantCulture);
        await using var host = await OwnHost.StartAsync();
        var taxpayer = await host.Client.EnrolAsync();
        var seeds = await Seed.AllAsync(taxpayer);
        var dice = new Dice(20261123);
        var statuses = new SortedDictionary<int, int>();
        for (var i = 0; i < count; i++)
        {
            var seed = i < seeds.Count ? seeds[i] : seeds[dice.Next(seeds.Count)];
            using var request = i < seeds.Count ? AsItIs(host, seed) : Mutated(host, seed, seeds, dice);
            var input = $"Input {i}: {request.Method} {request.RequestUri} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))}";
            var answer = await AnswerAsync(host.Client, request, input);
            Assert.True(answer.Status < 500, $"{input} answered {answer.Status}");
            Assert.True(i >= seeds.Count || answer.Status == seed.Status, $"{input} answered {answer.Status}, unmutated");
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"FUZZ {count} inputs: {string.Join(", ", statuses.Select(status => $"{status.Key} × {status.Value}"))}");
        await host.AssertInvariantsAsync(taxpayer.Id);
    }

    private static async Task<Answer> AnswerAsync(EdsClient client, HttpRequestMessage request, string input)
    {
        try
        {
            return await client.SendAsync(request).WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{input} was not answered.");
        }
    }

    private static HttpRequestMessage AsItIs(OwnHost host, Seed seed) => Request(
        seed, new Uri(host.Client.BaseAddress, seed.Path), seed.Method, Encoding.UTF8.GetBytes(seed.BodyOf(newPerson: true)), seed.ContentType,
        seed.Authorization(seed.Credential), EdsClient.NewIdempotencyKey(), seed.IfMatch, "203.0.113.7");

    private static HttpRequestMessage Mutated(OwnHost host, Seed seed, IReadOnlyList<Seed> seeds, Dice dice)
    {
        var path = dice.OneIn(4) ? Mutate(seed.Path, dice).TrimStart('/') : seed.Path;
        if (!Uri.TryCreate(host.Client.BaseAddress, path.Replace("\0", "%01", StringComparison.Ordinal).Replace("%00", "%01", StringComparison.Ordinal), out var url) || url.Authority != host.Client.BaseAddress.Authority)
        {
            url = new Uri(host.Client.BaseAddress, seed.Path);
        }

        var text = seed.BodyOf(newPerson: dice.OneIn(4));
        var body = Encoding.UTF8.GetBytes(dice.OneIn(3) ? text : Mutate(text, dice));
        var credential = dice.OneIn(10) ? seeds[dice.Next(seeds.Count)].Credential : seed.Credential;
        var request = Request(
            seed,
            url,
            dice.OneIn(25) ? Methods[dice.Next(Methods.Length)] : seed.Method,
            dice.OneIn(20) ? [.. body, 0xFF] : body,
            dice.OneIn(20) ? Clean(Mutate(seed.ContentType, dice)) : seed.ContentType,
            seed.Authorization(dice.OneIn(8) ? null : credential is not null && dice.OneIn(seed.IsBasic ? 2 : 10) ? Mutate(credential, dice) : credential),
            dice.OneIn(5) ? Clean(Mutate("key", dice)) : EdsClient.NewIdempotencyKey(),
            dice.OneIn(3) ? Clean(Mutate(seed.IfMatch ?? "\"1\"", dice)) : dice.OneIn(4) ? null : seed.IfMatch,
            dice.OneIn(2) ? Clean(Mutate("203.0.113.7", dice)) : $"198.51.{dice.Next(250)}.1");
        request.Headers.TransferEncodingChunked = request.Content is not null && dice.OneIn(20);
        return request;
    }

    private static HttpRequestMessage Request(
        Seed seed, Uri url, string method, byte[] body, string contentType, string? authorization, string key, string? ifMatch, string forwardedFor)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(method), url) { Content = seed.Body is null ? null : new ByteArrayContent(body) };
        request.Content?.Headers.TryAddWithoutValidation(HeaderNames.ContentType, contentType);
        (string Name, string? Value)[] headers =
            [(HeaderNames.Authorization, authorization), ("Idempotency-Key", key), (HeaderNames.IfMatch, ifMatch), ("X-Forwarded-For", forwardedFor)];
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

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
