namespace Eds.Functions;

/// <param name="Status">"ok", or "unavailable" if any part is.</param>
/// <param name="Storage">"ok" or "unavailable".</param>
/// <param name="Keys">"ok" or "unavailable".</param>
public sealed record HealthBody(string Status, string Storage, string Keys);

/// <summary>Whether storage and keys can be reached. Open to all.</summary>
public sealed class GetHealth(Health health)
{
    [Function(nameof(GetHealth))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health")] HttpRequest request,
        CancellationToken cancellation)
    {
        var (storage, keys) = await health.CheckAsync(cancellation);
        var healthy = storage && keys;
        if (!healthy)
        {
            request.HttpContext.Response.Headers.RetryAfter = $"{ExceptionMiddleware.RetryAfter.WholeSeconds()}";
        }

        return Json.Answer(new HealthBody(Word(healthy), Word(storage), Word(keys)), healthy ? 200 : 503);
    }

    private static string Word(bool healthy) => healthy ? "ok" : "unavailable";
}
