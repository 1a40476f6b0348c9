using System.Text.RegularExpressions;

namespace Eds.Core;

/// <summary>A name of a person or company: 1–100 Unicode scalar values in NFC, at least one letter or digit, none invisible.</summary>
public static partial class NameRule
{
    public const int MaxLength = 100;

    // A scalar value in NFC comes from at most 4 others of at most 2 UTF-16 units. Longer text would be slow to normalize.
    private const int MaxInputLength = MaxLength * 8;

    /// <summary>
    /// Normalizes to NFC and to single ordinary spaces: no-break, thin and ideographic ones become one. <c>7-24</c> is a name, <c>…</c>
    /// is not. Never throws.
    /// </summary>
    public static bool TryNormalize(string? text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var trimmed = (text ?? "").Trim();
        if (trimmed.Length > MaxInputLength || trimmed.EnumerateRunes().Any(IsUnreadable))
        {
            return false;
        }

        var normal = WithSingleSpaces(trimmed).Normalize();
        if (!normal.EnumerateRunes().Any(Rune.IsLetterOrDigit)
            || normal.EnumerateRunes().Count() > MaxLength || StackedMarks.IsMatch(normal.Normalize(NormalizationForm.FormD)))
        {
            return false;
        }

        name = normal;
        return true;
    }

    /// <summary>Every run of space characters becomes one U+0020.</summary>
    internal static string WithSingleSpaces(string text) => Spaces.Replace(text.Trim(), " ");

    [GeneratedRegex(@"\p{Zs}+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces { get; }

    /// <summary>More marks than four on one letter smear over their neighbours; Vietnamese needs two.</summary>
    [GeneratedRegex(@"[\p{Mn}\p{Me}]{5}", RegexOptions.CultureInvariant)]
    private static partial Regex StackedMarks { get; }

    private static bool IsUnreadable(Rune rune) =>
        IsBlank(rune)
        || rune == Rune.ReplacementChar // a lone surrogate is enumerated as this
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned; // includes U+FFFE, on which Normalize throws

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
