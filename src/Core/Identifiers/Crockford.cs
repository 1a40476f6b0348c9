using System.Buffers;

namespace Eds.Core;

/// <summary>
/// Crockford's base32 in lower case: 5 bits a character, without i, l, o and u.
/// Example: the bytes <c>ff 00</c> in 4 characters are <c>zw00</c> (11111 11100 00000 0, padded with zero bits).
/// </summary>
public static class Crockford
{
    public const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> Canonical = SearchValues.Create(Alphabet);

    public static string Draw(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    public static bool IsCanonical(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Canonical);

    /// <summary>0–31 for a character in any case, o as 0, i and l as 1; −1 for any other.</summary>
    public static int ValueOf(char character) => character switch
    {
        'o' or 'O' => 0,
        'i' or 'I' or 'l' or 'L' => 1,
        >= 'A' and <= 'Z' => Alphabet.IndexOf((char)(character | 0x20)),
        _ => Alphabet.IndexOf(character),
    };

    /// <summary>Typed text in canonical form, without hyphens: <c>7K2-oO1</c> becomes <c>7k2001</c>. Null: not Crockford.</summary>
    public static string? Normalize(ReadOnlySpan<char> typed)
    {
        var text = new StringBuilder(typed.Length);
        foreach (var character in typed)
        {
            var value = ValueOf(character);
            if (value >= 0)
            {
                text.Append(Alphabet[value]);
            }
            else if (!IsSeparator(character))
            {
                return null;
            }
        }

        return text.ToString();
    }

    /// <summary>White space, hyphens, minus signs, and what is invisible: soft hyphen, zero-width characters, byte order mark.</summary>
    private static bool IsSeparator(char character) => char.IsWhiteSpace(character) || character is '\u2043' or '\u207B' or '\u2212'
        || char.GetUnicodeCategory(character) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;

    /// <summary>The first 5 × <paramref name="characters"/> bits, high bits first, as in RFC 4648.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes, int characters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(characters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(characters, ((bytes.Length * 8) + 4) / 5);
        return string.Create(characters, bytes, static (text, source) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var (at, offset) = Math.DivRem(i * 5, 8);
                var window = source[at] << 8 | (at + 1 < source.Length ? source[at + 1] : 0);
                text[i] = Alphabet[window >> (11 - offset) & 31];
            }
        });
    }
}
