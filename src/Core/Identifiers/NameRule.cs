using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Eds.Core;

/// <summary>A name of a person or company: 1–100 Unicode scalar values in NFC, none of them invisible or without a meaning.</summary>
public static class NameRule
{
    public const int MaximumLength = 100;

    /// <summary>
    /// UTF-16 units; longer text is refused unread, because the cost of NFC grows faster than its input. A scalar value in NFC
    /// comes from at most 4 others of at most 2 units, so no acceptable name is longer.
    /// </summary>
    private const int LongestInput = MaximumLength * 8;

    /// <summary>
    /// Trims and normalizes. False for an empty or too long name, and for one with control, format (zero-width, direction),
    /// separator, private-use or unassigned characters, lone surrogates or U+FFFD. Never throws.
    /// </summary>
    public static bool TryNormalize(string? text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty || trimmed.Length > LongestInput || !IsReadable(trimmed))
        {
            return false;
        }

        var normal = trimmed.ToString().Normalize();
        if (normal.EnumerateRunes().Count() > MaximumLength)
        {
            return false;
        }

        name = normal;
        return true;
    }

    private static bool IsReadable(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar // also what a lone surrogate is enumerated as
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned) // U+FFFE among them, on which Normalize throws
            {
                return false;
            }
        }

        return true;
    }
}
