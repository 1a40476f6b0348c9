namespace Eds.Functions;

public sealed record ClientsBody(IReadOnlyList<ClientBody> Clients, string? Continuation)
{
    internal static ClientsBody From(ClientPage page) => new([.. page.Clients.Select(ClientBody.From)], page.Continuation);
}

/// <summary>Servisu saskarne API, tab Taksometri: the taxpayer's clients, ordered by client_id.</summary>
public sealed class ListClients(AccessControl access, ClientStore clients)
{
    [Function(nameof(ListClients))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/taxi/clients")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager, Right.TaxiApiConfiguration], async _ =>
        {
            var rules = new ClientQueryRules();
            var query = rules.Read(request);
            return rules.Broken ? rules.Refusal : ClientQueryRules.Answer(await clients.ListAsync(taxpayerId, query, cancellation));
        }, cancellation);
}
