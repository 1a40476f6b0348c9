namespace Eds.Functions;

/// <summary>The rides that were received, newest first.</summary>
public sealed class ListCarriages(AccessControl access, CarriageReport report, TimeProvider time)
{
    [Function(nameof(ListCarriages))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/taxi/carriages")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.CarriageReaderAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var filter = new CarriageFilterRules(rules, caller, time.GetUtcNow()).Read(request);
        var (limit, continuation) = (rules.Limit(rules.LimitQuery(request)), rules.Query(request, "continuation"));
        return rules.Refusal ?? Json.Page(await report.ListAsync(caller, filter, limit, continuation, cancellation));
    }
}
