namespace Eds.Functions;

public sealed record AnnulClientsBody(IReadOnlyList<string?>? ClientIds, string? Reason);

/// <summary>Annuls 1 to 1,000 clients at once and everywhere; safe to repeat.</summary>
public sealed class AnnulClients(AccessControl access, BulkAnnulment annulment)
{
    private const int MaxClients = 1_000;

    [Function(nameof(AnnulClients))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/clients/annul")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var body = await rules.JsonAsync<AnnulClientsBody>(request, cancellation);
        var clientIds = rules.Items(
            body?.ClientIds, "/clientIds", MaxClients, "client-id-invalid", "A client_id is needed, with its check characters.",
            text => ClientId.TryParse(text, out var id) ? (object)id : null).Cast<ClientId>().ToList();
        var reason = rules.Choice(body?.Reason, "/reason", AnnulReason.Other);
        return rules.Refusal ?? Json.Answer(await annulment.AnnulAsync(caller, clientIds, reason));
    }
}
