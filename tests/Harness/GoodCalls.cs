namespace Eds.Tests;

/// <summary>A request that succeeds when someone with both rights (or, for EnrolTaxpayer, an operator) makes it.</summary>
internal sealed record GoodCall(Route Route, string? Body = null, string? IfMatch = null, bool Creates = false)
{
    public int Status => Creates ? 201 : Route.Method == HttpMethod.Delete || (Route.Method == HttpMethod.Post && Body is null) ? 204 : 200;
    public bool NeedsOperator => Route == Routes.EnrolTaxpayer();

    public Task<Answer> SendAsync(EdsClient client) => SendAsync(client, Body is null ? null : EdsClient.Json(Body));

    public Task<Answer> SendAsync(EdsClient client, HttpContent? content) =>
        client.SendAsync(Route, content, ("If-Match", IfMatch), ("Idempotency-Key", EdsClient.NewIdempotencyKey()));
}

/// <summary>A taxpayer with a second user and a client, at whom every call of the management API can be tried.</summary>
/// <param name="Person">A user without rights.</param>
/// <param name="Client">The device's.</param>
internal sealed record Target(TestTaxpayer Taxpayer, TestPerson Person, UserBody User, ClientBody Client, TestDevice Device)
{
    /// <summary>The functions of the management API, in an order in which each call succeeds after those before it.</summary>
    private static readonly IReadOnlyDictionary<string, Func<Target, GoodCall>> Calls = new Dictionary<string, Func<Target, GoodCall>>
    {
        ["EnrolTaxpayer"] = _ => new(Routes.EnrolTaxpayer(), Enrolment(), Creates: true),
        ["GetMe"] = _ => new(Routes.GetMe()),
        ["ListUsers"] = target => new(Routes.ListUsers(target.Id)),
        ["ListEvents"] = target => new(Routes.ListEvents(target.Id).With(("continuation", ""))),
        ["AddUser"] = target => new(Routes.AddUser(target.Id), NewPerson(), Creates: true),
        ["ChangeRights"] = target => new(
            Routes.ChangeRights(target.Id, target.User.UserId), """{"rightsManager": true, "taxiApiConfiguration": true}""",
            target.User.ETag),
        ["RemoveUser"] = target => new(Routes.RemoveUser(target.Id, target.User.UserId)),
        ["ListClients"] = target => new(
            Routes.ListClients(target.Id).With(("search", "x"), ("state", "all"), ("limit", "5"), ("continuation", ""))),
        ["SearchClients"] = target => new(
            Routes.SearchClients(target.Id), """{"search": "x", "state": "all", "limit": 5, "continuation": null}"""),
        ["RegisterClients"] = target => new(
            Routes.RegisterClients(target.Id), $$"""{"secret": {"generate": true}, "drivers": [{{NewPerson()}}]}""", Creates: true),
        ["GetClient"] = target => new(Routes.GetClient(target.Id, target.Client.ClientId)),
        ["ChangeClient"] = target => new(
            Routes.ChangeClient(target.Id, target.Client.ClientId), """{"driver": {"name": "Cits Vārds"}, "validUntil": null}""",
            target.Client.ETag),
        ["ListCarriages"] = target => new(
            Routes.ListCarriages(target.Id).With(("from", ""), ("clientId", target.Client.ClientId), ("limit", "5"))),
        ["SearchCarriages"] = target => new(
            Routes.SearchCarriages(target.Id),
            """{"from": null, "to": "", "driver": "x", "numberPlate": "TX", "limit": 5, "continuation": null}"""),
        ["SumCarriages"] = target => new(
            Routes.SumCarriages(target.Id), """{"from": null, "to": null, "driver": "x", "numberPlate": "TX"}"""),
        ["GetSummary"] = target => new(Routes.GetSummary(target.Id)),
        ["ListSecrets"] = target => new(Routes.ListSecrets(target.Id)),
        ["RenameSecret"] = target => new(Routes.RenameSecret(target.Id, target.Client.SecretId), """{"name": "Nakts maiņa"}""", "\"1\""),
        ["RestrictSecret"] = target => new(
            Routes.RestrictSecret(target.Id, target.Client.SecretId), """{"networks": ["127.0.0.0/8"]}""", "\"1\""),
        ["RotateSecret"] = target => new(
            Routes.RotateSecret(target.Id, target.Client.SecretId), """{"secret": {"generate": true}, "overlapHours": 1}"""),
        ["CancelRotation"] = target => new(Routes.CancelRotation(target.Id, target.Client.SecretId)),
        ["RotateSecrets"] = target => new(
            Routes.RotateSecrets(target.Id), $$"""{"secretIds": ["{{target.Client.SecretId}}"], "overlapHours": 1}"""),
        ["CompleteRotation"] = target => new(Routes.CompleteRotation(target.Id, target.Client.SecretId)),
        ["AnnulClients"] = target => new(
            Routes.AnnulClients(target.Id), $$"""{"clientIds": ["{{target.Client.ClientId}}"], "reason": "left"}"""),
        ["AnnulClient"] = target => new(Routes.AnnulClient(target.Id, target.Client.ClientId).With(("reason", "left"))),
    };

    public static TheoryData<string> Functions => [.. Calls.Keys];
    private string Id => Taxpayer.Id;

    public static async Task<Target> EnrolAsync(EdsClient? client = null)
    {
        var taxpayer = await (client ?? TestRun.Client).EnrolAsync();
        var person = TestPerson.New("Otrs Lietotājs");
        var user = await taxpayer.AddUserAsync(person);
        var device = await TestDevice.RegisterAsync(taxpayer);
        return new Target(taxpayer, person, user, await taxpayer.ClientAsync(device.ClientId), device);
    }

    public GoodCall Call(string function) => Calls[function](this);

    /// <summary>Each succeeds after those before it: by the time its networks are set, the secret has been named.</summary>
    public IEnumerable<GoodCall> AllCalls() =>
        Calls.Select(call => call.Key == "RestrictSecret" ? call.Value(this) with { IfMatch = "\"2\"" } : call.Value(this));

    public async Task<EdsClient> CallerOfAsync(GoodCall call) =>
        call.NeedsOperator ? await Taxpayer.Client.AsOperatorAsync() : Taxpayer.Client;

    private static string Enrolment() =>
        $$"""
        {"registrationNumber": "{{TestPerson.NewRegistrationNumber()}}", "name": "SIA Cits", "kind": "legal",
         "rightsManager": {{NewPerson()}}}
        """;

    private static string NewPerson() => $$"""{"personalCode": "{{TestPerson.New().Code}}", "name": "Eva Liepa"}""";
}

/// <summary>One taxpayer for all tests of a class whose calls are refused and so change nothing.</summary>
public sealed class SharedTarget : IAsyncLifetime
{
    internal Target Target { get; private set; } = null!;
    public TestTaxpayer Taxpayer => Target.Taxpayer;
    internal TestDevice Device => Target.Device;

    public async ValueTask InitializeAsync() => Target = await Target.EnrolAsync();
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
