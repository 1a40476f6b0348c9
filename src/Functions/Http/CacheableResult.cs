namespace Eds.Functions;

/// <summary>An answer that is the same for everyone and may be kept for 15 minutes; all others are no-store.</summary>
public sealed class CacheableResult(IResult result) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "public, max-age=900";
        return result.ExecuteAsync(httpContext);
    }
}
