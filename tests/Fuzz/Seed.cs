using System.Text;
using Eds.Core;

namespace Eds.Tests;

/// <summary>A good request, from which a fuzz run makes its own.</summary>
/// <param name="Status">The answer to it as it is.</param>
/// <param name="Body"><c>{code}</c> in it is a personal code, see <see cref="BodyOf"/>.</param>
/// <param name="Credential">A token, or <c>client_id:client_secret</c> if it is Basic; null: no Authorization header.</param>
internal sealed record Seed(int Status, string Method, string Path, string? Credential = null, string? Body = null, bool IsForm = false, bool IsBasic = false, string? IfMatch = null)
{
    public string ContentType => IsForm ? "application/x-www-form-urlencoded" : "application/json";

    public string? Authorization(string? credential) => credential is null ? null
        : IsBasic ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credential))}"
        : $"Bearer {string.Concat(credential.Where(c => c is >= ' ' and <= '~'))}";

    /// <summary>Empty if it has none. A new person can be registered; the other one is a driver and a user already, once he was.</summary>
    public string BodyOf(bool newPerson) => (Body ?? "").Replace("{code}", newPerson ? TestPerson.New().Code : "161175-19997", StringComparison.Ordinal);

    /// <summary>A good call of every route, in an order in which each is answered as it says; what comes later finds much of it done.</summary>
    public static async Task<IReadOnlyList<Seed>> AllAsync(TestTaxpayer taxpayer)
    {
        var (api, manager) = (taxpayer.Client, taxpayer.Token);
        var user = await taxpayer.AddUserAsync(TestPerson.New());
        var devices = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate)).Expect(201);
        var managed = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), SecretChoices.Generate)).Expect(201);
        var (device, client, secretId) = (devices.ClientIds()[0], managed.ClientIds()[0], managed.Value.SecretId!);
        var etag = (await taxpayer.Client.GetClientAsync(taxpayer.Id, client)).Expect(200).Value.ETag;
        var secret = devices.Value.Secret!;
        var @operator = await TestPerson.Operator.SignInAsync(api, "Operator");
        async Task<string> TokenAsync() => (await api.As(null).IssueTokenAsync(device, secret)).Expect(200).Value.AccessToken;
        var (lasting, revoked) = (await TokenAsync(), await TokenAsync());
        string Path(string rest) => $"api/taxpayers/{taxpayer.Id}/{rest}";
        string Form(string id) => $"grant_type=client_credentials&client_id={id}&client_secret={secret}";
        var unknown = Enumerable.Range(0, 4).Select(_ => ClientId.Draw(taxpayer.Id).ToString()).Select(id => new Seed(401, "POST", "api/taxi/auth", null, Form(id), IsForm: true));
        return
        [
            .. unknown,
            new(401, "POST", "api/taxi/auth", $"{ClientId.Draw(taxpayer.Id)}:{secret}", "grant_type=client_credentials", IsForm: true, IsBasic: true),
            new(200, "POST", "api/taxi/auth", $"{device}:{secret}", "grant_type=client_credentials", IsForm: true, IsBasic: true),
            new(200, "POST", "api/taxi/auth", null, Form(device), IsForm: true),
            new(200, "POST", "api/taxi/introspect", null, $"{Form(device)}&token={lasting}", IsForm: true),
            new(200, "POST", "api/taxi/introspect", @operator, $"token={lasting}&token_type_hint=access_token", IsForm: true),
            new(200, "POST", "api/taxi/revoke", null, $"{Form(device)}&token=eyJhbGciOiJFUzI1NiJ9.e30.x", IsForm: true),
            new(200, "GET", "api/taxi/whoami", lasting), new(204, "DELETE", "api/taxi/auth", revoked),
            new(201, "POST", "api/taxpayers", @operator, $$"""{"registrationNumber":"{{TestPerson.NewRegistrationNumber()}}","name":"A","kind":"legal","rightsManager":{"personalCode":"161175-19997","name":"B"} }"""),
            new(200, "GET", "api/me", manager), new(200, "GET", Path("users"), manager), new(200, "GET", Path("events?continuation="), manager),
            new(201, "POST", Path("users"), manager, """{"personalCode":"{code}","name":"X"}"""),
            new(200, "PUT", Path($"users/{user.UserId}/rights"), manager, """{"rightsManager":true,"taxiApiConfiguration":true}""", IfMatch: user.ETag),
            new(204, "DELETE", Path($"users/{user.UserId}"), manager),
            new(200, "GET", Path("taxi/clients?search=x&state=all&limit=5&continuation="), manager),
            new(200, "POST", Path("taxi/clients/search"), manager, """{"search":"x","state":"all","limit":5,"continuation":null}"""),
            new(201, "POST", Path("taxi/clients"), manager, """{"secret":{"generate":true},"drivers":[{"personalCode":"{code}","name":"X"}]}"""),
            new(201, "POST", Path("taxi/clients"), manager, $$"""{"secret":{"secretId":"{{secretId}}"},"drivers":[{"personalCode":"{code}","name":"Y"}]}"""),
            new(200, "GET", Path($"taxi/clients/{client}"), manager),
            new(200, "PATCH", Path($"taxi/clients/{client}"), manager, """{"driver":{"name":"Z"}}""", IfMatch: etag),
            new(200, "PATCH", Path($"taxi/clients/{client}"), manager, """{"validUntil":"2030-01-01T00:00:00Z"}""", IfMatch: "\"2\""),
            new(200, "GET", Path("taxi/secrets"), manager),
            new(200, "POST", Path($"taxi/secrets/{secretId}/rotation"), manager, """{"secret":{"generate":true},"overlapHours":1}"""),
            new(204, "DELETE", Path($"taxi/secrets/{secretId}/rotation"), manager),
            new(404, "POST", Path($"taxi/secrets/{secretId}/rotation/completion"), manager),
            new(200, "GET", Path("taxi/summary"), manager),
            new(200, "PATCH", Path($"taxi/secrets/{secretId}"), manager, """{"name":"Nakts"}""", IfMatch: "\"1\""),
            new(200, "PUT", Path($"taxi/secrets/{secretId}/networks"), manager, """{"networks":["203.0.113.0/24"]}""", IfMatch: "\"2\""),
            new(200, "PUT", Path($"taxi/secrets/{secretId}/networks"), manager, """{"networks":[]}""", IfMatch: "\"3\""),
            new(200, "POST", Path("taxi/secrets/rotations"), manager, $$"""{"secretIds":["{{secretId}}"],"overlapHours":0}"""),
            new(200, "POST", Path("taxi/clients/annul"), manager, $$"""{"clientIds":["{{ClientId.Draw(taxpayer.Id)}}"],"reason":"left"}"""),
            new(200, "GET", Path("events?action=client-annulled&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z"), manager),
            new(204, "DELETE", Path($"taxi/clients/{client}?reason=left"), manager),
            new(200, "GET", ".well-known/oauth-authorization-server"), new(200, "GET", ".well-known/jwks.json"), new(200, "GET", "api/health"), new(200, "GET", "api/openapi.yaml"),
        ];
    }
}
