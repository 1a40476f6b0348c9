using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Eds.Functions;

/// <summary>The language of errors: problem+json for management, RFC 6749 §5.2 for taxi routes.</summary>
public enum ErrorFormat
{
    Problem,
    OAuth,
}

/// <summary>
/// The one place that turns outages and bugs into answers (the Functions host would answer an exception with an empty 500), and that
/// forbids storing answers.
/// </summary>
public sealed class ExceptionMiddleware(ILogger<ExceptionMiddleware> logger)
{
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public async Task<IResult> RunAsync(HttpRequest request, ErrorFormat dialect, Func<Task<IResult>> work)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            return await work();
        }
        catch (BadHttpRequestException)
        {
            return dialect is ErrorFormat.Problem
                ? Problems.Invalid([new FieldError("", "body-unreadable", "The body did not arrive whole.")])
                : OAuthError.InvalidRequest("The body did not arrive whole.");
        }
        catch (Exception e) when (e is ConnectionResetException
            || (e is OperationCanceledException && request.HttpContext.RequestAborted.IsCancellationRequested))
        {
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest); // the caller is gone: nobody reads it
        }
        catch (ContentionException)
        {
            logger.TooManyChanges();
            return Unavailable("storage-unavailable");
        }
        catch (HashingQueueFullException)
        {
            logger.TooManyHashes();
            return Unavailable("storage-unavailable");
        }
        catch (KeysUnavailableException e)
        {
            logger.KeysUnavailable(e);
            return Unavailable("keys-unavailable");
        }
        catch (Exception e) when (StorageOutage.Is(e))
        {
            logger.StorageUnavailable(e);
            return Unavailable("storage-unavailable");
        }
        catch (Exception e)
        {
            logger.Failed(e);
            return dialect is ErrorFormat.Problem ? Problems.Failed() : OAuthError.Failed();
        }

        IResult Unavailable(string code) =>
            dialect is ErrorFormat.Problem ? Problems.Unavailable(code, RetryAfter) : OAuthError.Unavailable(RetryAfter);
    }
}
