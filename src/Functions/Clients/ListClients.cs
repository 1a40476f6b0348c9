namespace Eds.Functions;

public sealed record ClientsBody(IReadOnlyList<ClientBody> Clients, string? Continuation)
{
    internal static ClientsBody? From(ClientPage? page) =>
        page is null ? null : new([.. page.Clients.Select(ClientBody.From)], page.Continuation);
}

/// <summary>Servisu saskarne API, tab Taksometri: the taxpayer's clients, ordered by client_id.</summary>
public sealed class ListClients(AccessControl access, ClientStore clients)
{
    [Function(nameof(ListClients))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/taxi/clients")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var query = new ClientQueryRules(rules).Read(request);
        return rules.Refusal ?? Json.Page(ClientsBody.From(await clients.ListAsync(taxpayerId, query, cancellation)));
    }
}
