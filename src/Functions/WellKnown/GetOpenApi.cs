namespace Eds.Functions;

/// <summary>The contract, docs/openapi.yaml, as built into this version. Open to all.</summary>
public sealed class GetOpenApi
{
    [Function(nameof(GetOpenApi))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/openapi.yaml")] HttpRequest request)
    {
        var contract = typeof(GetOpenApi).Assembly.GetManifestResourceStream("openapi.yaml")
            ?? throw new InvalidOperationException("The contract was not built in.");
        request.HttpContext.Response.Headers.CacheControl = Json.Cacheable;
        return Task.FromResult<IResult>(TypedResults.Stream(contract, "application/yaml"));
    }
}
