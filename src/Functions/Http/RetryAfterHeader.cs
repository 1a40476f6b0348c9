using System.Globalization;

namespace Eds.Functions;

internal static class RetryAfterHeader
{
    /// <summary>Sets the header (RFC 9110 §10.2.3).</summary>
    /// <returns>Whole seconds, as the header has them.</returns>
    public static int RetryAfter(this HttpResponse response, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return seconds;
    }
}
