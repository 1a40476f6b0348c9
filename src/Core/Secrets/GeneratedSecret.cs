using System.Buffers;
using System.IO.Hashing;

namespace Eds.Core;

/// <summary>
/// A generated secret: <c>eds_</c>, 32 random base62 characters (190 bits), and the CRC-32 of all before it in 6, so that scanners
/// recognise a leaked secret and a mistyped one is rejected without hashing.
/// </summary>
/// <remarks>
/// Example: <c>eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf3SqiFH</c>. The CRC-32 (the one of zip, under which <c>123456789</c> is
/// cbf43926) of the 36 ASCII bytes <c>eds_0Kq7ZbT3mXe9VhR2yLc5NwA8sJd4PgUf</c> is bd3a1023 = 3174699043
/// = 3·62⁵ + 28·62⁴ + 52·62³ + 44·62² + 15·62 + 17, which is <c>3SqiFH</c>. Smaller numbers have leading zeros.
/// </remarks>
internal static class GeneratedSecret
{
    public const string Prefix = "eds_";
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 32;
    private const int ChecksumLength = 6;
    private const int Length = 42;

    private static readonly SearchValues<char> Base62Characters = SearchValues.Create(Base62);

    public static string Draw()
    {
        var body = Prefix + RandomNumberGenerator.GetString(Base62, RandomLength);
        return body + Checksum(body);
    }

    public static bool IsWellFormed(string text) =>
        text.Length == Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Base62Characters)
        && text.EndsWith(Checksum(text[..^ChecksumLength]), StringComparison.Ordinal);

    private static string Checksum(string body)
    {
        var rest = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(body));
        Span<char> digits = stackalloc char[ChecksumLength];
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            (rest, var digit) = Math.DivRem(rest, (uint)Base62.Length);
            digits[i] = Base62[(int)digit];
        }

        return digits.ToString();
    }
}
