using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;

namespace Eds.Functions;

/// <summary>Reads application/x-www-form-urlencoded. Micro-controllers end it with a line break or a NUL.</summary>
internal static partial class FormFields
{
    [GeneratedRegex("%(?![0-9A-Fa-f]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex StrayPercent { get; }

    /// <returns>Names and values in their order; null: malformed.</returns>
    public static IReadOnlyList<(string Name, string Value)>? Read(ReadOnlySpan<byte> form)
    {
        if (!Ascii.IsValid(form))
        {
            return null;
        }

        var fields = new List<(string, string)>();
        foreach (var field in new QueryStringEnumerable("?" + Encoding.ASCII.GetString(form).Trim('\0', '\r', '\n', '\t', ' ')))
        {
            if (Decode(field.EncodedName.Span) is not { } name || Decode(field.EncodedValue.Span) is not { } value)
            {
                return null;
            }

            fields.Add((name, value));
        }

        return fields;
    }

    /// <summary>Null: a percent sign without two hexadecimal digits, or bytes that are not UTF-8.</summary>
    private static string? Decode(ReadOnlySpan<char> encoded)
    {
        if (StrayPercent.IsMatch(encoded))
        {
            return null;
        }

        var bytes = Encoding.ASCII.GetBytes(encoded.ToArray());
        var decoded = WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length)!;
        return Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }
}
