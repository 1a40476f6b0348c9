using System.Text.Json;

namespace Eds.Functions;

/// <param name="Driver">Absent: the name stays.</param>
public sealed record ChangeClientBody(NameBody? Driver)
{
    /// <summary>Absent: it stays. Null: without an end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement ValidUntil { get; init; }
}

public sealed record NameBody(string? Name);

/// <summary>Corrects the name of a client's driver, or says until when the client is valid: an end date, or now to suspend it.</summary>
public sealed class ChangeClient(AccessControl access, ClientStore clients)
{
    [Function(nameof(ChangeClient))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/taxpayers/{taxpayerId}/taxi/clients/{clientId}")]
        HttpRequest request,
        string taxpayerId,
        string clientId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var ifMatch = rules.IfMatch(request);
        var body = await rules.JsonAsync<ChangeClientBody>(request, cancellation);
        var change = Read(body, rules);
        if (rules.Refusal is { } invalid)
        {
            return invalid;
        }

        if (!ClientId.TryParse(clientId, out var id))
        {
            return Problems.NotFound();
        }

        return Json.Changed(await clients.ChangeAsync(caller, id, change, ifMatch), ClientBody.From);
    }

    private static ClientChange Read(ChangeClientBody? body, InputRules rules)
    {
        var name = body?.Driver is null ? null : rules.Name(body.Driver.Name, "/driver/name");
        if (body?.ValidUntil is { ValueKind: not JsonValueKind.Undefined } validUntil)
        {
            return new ClientChange(name, new ValidUntilChange(rules.Time(TextOf(validUntil), "/validUntil")));
        }

        rules.Required(body?.Driver, "/driver");
        return new ClientChange(name, null);
    }

    /// <summary>Null: JSON's null. What is neither text nor null is a text that breaks the rule.</summary>
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => "",
    };
}
