using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>
/// Mutated requests over HTTP, from a fixed seed: no answer is a 5xx, none hangs, each is as the contract says, and afterwards the
/// taxpayer's rows are whole. <c>EDS_FUZZ</c> says how many (2,000; a long run has 200,000). Secrets are mostly of the generated form, so
/// that it tries us and not Argon2id; it runs when no other test takes turns of that, as a 503 would fail it.
/// </summary>
[Collection(nameof(AfterAllOthers))]
[Trait("Host", "Own")]
public sealed class FuzzTest
{
    private static readonly string[] Pieces =
    [
        "", "0", "-1", "1e999", "null", "true", "[]", "{}", "\"", "\\", "/", "%00", "%2e%2e", "'", " or 1 eq 1", "\u0000", "\uD800", "ā",
        "\u202E",
        "tx-", "eds_", "9223372036854775808", "client|", "*", "W/\"x\"", "=", "&", "+", ",", new('x', 300),
    ];

    /// <summary>Of another driver.</summary>
    private static readonly CarriageToReport Ride =
        new("40003521600", "161175-19997", "TX12", "2026-11-23T10:00:00", "2026-11-23T10:30:00Z", 7.25m, 10, 0, "cash");

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    /// <param name="Status">The answer to it as it is.</param>
    /// <param name="Credential">A token, or <c>client_id:client_secret</c> if it is Basic; null: no Authorization header.</param>
    private sealed record Seed(
        int Status, Route Route, string? Credential, string? Body, string? IfMatch = null, bool IsForm = false, bool IsBasic = false)
    {
        public string ContentType { get; init; } = IsForm ? "application/x-www-form-urlencoded" : "application/json";

        public string? Authorization(string? credential) => credential is null ? null
            : IsBasic ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credential))}"
            : $"Bearer {Clean(credential)}";
    }

    [Fact]
    public async Task Nothing_that_is_sent_makes_it_fail()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("EDS_FUZZ") ?? "2000", CultureInfo.InvariantCulture);
        await using var host = await OwnHost.StartAsync();
        var target = await Target.EnrolAsync(host.Client);
        var seeds = await SeedsAsync(target);
        var dice = new Dice(20261123);
        for (var i = 0; i < count; i++)
        {
            var seed = i < seeds.Count ? seeds[i] : seeds[dice.Next(seeds.Count)];
            using var request = i < seeds.Count ? AsItIs(host, seed) : Mutated(host, seed, seeds, dice);
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(Cancellation);
            var answer = await host.Client.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
            Assert.True(
                answer.Status < 500 && (i >= seeds.Count || answer.Status == seed.Status),
                $"Input {i}: {request.Method} {request.RequestUri} {body} answered {answer.Status}.");
        }

        await host.AssertInvariantsAsync(target.Taxpayer.Id);
    }

    /// <summary>A good call of every route, and some that are refused; what comes later finds much of it done.</summary>
    private static async Task<IReadOnlyList<Seed>> SeedsAsync(Target target)
    {
        var device = (await target.Taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate)).Expect(201);
        var (id, secret, client) = (device.ClientIds()[0], device.Value.Secret!, target.Taxpayer.Client);
        var asOperator = (await client.AsOperatorAsync()).Token;
        async Task<string> TokenAsync() => (await client.As(null).IssueTokenAsync(id, secret)).Expect(200).Value.AccessToken;
        var (lasting, revoked) = (await TokenAsync(), await TokenAsync());
        Seed Form(int status, Route route, string more, string? credential = null, bool isBasic = false) =>
            new(status, route, credential, $"grant_type=client_credentials{more}", IsForm: true, IsBasic: isBasic);
        string By(string clientId) => $"&client_id={clientId}&client_secret={secret}";
        string Unknown() => ClientId.Draw(target.Taxpayer.Id).ToString();
        return
        [
            .. Enumerable.Range(0, 4).Select(_ => Form(401, Routes.IssueToken(), By(Unknown()))),
            Form(401, Routes.IssueToken(), "", $"{Unknown()}:{secret}", isBasic: true),
            Form(200, Routes.IssueToken(), "", $"{id}:{secret}", isBasic: true),
            Form(200, Routes.IssueToken(), By(id)),
            Form(200, Routes.IntrospectToken(), $"{By(id)}&token={lasting}"),
            Form(200, Routes.IntrospectToken(), $"&token={lasting}&token_type_hint=access_token", asOperator),
            Form(200, Routes.RevokeToken(), $"{By(id)}&token=eyJhbGciOiJFUzI1NiJ9.e30.x"),
            new(200, Routes.WhoAmI(), lasting, null),
            new(204, Routes.RevokeOwnToken(), revoked, null),
            new(403, Routes.ReportCarriage(), lasting, JsonSerializer.Serialize(Ride, CarriageJson.Default.CarriageToReport)),
            new(403, Routes.ReportCarriage(), lasting, "CarriersTaxpayerCode=40003521600&DriversPersonCode=161175-19997&NumberPlate=TX12"
                + "&StartDateTime=2026-11-23T10%3A00%3A00&EndDateTime=2026-11-23T10%3A30%3A00&Distance=1e1&ServiceFee=9.5", IsForm: true),
            new(400, Routes.ReportCarriage(), lasting, "<Carriage><Distance>1</Distance></Carriage>") { ContentType = "application/xml" },
            .. target.AllCalls().Select(call => new Seed(
                call.Status, call.Route, call.NeedsOperator ? asOperator : client.Token, call.Body, call.IfMatch)),
            new(200, Routes.GetMetadata(), null, null),
            new(200, Routes.GetKeys(), null, null),
            new(200, Routes.GetHealth(), null, null),
            new(200, Routes.GetOpenApi(), null, null),
        ];
    }

    private static HttpRequestMessage AsItIs(OwnHost host, Seed seed) => Request(
        seed, new Uri(host.Client.BaseAddress, seed.Route.Path), seed.Route.Method.Method, Encoding.UTF8.GetBytes(seed.Body ?? ""),
        seed.ContentType,
        (HeaderNames.Authorization, seed.Authorization(seed.Credential)),
        ("Idempotency-Key", EdsClient.NewIdempotencyKey()),
        (HeaderNames.IfMatch, seed.IfMatch));

    private static HttpRequestMessage Mutated(OwnHost host, Seed seed, IReadOnlyList<Seed> seeds, Dice dice)
    {
        // What a caller writes into a URL is logged. The watch for leaks must not take it for a secret of ours.
        var path = (dice.OneIn(4) ? Mutate(seed.Route.Path, dice).TrimStart('/') : seed.Route.Path)
            .Replace("\0", "%01", StringComparison.Ordinal)
            .Replace("eds_", "eds-", StringComparison.Ordinal);
        if (!Uri.TryCreate(host.Client.BaseAddress, path.Replace("%00", "%01", StringComparison.Ordinal), out var url)
            || url.Authority != host.Client.BaseAddress.Authority)
        {
            url = new Uri(host.Client.BaseAddress, seed.Route.Path);
        }

        // Now and then a person who can be registered anew, else one who is a driver and a user already.
        var text = dice.OneIn(4) ? Regex.Replace(seed.Body ?? "", @"39\d{4}-\d{5}", TestPerson.New().Code) : seed.Body ?? "";
        var body = Encoding.UTF8.GetBytes(dice.OneIn(3) ? text : Mutate(text, dice));
        var credential = dice.OneIn(10) ? seeds[dice.Next(seeds.Count)].Credential : seed.Credential;
        credential =
            dice.OneIn(8) ? null : credential is not null && dice.OneIn(seed.IsBasic ? 2 : 10) ? Mutate(credential, dice) : credential;
        var request = Request(
            seed, url,
            dice.OneIn(25) ? Methods[dice.Next(Methods.Length)] : seed.Route.Method.Method,
            dice.OneIn(20) ? [.. body, 0xFF] : body,
            dice.OneIn(20) ? Clean(Mutate(seed.ContentType, dice)) : seed.ContentType,
            (HeaderNames.Authorization, seed.Authorization(credential)),
            ("Idempotency-Key", dice.OneIn(5) ? Clean(Mutate("key", dice)) : EdsClient.NewIdempotencyKey()),
            (HeaderNames.IfMatch, dice.OneIn(3) ? Clean(Mutate(seed.IfMatch ?? "\"1\"", dice)) : dice.OneIn(4) ? null : seed.IfMatch),
            ("X-Forwarded-For", dice.OneIn(2) ? Clean(Mutate("203.0.113.7", dice)) : $"198.51.{dice.Next(250)}.1"));
        request.Headers.TransferEncodingChunked = request.Content is not null && dice.OneIn(20);
        return request;
    }

    private static HttpRequestMessage Request(
        Seed seed, Uri url, string method, byte[] body, string contentType, params (string Name, string? Value)[] headers)
    {
        var request =
            new HttpRequestMessage(HttpMethod.Parse(method), url) { Content = seed.Body is null ? null : new ByteArrayContent(body) };
        request.Content?.Headers.TryAddWithoutValidation(HeaderNames.ContentType, contentType);
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static string Mutate(string text, Dice dice) => Inputs.Mutate(text, dice, Pieces);

    /// <summary>What a header may hold at all.</summary>
    private static string Clean(string text) => string.Concat(text.Where(c => c is >= ' ' and <= '~'));
}
