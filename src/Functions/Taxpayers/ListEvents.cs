namespace Eds.Functions;

/// <summary>Who did what to what and when, newest first, 100 a page.</summary>
public sealed class ListEvents(AccessControl access, AuditLog auditLog)
{
    [Function(nameof(ListEvents))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/events")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.RightsManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var clientId = rules.Query(request, "clientId");
        var query = new EventQuery(
            rules.Query(request, "action"),
            clientId is null ? null : rules.ClientId(clientId, "/clientId").ToString(),
            rules.Time(rules.Query(request, "from"), "/from"),
            rules.Time(rules.Query(request, "to"), "/to"),
            rules.Query(request, "continuation"));
        return rules.Refusal ?? Json.Page(await auditLog.ListAsync(taxpayerId, query, cancellation));
    }
}
