namespace Eds.Core;

/// <summary>Event ids are stable. Log ids and outcomes, never secrets, tokens or personal codes.</summary>
internal static partial class CoreLog
{
    [LoggerMessage(100, LogLevel.Warning, "The key {Key} could not be refreshed; the versions known so far stay in use.")]
    public static partial void KeyNotRefreshed(this ILogger logger, KeyName key, Exception failure);

    [LoggerMessage(101, LogLevel.Error, "The key {Key} is unavailable; what needs it is refused.")]
    public static partial void KeyUnavailable(this ILogger logger, KeyName key, Exception failure);

    [LoggerMessage(102, LogLevel.Error, "The key {Key} has a malformed version {Version}; it is not used.")]
    public static partial void KeyVersionMalformed(this ILogger logger, KeyName key, string version, Exception failure);

    [LoggerMessage(200, LogLevel.Information, "Purged {Clients} clients and {Other} other rows; finished: {Finished}.")]
    public static partial void Purged(this ILogger logger, int clients, int other, bool finished);

    [LoggerMessage(201, LogLevel.Warning, "A purge entry of unknown kind is due and was left: {Day} {Entry}.")]
    public static partial void UnknownPurgeEntry(this ILogger logger, string day, string entry);

    [LoggerMessage(202, LogLevel.Warning, "Missing tables could not be created: storage does not answer.")]
    public static partial void TablesNotCreated(this ILogger logger, Exception exception);

    [LoggerMessage(300, LogLevel.Warning, "A background write failed and is dropped.")]
    public static partial void BackgroundWriteFailed(this ILogger logger, Exception exception);
}
