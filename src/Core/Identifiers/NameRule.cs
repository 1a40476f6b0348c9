namespace Eds.Core;

/// <summary>A name of a person or company: 1–100 Unicode scalar values in NFC, at least one letter or digit, none invisible.</summary>
public static class NameRule
{
    public const int MaxLength = 100;

    // A scalar value in NFC comes from at most 4 others of at most 2 UTF-16 units. Longer text would be slow to normalize.
    private const int MaxInputLength = MaxLength * 8;

    /// <summary>More marks than this on one letter smear over their neighbours; Vietnamese needs two.</summary>
    private const int MaxMarks = 4;

    /// <summary>
    /// Normalizes to NFC and to single ordinary spaces: no-break, thin and ideographic ones become one. <c>7-24</c> is a name, <c>…</c> is
    /// not. Never throws.
    /// </summary>
    public static bool TryNormalize(string? text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length > MaxInputLength || !IsReadable(trimmed))
        {
            return false;
        }

        var normal = WithSingleSpaces(trimmed).Normalize();
        if (normal.EnumerateRunes().Count() > MaxLength || HasStackedMarks(normal))
        {
            return false;
        }

        name = normal;
        return true;
    }

    /// <summary>Every run of space characters (category Zs) becomes one U+0020.</summary>
    internal static string WithSingleSpaces(ReadOnlySpan<char> text)
    {
        var single = new StringBuilder(text.Length);
        foreach (var character in text.Trim())
        {
            if (char.GetUnicodeCategory(character) is not UnicodeCategory.SpaceSeparator)
            {
                single.Append(character);
            }
            else if (single.Length > 0 && single[^1] != ' ')
            {
                single.Append(' ');
            }
        }

        return single.ToString();
    }

    private static bool HasStackedMarks(string normal)
    {
        var marks = 0;
        foreach (var character in normal.Normalize(NormalizationForm.FormD))
        {
            marks = char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks > MaxMarks)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsReadable(ReadOnlySpan<char> text)
    {
        var hasLetterOrDigit = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsBlank(rune)
                || rune == Rune.ReplacementChar // a lone surrogate is enumerated as this
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned) // includes U+FFFE, on which Normalize throws
            {
                return false;
            }

            hasLetterOrDigit |= Rune.IsLetterOrDigit(rune);
        }

        return hasLetterOrDigit;
    }

    /// <summary>Characters with a blank glyph, and those of Default_Ignorable_Code_Point whose category is letter or mark.</summary>
    private static bool IsBlank(Rune rune) => rune.Value
        is 0x2800 or 0x13441 or 0x13442 or 0x16FE4 or 0x1D159 or 0xFFFC
        or 0x034F
        or 0x115F or 0x1160 or 0x3164 or 0xFFA0
        or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F)
        or (>= 0xFE00 and <= 0xFE0F)
        or (>= 0xE0100 and <= 0xE01EF);
}
