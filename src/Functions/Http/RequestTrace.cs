using System.Diagnostics;

namespace Eds.Functions;

/// <summary>
/// A request's own trace, which answers and logs name. The caller's <c>traceparent</c>, which the host has adopted, becomes a link: a
/// caller must not choose the id that finds a request in our logs.
/// </summary>
internal static class RequestTrace
{
    /// <summary>Header of refusals of the taxi routes, whose body is the RFC's. Problems have the trace id in their body.</summary>
    public const string Header = "Trace-Id";

    private static readonly ActivitySource Source = new(Telemetry.SourceName);

    public static Activity Start()
    {
        ActivityLink[] links = Activity.Current is { } caller ? [new ActivityLink(caller.Context)] : [];
        Activity.Current = null;
        return Source.StartActivity(ActivityKind.Server, links: links, name: "request") ?? new Activity("request").Start();
    }

    /// <summary>32 hexadecimal digits of W3C Trace Context.</summary>
    public static string IdOf(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
