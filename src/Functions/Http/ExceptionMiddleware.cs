using Microsoft.AspNetCore.Connections;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Eds.Functions;

/// <summary>How a route writes its errors.</summary>
internal enum ErrorFormat
{
    /// <summary>Management and rides: RFC 9457.</summary>
    Problem,

    /// <summary>Other taxi routes: RFC 6749 §5.2.</summary>
    OAuth,
}

/// <summary>
/// Turns exceptions into answers and forbids storing them. The worker calls it around every function, and LocalHost around every endpoint.
/// </summary>
public sealed class ExceptionMiddleware(ILogger<ExceptionMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http ? InvokeAsync(http, _ => next(context)) : next(context);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var trace = RequestTrace.Start();
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await ToAnswer(e, FormatOf(context.Request.Path), context.RequestAborted.IsCancellationRequested).ExecuteAsync(context);
        }
    }

    private static ErrorFormat FormatOf(PathString path) =>
        path.StartsWithSegments("/api/taxi") && !path.StartsWithSegments("/api/taxi/carriage") ? ErrorFormat.OAuth : ErrorFormat.Problem;

    private IResult ToAnswer(Exception exception, ErrorFormat format, bool callerIsGone)
    {
        switch (exception)
        {
            case BadHttpRequestException:
                return format is ErrorFormat.Problem ? Problems.BodyUnreadable() : OAuthError.BodyUnreadable();
            case ConnectionResetException or OperationCanceledException when callerIsGone:
                return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
            case var _ when callerIsGone:
                logger.FailedAfterCallerLeft(exception);
                return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
            case ContentionException:
                logger.TooManyChanges();
                return Unavailable("busy");
            case HashingQueueFullException:
                logger.HashingQueueFull();
                return Unavailable("busy");
            case KeysUnavailableException:
                logger.KeysUnavailable(exception);
                return Unavailable("keys-unavailable");
            case var _ when StorageOutage.Is(exception):
                logger.StorageUnavailable(exception);
                return Unavailable("storage-unavailable");
            default:
                logger.Failed(exception);
                return format is ErrorFormat.Problem ? Problems.Failed() : OAuthError.Failed();
        }

        IResult Unavailable(string code) =>
            format is ErrorFormat.Problem ? Problems.Unavailable(code, RetryAfter) : OAuthError.Unavailable(RetryAfter);
    }
}
