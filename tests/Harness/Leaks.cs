namespace Eds.Tests;

/// <summary>
/// Watches the whole run for what must not be seen. Tests use chosen secrets with the word "canary" in them and codes of the test
/// blocks only, so everything secret can be told by its looks: in every log line, response and stored row.
/// </summary>
public static partial class Leaks
{
    public const string ChosenSecret = "canary birds sing at dawn 7";

    private static int _logLines;
    private static int _responses;
    private static int _traces;

    public static ConcurrentQueue<string> Found { get; } = [];
    public static int LogLines => _logLines;
    public static int Traces => _traces;
    public static int Responses => _responses;
    public static ILoggerProvider LoggerProvider { get; } = new Logger("");

    [GeneratedRegex("(?i:canary)|eds_[0-9A-Za-z]{20,}")]
    public static partial Regex Secret { get; }

    /// <summary>32 bytes in base64url. Of the many thousands that a run stores, one will look like the start of a secret.</summary>
    [GeneratedRegex(@"(?<![\w-])[\w-]{43}(?![\w-])")]
    private static partial Regex Mac { get; }

    /// <summary>Header and payload of a JWT; a signature does not look like anything.</summary>
    [GeneratedRegex(@"eyJ[\w-]{10,}\.[\w-]{10,}")]
    public static partial Regex Token { get; }

    /// <summary>The block 39…, which is not issued, and the public test codes.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z.])(39\d{4}-?\d{5}|161175-?19997|030303-?100(12|04)|040404-?19999|311299-?19993)(?![0-9A-Za-z])")]
    public static partial Regex PersonalCode { get; }

    /// <summary>Of a stored value or file, which may hold MACs.</summary>
    public static bool HasSecretOrToken(string text) => Secret.IsMatch(Mac.Replace(text, "")) || Token.IsMatch(text);

    public static void CheckResponse(HttpMethod method, string path, int status, string body)
    {
        Interlocked.Increment(ref _responses);
        if (path.StartsWith("/dev/", StringComparison.Ordinal) || path.EndsWith("openapi.yaml", StringComparison.Ordinal))
        {
            return;
        }

        // A generated secret stands in three answers; design.md §4 lists where unmasked codes stand: driver in answers about clients,
        // me.person, and a natural person's number as taxpayer or carrier.
        if (method == HttpMethod.Post && ((status == 201 && path.EndsWith("/taxi/clients", StringComparison.Ordinal))
            || (status == 200 && Regex.IsMatch(path, "/rotations?$"))))
        {
            body = Regex.Replace(body, "\"secret\":\"eds_[0-9A-Za-z]{38}\"", "");
        }

        const string Codes = "\"driver\":\\{[^}]*\\}|\"person\":\\{[^}]*\\}|\"(registrationNumber|carriersTaxpayerCode)\":\"\\d{11}\"";
        var where = $"{method} {Regex.Replace(path, "[0-9a-z]{10}(?=/|$)", "…")} {status}";
        Note(Secret.IsMatch(body), "secret", where);
        Note(Token.IsMatch(body) && !(path == "/api/taxi/auth" && status == 200), "token", where);
        Note(PersonalCode.IsMatch(Regex.Replace(body, Codes, "")), "personal code", where);
    }

    public static void WatchTraces() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name.StartsWith("Azure.", StringComparison.Ordinal) || source.Name == "Microsoft.AspNetCore",
        Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        ActivityStopped = activity =>
        {
            Interlocked.Increment(ref _traces);

            // What a caller wrote into a URL himself is his doing; some tests do, to be refused.
            var tags = activity.TagObjects.Where(tag => tag.Key is not "url.query").Select(tag => $"{tag.Key}={tag.Value}");
            NoteAll(activity.DisplayName + string.Join('\n', tags), $"trace {activity.Source.Name} {activity.OperationName}");
        },
    });

    private static void NoteAll(string text, string where)
    {
        Note(Secret.IsMatch(text), "secret", where);
        Note(Token.IsMatch(text), "token", where);
        Note(PersonalCode.IsMatch(text), "personal code", where);
    }

    private static void Note(bool leaked, string kind, string where)
    {
        if (leaked)
        {
            Found.Enqueue($"A {kind} in {where}");
        }
    }

    private sealed class Logger(string category) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => new Logger(categoryName);
        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref _logLines);
            NoteAll(formatter(state, exception) + exception, $"log {category} {eventId}");
        }

        public void Dispose()
        {
        }
    }
}
