namespace Eds.Functions;

public sealed record SearchClientsBody(string? Search, string? State, double? Limit, string? Continuation, string? SecretId = null)
    : Redacted;

/// <summary>As ListClients, with the search in the body: it also finds a whole personal code, which never travels in a URL.</summary>
public sealed class SearchClients(AccessControl access, ClientStore clients)
{
    [Function(nameof(SearchClients))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/clients/search")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var body = await rules.JsonAsync<SearchClientsBody>(request, cancellation);
        var query = new ClientQueryRules(rules).Read(body?.Search, body?.State, body?.SecretId, body?.Limit, body?.Continuation);
        return rules.Refusal ?? Json.Page(ClientsBody.From(await clients.ListAsync(taxpayerId, query, cancellation)));
    }
}
