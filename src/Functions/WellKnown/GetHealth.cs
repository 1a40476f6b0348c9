namespace Eds.Functions;

/// <param name="Status">"ok", or "unavailable" if any part is.</param>
/// <param name="Storage">"ok" or "unavailable".</param>
/// <param name="Keys">"ok" or "unavailable".</param>
public sealed record HealthBody(string Status, string Storage, string Keys);

/// <summary>Whether storage and keys can be reached, each for itself.</summary>
public sealed class GetHealth(AccessControl access, Health health)
{
    [Function(nameof(GetHealth))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request, CancellationToken cancellation) =>
        access.AnyoneAsync(request, async () =>
        {
            var (storage, keys) = await health.CheckAsync(cancellation);
            var good = storage && keys;
            if (!good)
            {
                request.HttpContext.Response.RetryAfter(ExceptionMiddleware.RetryAfter);
            }

            return TypedResults.Json(
                new HealthBody(Word(good), Word(storage), Word(keys)), Json.Contract.HealthBody, statusCode: good ? 200 : 503);
        });

    private static string Word(bool good) => good ? "ok" : "unavailable";
}
