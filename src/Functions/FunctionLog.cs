using Microsoft.Extensions.Logging;

namespace Eds.Functions;

/// <summary>Log messages of the functions. Ids are stable. They name ids and outcomes, never secrets, tokens or personal codes.</summary>
internal static partial class FunctionLog
{
    [LoggerMessage(1001, LogLevel.Error, "Keys are unavailable; the request was refused with 503.")]
    public static partial void KeysUnavailable(this ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "Storage is unavailable; the request was refused with 503.")]
    public static partial void StorageUnavailable(this ILogger logger, Exception exception);

    [LoggerMessage(1003, LogLevel.Error, "The request failed; it was answered with 500.")]
    public static partial void Failed(this ILogger logger, Exception exception);

    [LoggerMessage(1004, LogLevel.Warning, "A change met other changes too often; the request was refused with 503.")]
    public static partial void TooManyChanges(this ILogger logger);

    [LoggerMessage(1005, LogLevel.Warning, "Too many sign-ins, or secrets to be hashed, wait; the request was refused with 503.")]
    public static partial void QueueFull(this ILogger logger);

    [LoggerMessage(1006, LogLevel.Warning, "The request failed after its caller had gone.")]
    public static partial void FailedAfterCallerLeft(this ILogger logger, Exception exception);
}
