using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Eds.LocalHost;

/// <summary>Writes a bug with its stack trace; a storage outage, which every request meets, as one line every ten seconds.</summary>
internal sealed class TerseFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "terse";
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private long? _told;

    public static string CauseOf(Exception e) => e.InnerException is { } inner ? CauseOf(inner) : e.Message.Split('\n')[0];

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var isOutage = entry.Exception is { } cause && StorageOutage.Is(cause);
        if (isOutage && _told is { } told && TimeProvider.System.GetElapsedTime(told) < Quiet)
        {
            return;
        }

        _told = isOutage ? TimeProvider.System.GetTimestamp() : _told;
        var reason = isOutage ? CauseOf(entry.Exception!) : $"{entry.Exception}";
        textWriter.WriteLine($"{entry.LogLevel}: {entry.Formatter(entry.State, null)} {reason}".TrimEnd());
    }
}
