using System.Text.RegularExpressions;

namespace Eds.Core;

/// <summary>
/// A time of ISO 8601; without an offset, wall-clock time in Latvia. In the hour that autumn repeats it is one of two instants. In the hour
/// that spring skips, winter time goes on: 03:30 is 01:30 UTC.
/// </summary>
/// <param name="First">In summer time, if there are two.</param>
/// <param name="Second">In winter time; else the same.</param>
public sealed partial record LatvianTime(DateTimeOffset First, DateTimeOffset Second)
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Riga");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(?<offset>Z|[+-]\d\d:\d\d)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    /// <returns>Null: no such time, or outside the years 1900 to 9998.</returns>
    public static LatvianTime? Parse(string text)
    {
        if (Pattern.Match(text) is not { Success: true } match)
        {
            return null;
        }

        if (match.Groups["offset"].Success)
        {
            return ParseInstant(text) is { } instant ? new LatvianTime(instant, instant) : null;
        }

        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 1900 or > 9998)
        {
            return null;
        }

        var offsets = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local) : [Zone.GetUtcOffset(local)];
        return new LatvianTime(Instant(local - offsets.Max()), Instant(local - offsets.Min()));
    }

    /// <summary>A time with its offset, in UTC; null: no such time, without an offset, or outside the years 1900 to 9998.</summary>
    public static DateTimeOffset? ParseInstant(string text) =>
        Pattern.Match(text).Groups["offset"].Success
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
        && instant.Year is >= 1900 and <= 9998 ? instant : null;

    /// <summary>The day of an instant in Latvia.</summary>
    public static DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    private static DateTimeOffset Instant(DateTime utc) => new(utc, TimeSpan.Zero);
}
