namespace Eds.Functions;

/// <summary>Annuls a client at once and everywhere; doing it again changes nothing.</summary>
public sealed class AnnulClient(AccessControl access, Annulment annulment)
{
    [Function(nameof(AnnulClient))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/taxpayers/{taxpayerId}/taxi/clients/{clientId}")]
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
        var reason = rules.Choice(rules.Query(request, "reason"), "/reason", AnnulReason.Other);
        if (rules.Refusal is { } invalid)
        {
            return invalid;
        }

        return ClientId.TryParse(clientId, out var id) && await annulment.AnnulAsync(caller, id, reason)
            ? TypedResults.NoContent()
            : Problems.NotFound();
    }
}
