using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>A made-up person. Codes are of the block 39…, which is not issued, each used once.</summary>
public sealed record TestPerson(string Code, string Name)
{
    // Against a system that keeps its data, a run must not meet the codes of an earlier one.
    private static long _last = RandomNumberGenerator.GetInt32(900_000) * 1_000L;
    private static long _lastNumber = RandomNumberGenerator.GetInt32(90_000_000) * 10L;

    public static readonly TestPerson Operator = new("311299-19993", "Olga Operatore");

    public static TestPerson New(string name = "Jānis Bērziņš")
    {
        var number = Interlocked.Increment(ref _last).ToString("D9", CultureInfo.InvariantCulture);
        return new TestPerson($"39{number[..4]}-{number[4..]}", name);
    }

    public static IReadOnlyList<TestPerson> Drivers(int count) => [.. Enumerable.Range(1, count).Select(i => New($"Vadītājs Nr. {i}"))];

    /// <summary>Valid and not used before in this run.</summary>
    public static string NewRegistrationNumber()
    {
        int[] weights = [9, 1, 4, 8, 3, 10, 2, 5, 7, 6];
        while (true)
        {
            var digits = $"5{Interlocked.Increment(ref _lastNumber):D9}";
            var sum = digits.Select((digit, i) => (digit - '0') * weights[i]).Sum();
            var control = ((3 - sum) % 11 + 11) % 11;
            if (control < 10)
            {
                return $"{digits}{control}";
            }
        }
    }
}

/// <summary>A taxpayer of one test, seen by its first rights manager.</summary>
public sealed record TestTaxpayer(Api Api, string Id, string RegistrationNumber, TestPerson Manager, string Token)
{
    public string Path(string rest) => $"api/taxpayers/{Id}/{rest}";

    public Task<Answer> GetAsync(string rest, string? token = null) => Api.GetAsync(Path(rest), token ?? Token);

    public async Task<IReadOnlyList<JsonNode>> UsersAsync() => [.. (await GetAsync("users")).Expect(200).Body["users"]!.AsArray().Select(user => user!)];

    public async Task<JsonNode> SelfAsync() => (await UsersAsync()).Single(user => user["isSelf"]!.GetValue<bool>());

    public async Task<JsonNode> AddUserAsync(TestPerson person) =>
        (await Api.SendAsync(HttpMethod.Post, Path("users"), Token, new { personalCode = person.Code, name = person.Name })).Expect(201).Body;

    public Task<Answer> ChangeRightsAsync(JsonNode user, bool rightsManager, bool taxi, string? token = null) => Api.SendAsync(
        HttpMethod.Put,
        Path($"users/{user["userId"]}/rights"),
        token ?? Token,
        new { rightsManager, taxiApiConfiguration = taxi },
        (HeaderNames.IfMatch, user["etag"]!.GetValue<string>()));

    /// <param name="secret">Null: the canary.</param>
    /// <param name="key">Idempotency-Key; null: a new one.</param>
    public Task<Answer> RegisterAsync(IEnumerable<TestPerson> drivers, object? secret = null, string? key = null, string? token = null) => Api.SendAsync(
        HttpMethod.Post,
        Path("taxi/clients"),
        token ?? Token,
        new { secret = secret ?? new { value = Leaks.ChosenSecret }, drivers = drivers.Select(driver => new { personalCode = driver.Code, name = driver.Name }) },
        ("Idempotency-Key", key ?? NewKey()));

    /// <summary>client_ids in the order of the drivers.</summary>
    public async Task<IReadOnlyList<string>> RegisteredAsync(IEnumerable<TestPerson> drivers, object? secret = null) =>
        ClientIds((await RegisterAsync(drivers, secret)).Expect(201));

    public static IReadOnlyList<string> ClientIds(Answer registered) =>
        [.. registered.Body["clients"]!.AsArray().Select(client => client!["clientId"]!.GetValue<string>())];

    public Task<Answer> AnnulAsync(string clientId, string? reason = null) =>
        Api.SendAsync(HttpMethod.Delete, Path($"taxi/clients/{clientId}" + (reason is null ? "" : $"?reason={reason}")), Token);

    /// <summary>All clients in all pages, whatever their state.</summary>
    public async Task<IReadOnlyList<JsonNode>> ClientsAsync(string state = "all")
    {
        var all = new List<JsonNode>();
        string? continuation = null;
        do
        {
            var page = (await GetAsync($"taxi/clients?state={state}&limit=500&continuation={continuation}")).Expect(200).Body;
            all.AddRange(page["clients"]!.AsArray().Select(client => client!));
            continuation = page["continuation"]?.GetValue<string>();
        }
        while (continuation is not null);
        return all;
    }

    public async Task<IReadOnlyList<JsonNode>> EventsAsync() => [.. (await GetAsync("events")).Expect(200).Body["events"]!.AsArray().Select(happened => happened!)];

    public static string NewKey() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
}
