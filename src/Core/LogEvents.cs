using Microsoft.Extensions.Logging;

namespace Eds.Core;

/// <summary>All that src/Core logs. Ids are stable; ids and outcomes only, never secrets, tokens or personal codes. 100–199: keys; 200–299: purge.</summary>
internal static partial class LogEvents
{
    [LoggerMessage(100, LogLevel.Warning, "The key {Key} could not be refreshed; the versions known so far stay in use.")]
    public static partial void KeyNotRefreshed(this ILogger logger, KeyName key, Exception failure);

    [LoggerMessage(101, LogLevel.Error, "The key {Key} is unavailable; what needs it is refused.")]
    public static partial void KeyUnavailable(this ILogger logger, KeyName key, Exception failure);

    [LoggerMessage(102, LogLevel.Error, "The key {Key} has a malformed version {Version}; it is not used.")]
    public static partial void KeyVersionMalformed(this ILogger logger, KeyName key, string version, Exception failure);

    [LoggerMessage(200, LogLevel.Information, "Purged {Clients} clients and {Other} other rows; finished: {Finished}.")]
    public static partial void Purged(this ILogger logger, int clients, int other, bool finished);
}
