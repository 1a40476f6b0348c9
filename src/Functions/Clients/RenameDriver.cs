namespace Eds.Functions;

public sealed record RenameDriverBody(NameBody? Driver);

public sealed record NameBody(string? Name);

/// <summary>Corrects the name of a client's driver.</summary>
public sealed class RenameDriver(AccessControl access, ClientStore clients)
{
    [Function(nameof(RenameDriver))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/taxpayers/{taxpayerId}/taxi/clients/{clientId}")] HttpRequest request,
        string taxpayerId,
        string clientId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager, Right.TaxiApiConfiguration], async caller =>
        {
            if (InputRules.IfMatch(request) is not { } ifMatch)
            {
                return Problems.IfMatchRequired();
            }

            var (body, refusal) = await Body.ReadJsonAsync(request, Json.Contract.RenameDriverBody, cancellation);
            if (body is null)
            {
                return refusal!;
            }

            var rules = new InputRules();
            rules.Required(body.Driver, "/driver");
            var name = body.Driver is null ? "" : rules.Name(body.Driver.Name, "/driver/name");
            if (rules.Broken)
            {
                return rules.Refusal;
            }

            return !ClientId.TryParse(clientId, out var id)
                ? Problems.NotFound()
                : await clients.RenameDriverAsync(caller, id, name, ifMatch, cancellation) switch
                {
                    RenameResult.Renamed renamed => TypedResults.Json(ClientBody.From(renamed.Client), Json.Contract.ClientBody),
                    RenameResult.ChangedMeanwhile => Problems.ChangedMeanwhile(),
                    _ => Problems.NotFound(),
                };
        }, cancellation);
}
