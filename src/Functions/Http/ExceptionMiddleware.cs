using Microsoft.AspNetCore.Connections;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Eds.Functions;

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
            await ToAnswer(e, AnswersOAuth(context.Request.Path), context.RequestAborted.IsCancellationRequested).ExecuteAsync(context);
        }
    }

    /// <summary>Management and rides answer with problems (RFC 9457), other taxi routes as RFC 6749 §5.2 has it.</summary>
    private static bool AnswersOAuth(PathString path) =>
        path.StartsWithSegments("/api/taxi") && !path.StartsWithSegments("/api/taxi/carriage");

    private IResult ToAnswer(Exception exception, bool isOAuth, bool callerIsGone)
    {
        switch (exception)
        {
            case BadHttpRequestException:
                return isOAuth ? OAuthError.BodyUnreadable() : Problems.BodyUnreadable();
            case ConnectionResetException or OperationCanceledException when callerIsGone:
                return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
            case var _ when callerIsGone:
                logger.FailedAfterCallerLeft(exception);
                return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
            case ContentionException:
                logger.TooManyChanges();
                return Unavailable("busy");
            case QueueFullException:
                logger.QueueFull();
                return Unavailable("busy");
            case KeysUnavailableException:
                logger.KeysUnavailable(exception);
                return Unavailable("keys-unavailable");
            case var _ when StorageOutage.Is(exception):
                logger.StorageUnavailable(exception);
                return Unavailable("storage-unavailable");
            default:
                logger.Failed(exception);
                return isOAuth ? OAuthError.Failed() : Problems.Failed();
        }

        IResult Unavailable(string code) =>
            isOAuth ? OAuthError.Unavailable(RetryAfter) : Problems.Unavailable(code, RetryAfter);
    }
}
