using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>A taxpayer with a second user and a client, on whom every management call can be tried.</summary>
/// <param name="User">Without rights.</param>
public sealed record Target(TestTaxpayer Taxpayer, TestPerson Person, JsonNode User, JsonNode Client)
{
    public string ClientId => Client["clientId"]!.GetValue<string>();

    public static async Task<Target> EnrolAsync(Api? api = null)
    {
        var taxpayer = await (api ?? Api.OfRun).EnrolAsync();
        var person = TestPerson.New("Otrs Lietotājs");
        var user = await taxpayer.AddUserAsync(person);
        await taxpayer.RegisteredAsync(TestPerson.Drivers(1), new { generate = true });
        return new Target(taxpayer, person, user, (await taxpayer.ClientsAsync()).Single());
    }
}

/// <summary>A management call that succeeds when a manager with both rights (or, without taxpayer, an operator) makes it.</summary>
/// <param name="After">A call that has to come before, if this one is to succeed.</param>
public sealed record ManagementRoute(string Method, string Path, Func<Target, object>? Body = null, Func<Target, JsonNode>? IfMatch = null, string? After = null)
{
    public bool OfTaxpayer => Path.Contains("{taxpayerId}", StringComparison.Ordinal);

    public bool Taxi => Path.Contains("/taxi/", StringComparison.Ordinal);

    public Task<Answer> CallAsync(Target target, string? token, string? taxpayerId = null) =>
        SendAsync(target, token, Body?.Invoke(target), taxpayerId);

    /// <param name="body">Instead of the good one.</param>
    public Task<Answer> SendAsync(Target target, string? token, object? body, string? taxpayerId = null)
    {
        var path = Path
            .Replace("{taxpayerId}", taxpayerId ?? target.Taxpayer.Id, StringComparison.Ordinal)
            .Replace("{userId}", target.User["userId"]!.GetValue<string>(), StringComparison.Ordinal)
            .Replace("{clientId}", target.ClientId, StringComparison.Ordinal)
            .Replace("{secretId}", target.Client["secretId"]!.GetValue<string>(), StringComparison.Ordinal);
        (string, string)[] headers = IfMatch is not null ? [(HeaderNames.IfMatch, IfMatch(target)["etag"]!.GetValue<string>())]
            : Path.EndsWith("taxi/clients", StringComparison.Ordinal) && Method == "POST" ? [("Idempotency-Key", TestTaxpayer.NewKey())]
            : [];
        return target.Taxpayer.Api.SendAsync(HttpMethod.Parse(Method), path, token, body, headers);
    }

    /// <summary>The token of one who may call it.</summary>
    public async Task<string> TokenAsync(Target target) =>
        OfTaxpayer || Method == "GET" ? target.Taxpayer.Token : await target.Taxpayer.Api.SignInAsync(TestPerson.Operator, "Operator");
}

/// <summary>All functions of the management API, by name; a test holds the list to the code.</summary>
public static class ManagementRoutes
{
    private const string OfOne = "api/taxpayers/{taxpayerId}/";

    private static readonly Dictionary<string, ManagementRoute> ByFunction = new()
    {
        ["EnrolTaxpayer"] = new("POST", "api/taxpayers", _ => new
        {
            registrationNumber = TestPerson.NewRegistrationNumber(),
            name = "SIA Cits",
            kind = "legal",
            rightsManager = New(),
        }),
        ["GetMe"] = new("GET", "api/me"),
        ["ListUsers"] = new("GET", OfOne + "users"),
        ["AddUser"] = new("POST", OfOne + "users", _ => New()),
        ["RemoveUser"] = new("DELETE", OfOne + "users/{userId}"),
        ["ChangeRights"] = new(
            "PUT", OfOne + "users/{userId}/rights", _ => new { rightsManager = true, taxiApiConfiguration = true }, target => target.User),
        ["RegisterClients"] = new("POST", OfOne + "taxi/clients", _ => new { secret = new { generate = true }, drivers = new[] { New() } }),
        ["ListClients"] = new("GET", OfOne + "taxi/clients"),
        ["SearchClients"] = new("POST", OfOne + "taxi/clients/search", _ => new { search = "berz" }),
        ["GetClient"] = new("GET", OfOne + "taxi/clients/{clientId}"),
        ["RenameDriver"] = new("PATCH", OfOne + "taxi/clients/{clientId}", _ => new { driver = new { name = "Cits Vārds" } }, target => target.Client),
        ["AnnulClient"] = new("DELETE", OfOne + "taxi/clients/{clientId}?reason=left"),
        ["ListSecrets"] = new("GET", OfOne + "taxi/secrets"),
        ["RotateSecret"] = new("POST", OfOne + "taxi/secrets/{secretId}/rotation", _ => new { secret = new { generate = true }, overlapHours = 1 }),
        ["CancelRotation"] = new("DELETE", OfOne + "taxi/secrets/{secretId}/rotation", After: "RotateSecret"),
        ["ListEvents"] = new("GET", OfOne + "events"),
    };

    public static IReadOnlyCollection<string> Names => ByFunction.Keys;

    public static TheoryData<string> All => [.. Names];

    public static TheoryData<string> OfTaxpayer => [.. Names.Where(name => Named(name).OfTaxpayer)];

    public static TheoryData<string> WithBody => [.. Names.Where(name => Named(name).Body is not null)];

    public static ManagementRoute Named(string function) => ByFunction[function];

    /// <summary>Makes the call with a token that may not do it, and holds that nothing was written.</summary>
    public static async Task RefusesAsync(string function, Func<Target, Task<string?>> token, Action<Answer> expect)
    {
        var (route, target) = (Named(function), await Target.EnrolAsync());
        var presented = await token(target);
        var before = await Snapshot.OfAsync(target.Taxpayer);

        expect(await route.CallAsync(target, presented));

        await before.ExpectUnchangedAsync();
    }

    private static object New()
    {
        var person = TestPerson.New();
        return new { personalCode = person.Code, name = person.Name };
    }
}
