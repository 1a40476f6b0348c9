using System.Collections.Concurrent;
using Eds.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Eds.LocalHost;

/// <summary>
/// One line for each entry. A bug brings its stack trace; an outage of the storage does not, and is told at most once in ten seconds, because
/// every request meets it.
/// </summary>
internal sealed class TerseFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "terse";

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<EventId, long> _told = new();

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var isOutage = entry.Exception is { } cause && StorageOutage.Is(cause);
        if (isOutage && !IsDue(entry.EventId))
        {
            return;
        }

        var reason = isOutage ? $" ({FirstLineOf(entry.Exception!.GetBaseException().Message)})"
            : entry.Exception is null ? "" : $"\n{entry.Exception}";
        textWriter.WriteLine($"{entry.LogLevel}: {entry.Formatter(entry.State, null)}{reason}");
    }

    private bool IsDue(EventId id)
    {
        var now = TimeProvider.System.GetTimestamp();
        var last = _told.GetOrAdd(id, now);
        return last == now || (TimeProvider.System.GetElapsedTime(last, now) > Quiet && _told.TryUpdate(id, now, last));
    }

    private static string FirstLineOf(string text) => text.Split('\n', 2)[0].TrimEnd();
}
