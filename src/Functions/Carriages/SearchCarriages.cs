namespace Eds.Functions;

public sealed record SearchCarriagesBody(
    string? From, string? To, string? ClientId, string? Driver, string? NumberPlate, double? Limit, string? Continuation) : Redacted;

/// <summary>As ListCarriages, with driver and number plate in the body: they never travel in a URL.</summary>
public sealed class SearchCarriages(AccessControl access, CarriageReport report, TimeProvider time)
{
    [Function(nameof(SearchCarriages))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/carriages/search")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.CarriageReaderAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var body = await rules.JsonAsync<SearchCarriagesBody>(request, cancellation);
        var filter = new CarriageFilterRules(rules, caller, time.GetUtcNow())
            .Read(body?.From, body?.To, body?.ClientId, body?.Driver, body?.NumberPlate, CarriageFilterRules.MaxListed);
        var limit = rules.Limit(body?.Limit);
        return rules.Refusal ?? Json.Page(await report.ListAsync(caller, filter, limit, body?.Continuation, cancellation));
    }
}
