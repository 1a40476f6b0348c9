namespace Eds.Functions;

public sealed record SumCarriagesBody(string? From, string? To, string? ClientId, string? Driver, string? NumberPlate) : Redacted;

/// <summary>The totals of the rides that SearchCarriages finds, by day.</summary>
public sealed class SumCarriages(AccessControl access, CarriageReport report, TimeProvider time)
{
    [Function(nameof(SumCarriages))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxpayers/{taxpayerId}/taxi/carriages/totals")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.CarriageReaderAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        var rules = new InputRules();
        var body = await rules.JsonAsync<SumCarriagesBody>(request, cancellation);
        var filter = new CarriageFilterRules(rules, caller, time.GetUtcNow())
            .Read(body?.From, body?.To, body?.ClientId, body?.Driver, body?.NumberPlate, CarriageFilterRules.MaxSummed);
        return rules.Refusal ?? Json.Answer(await report.SumAsync(taxpayerId, filter, cancellation));
    }
}
