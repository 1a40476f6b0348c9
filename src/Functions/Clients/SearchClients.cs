namespace Eds.Functions;

public sealed record SearchClientsBody(string? Search, string? State, double? Limit, string? Continuation)
{
    public override string ToString() => "[redacted]";
}

/// <summary>As ListClients, with what is searched for in the body: a whole personal code is found too, and never travels in a URL.</summary>
public sealed class SearchClients(AccessControl access, ClientStore clients)
{
    [Function(nameof(SearchClients))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/clients/search")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation) =>
        access.UserAsync(request, taxpayerId, [Right.RightsManager, Right.TaxiApiConfiguration], async _ =>
        {
            var (body, refusal) = await Body.ReadJsonAsync(request, Json.Contract.SearchClientsBody, cancellation);
            if (body is null)
            {
                return refusal!;
            }

            var rules = new ClientQueryRules();
            var query = rules.Read(body.Search, body.State, body.Limit, body.Continuation);
            return rules.Broken ? rules.Refusal : ClientQueryRules.Answer(await clients.ListAsync(taxpayerId, query, cancellation));
        }, cancellation);
}
