namespace Eds.Core;

/// <summary>A name of a person or company: 1–100 Unicode scalar values in NFC, a letter or digit among them, none invisible or without a meaning.</summary>
public static class NameRule
{
    public const int MaximumLength = 100;

    /// <summary>
    /// UTF-16 units; longer text is refused unread, because the cost of NFC grows faster than its input. A scalar value in NFC
    /// comes from at most 4 others of at most 2 units, so no acceptable name is longer.
    /// </summary>
    private const int LongestInput = MaximumLength * 8;

    /// <summary>
    /// Trims and normalizes. False for a too long name, for one without a letter or digit (<c>7-24</c> is a name, <c>…</c> is not), and
    /// for one with control, format (zero-width, direction), separator, blank, private-use or unassigned characters, lone surrogates or
    /// U+FFFD. Never throws.
    /// </summary>
    public static bool TryNormalize(string? text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length > LongestInput || !IsReadable(trimmed))
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
        var named = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsBlank(rune)
                || rune == Rune.ReplacementChar // also what a lone surrogate is enumerated as
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned) // U+FFFE among them, on which Normalize throws
            {
                return false;
            }

            named |= Rune.IsLetterOrDigit(rune);
        }

        return named;
    }

    /// <summary>
    /// The empty Braille pattern, and what of Unicode's Default_Ignorable_Code_Point is a letter or mark by its category: joiners, fillers,
    /// variation selectors. The others are format characters or not assigned.
    /// </summary>
    private static bool IsBlank(Rune rune) => rune.Value
        is 0x2800
        or 0x034F
        or 0x115F or 0x1160 or 0x3164 or 0xFFA0
        or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F)
        or (>= 0xFE00 and <= 0xFE0F)
        or (>= 0xE0100 and <= 0xE01EF);
}
