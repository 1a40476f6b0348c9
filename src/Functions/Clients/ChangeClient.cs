using System.Diagnostics;
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

        if (InputRules.IfMatch(request) is not { } ifMatch)
        {
            return Problems.IfMatchRequired();
        }

        var (body, unreadable) = await RequestBody.ReadJsonAsync<ChangeClientBody>(request, cancellation);
        if (body is null)
        {
            return unreadable!;
        }

        var rules = new InputRules();
        var change = Read(body, rules);
        if (rules.HasErrors)
        {
            return rules.Refusal;
        }

        if (!ClientId.TryParse(clientId, out var id))
        {
            return Problems.NotFound();
        }

        return await clients.ChangeAsync(caller, id, change, ifMatch) switch
        {
            ClientChangeResult.Changed changed => Json.Answer(ClientBody.From(changed.Client)),
            ClientChangeResult.ChangedMeanwhile => Problems.ChangedMeanwhile(),
            ClientChangeResult.NotFound => Problems.NotFound(),
            var other => throw new UnreachableException(other.GetType().Name),
        };
    }

    private static ClientChange Read(ChangeClientBody body, InputRules rules)
    {
        var name = body.Driver is null ? null : rules.Name(body.Driver.Name, "/driver/name");
        if (body.ValidUntil.ValueKind is JsonValueKind.Undefined)
        {
            rules.Required(body.Driver, "/driver");
            return new ClientChange(name, null);
        }

        return new ClientChange(name, new ValidUntilChange(rules.Time(RegistrationRules.TextOf(body.ValidUntil), "/validUntil")));
    }
}
