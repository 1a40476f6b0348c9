using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;

namespace Eds.Functions;

/// <summary>Reads application/x-www-form-urlencoded. Micro-controllers end it with a line break or a NUL.</summary>
internal static class FormFields
{
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
        for (var rest = encoded; rest.IndexOf('%') is var at and >= 0; rest = rest[(at + 3)..])
        {
            if (rest.Length < at + 3 || !char.IsAsciiHexDigit(rest[at + 1]) || !char.IsAsciiHexDigit(rest[at + 2]))
            {
                return null;
            }
        }

        var bytes = Encoding.ASCII.GetBytes(encoded.ToArray());
        var decoded = WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length)!;
        return Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }
}
