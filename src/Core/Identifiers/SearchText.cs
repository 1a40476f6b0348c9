namespace Eds.Core;

public static class SearchText
{
    /// <summary>Lower case without diacritics, "janis berzins" for "Jānis Bērziņš". Never throws.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var character in WithoutInvalid(text).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                Append(folded, char.ToLowerInvariant(character));
            }
        }

        return folded.ToString();
    }

    /// <summary>The letters listed here have no Unicode decomposition.</summary>
    private static void Append(StringBuilder folded, char lower) => _ = lower switch
    {
        'ł' => folded.Append('l'),
        'ø' => folded.Append('o'),
        'đ' or 'ð' => folded.Append('d'),
        'ı' => folded.Append('i'),
        'ß' => folded.Append("ss"),
        'æ' => folded.Append("ae"),
        'œ' => folded.Append("oe"),
        'þ' => folded.Append("th"),
        _ => folded.Append(lower),
    };

    /// <summary>Normalize throws on lone surrogates, which UTF-8 turns into U+FFFD, and on U+FFFE.</summary>
    private static string WithoutInvalid(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\uFFFE', '\uFFFD');
}
