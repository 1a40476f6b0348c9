using Microsoft.Extensions.Logging;

namespace Eds.Core;

/// <summary>All that src/Core logs. Ids are stable; ids and outcomes only, never secrets, tokens or personal codes. 100–199: keys; 200–299: purge; 300–399: tokens.</summary>
internal static partial class LogEvents
{
    [LoggerMessage(100, LogLevel.Warning, "The key {Key} could not be refreshed; the versions known so far stay in use.")]
    public static partial void KeyNotRefreshed(this ILogger logger, KeyName key, Exception failure);

    [LoggerMessage(101, LogLevel.Error, "The key {Key} is unavailable; what needs it is refused.")]
    public static partial void KeyUnavailable(this ILogger logger, KeyName key, Exception failure);

    [LoggerMessage(102, LogLevel.Error, "The key {Key} has a malformed version {Version}; it is not used.")]
    public static partial void KeyVersionMalformed(this ILogger logger, KeyName key, string version, Exception failure);

    [LoggerMessage(201, LogLevel.Warning, "A note of unknown kind is due and was left: {Day} {Note}.")]
    public static partial void UnknownPurgeEntry(this ILogger logger, string day, string note);

    [LoggerMessage(300, LogLevel.Warning, "A last use or a count of guesses, whichever the category says, was not written and is dropped.")]
    public static partial void NotWrittenBehind(this ILogger logger, Exception exception);

    [LoggerMessage(200, LogLevel.Information, "Purged {Clients} clients and {Other} other rows; finished: {Finished}.")]
    public static partial void Purged(this ILogger logger, int clients, int other, bool finished);
}
