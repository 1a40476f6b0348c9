using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Eds.LocalHost;

/// <summary>
/// A bug is told with its stack trace; an outage of the storage in one line, at most once in ten seconds, because every request meets it.
/// </summary>
internal sealed class TerseFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "terse";

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<EventId, long> _told = new();

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = $"{entry.LogLevel}: {entry.Formatter(entry.State, null)}";
        if (entry.Exception is null || !StorageOutage.Is(entry.Exception))
        {
            textWriter.WriteLine(entry.Exception is null ? line : $"{line}\n{entry.Exception}");
        }
        else if (!_told.TryGetValue(entry.EventId, out var told) || TimeProvider.System.GetElapsedTime(told) > Quiet)
        {
            _told[entry.EventId] = TimeProvider.System.GetTimestamp();
            textWriter.WriteLine($"{line} ({entry.Exception.GetBaseException().Message.Split('\n')[0]})");
        }
    }
}
