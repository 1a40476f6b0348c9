using System.Buffers;

namespace Eds.Core;

/// <summary>
/// Crockford's base32, written in lower case: 5 bits a character, without i, l, o and u, because people read and type it.
/// Example: the bytes <c>ff 00</c> in 4 characters are <c>zw00</c> (11111 11100 00000 0, filled up with zero bits).
/// </summary>
public static class Crockford
{
    public const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> Canonical = SearchValues.Create(Alphabet);

    /// <summary>Random characters from a cryptographic source, 5 bits each.</summary>
    public static string Draw(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>True if the text is as we write it: no upper case, no character that is only read (o, i, l).</summary>
    public static bool IsCanonical(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Canonical);

    /// <summary>The value 0–31 of a character as people type it (any case, o as 0, i and l as 1), or −1 if it has none.</summary>
    public static int ValueOf(char character) => character switch
    {
        'o' or 'O' => 0,
        'i' or 'I' or 'l' or 'L' => 1,
        >= 'A' and <= 'Z' => Alphabet.IndexOf((char)(character | 0x20)),
        _ => Alphabet.IndexOf(character),
    };

    /// <summary>
    /// The first 5 × <paramref name="characters"/> bits, the high bit of the first byte first, as in RFC 4648. The last character
    /// is filled up with zero bits. 26 characters of a 32-byte digest keep 130 bits.
    /// </summary>
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
