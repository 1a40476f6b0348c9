namespace Eds.Tests;

/// <summary>Keeps what is logged, as a person would read it: message, values and exception.</summary>
internal sealed class CapturingLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _entries = new();

    public IReadOnlyCollection<(LogLevel Level, int Id, string Text)> Entries => _entries;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, eventId.Id, $"{formatter(state, exception)} {state} {exception}"));
}
