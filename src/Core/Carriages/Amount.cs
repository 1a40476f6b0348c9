using System.Text.RegularExpressions;

namespace Eds.Core;

/// <summary>
/// A decimal from 0 to 1e9 with at most 6 places, read as it is written and never through a binary float: <c>72</c>, <c>72.0</c> and
/// <c>7.2e1</c> are one value, <c>-0</c> is 0, and <c>0.1</c> is a tenth.
/// </summary>
public static partial class Amount
{
    private const int MaxPlaces = 6;
    private const int MaxLength = 100;
    private const decimal Max = 1_000_000_000;

    [GeneratedRegex(@"^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,4}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number { get; }

    /// <returns>Null: not a number, out of range, or with more places.</returns>
    public static decimal? Parse(string text)
    {
        if (text.Length > MaxLength || Number.Match(text) is not { Success: true } match)
        {
            return null;
        }

        var (fraction, exponent) = (match.Groups[3].Value, match.Groups[4]);
        var written = (match.Groups[2].Value + fraction).TrimStart('0');
        var digits = written.TrimEnd('0');
        if (digits.Length == 0)
        {
            return 0;
        }

        // The value is digits × 10^−places, in lowest terms.
        var places = fraction.Length - (written.Length - digits.Length)
            - (exponent.Success ? int.Parse(exponent.Value, CultureInfo.InvariantCulture) : 0);
        if (match.Groups[1].Length > 0 || places > MaxPlaces || digits.Length - places > 10)
        {
            return null;
        }

        var value = decimal.Parse($"{digits}e{-places}", NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
        return value <= Max ? value : null;
    }

    /// <summary>The one canonical text of a value: <c>72</c>, <c>0.1</c>. Null of null.</summary>
    internal static string? Write(decimal? amount) => amount?.ToString("0.######", CultureInfo.InvariantCulture);

    internal static decimal Read(string stored) => decimal.Parse(stored, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
