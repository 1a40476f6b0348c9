using System.Diagnostics;

namespace Eds.Functions;

public sealed record RenameDriverBody(NameBody? Driver);

public sealed record NameBody(string? Name);

/// <summary>Corrects the name of a client's driver.</summary>
public sealed class RenameDriver(AccessControl access, ClientStore clients)
{
    [Function(nameof(RenameDriver))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/taxpayers/{taxpayerId}/taxi/clients/{clientId}")] HttpRequest request,
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

        var (body, unreadable) = await RequestBody.ReadJsonAsync<RenameDriverBody>(request, cancellation);
        if (body is null)
        {
            return unreadable!;
        }

        var rules = new InputRules();
        rules.Required(body.Driver, "/driver");
        var name = body.Driver is null ? "" : rules.Name(body.Driver.Name, "/driver/name");
        if (rules.HasErrors)
        {
            return rules.Refusal;
        }

        if (!ClientId.TryParse(clientId, out var id))
        {
            return Problems.NotFound();
        }

        return await clients.RenameDriverAsync(caller, id, name, ifMatch, cancellation) switch
        {
            RenameResult.Renamed renamed => Json.Answer(ClientBody.From(renamed.Client)),
            RenameResult.ChangedMeanwhile => Problems.ChangedMeanwhile(),
            RenameResult.NotFound => Problems.NotFound(),
            var other => throw new UnreachableException(other.GetType().Name),
        };
    }
}
