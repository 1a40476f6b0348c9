using System.Diagnostics;

namespace Eds.Functions;

/// <summary>What finds a request in traces and logs: 32 hex digits of W3C Trace Context where the host traces requests.</summary>
internal static class TraceId
{
    /// <summary>Of refusals of the taxi routes, whose body is the RFC's. Problems have it in their body.</summary>
    public const string Header = "Trace-Id";

    public static string Of(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
