namespace Eds.Functions;

/// <summary>Numbers of clients and secrets, running rotations and attacked clients.</summary>
public sealed class GetSummary(AccessControl access, Fleet fleet)
{
    [Function(nameof(GetSummary))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/taxpayers/{taxpayerId}/taxi/summary")] HttpRequest request,
        string taxpayerId,
        CancellationToken cancellation)
    {
        var (caller, refusal) = await access.ClientManagerAsync(request, taxpayerId, cancellation);
        if (caller is null)
        {
            return refusal!;
        }

        return Json.Answer(await fleet.SummariseAsync(taxpayerId, cancellation));
    }
}
