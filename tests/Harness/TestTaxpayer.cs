using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

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

    public async Task<IReadOnlyList<JsonNode>> EventsAsync() => [.. (await GetAsync("events")).Expect(200).Body["events"]!.AsArray().Select(auditEvent => auditEvent!)];

    public static string NewKey() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
}
