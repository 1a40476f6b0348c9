namespace Eds.Core;

/// <summary>
/// The four check characters of a client id: a Reed–Solomon code [30, 26] over GF(32), x⁵ + x² + 1. Two ids differ in at least five
/// characters, so up to four wrong ones anywhere, and any two that changed places, are certain to be noticed; of worse errors one
/// in 2²⁰ slips through.
/// </summary>
/// <remarks>
/// The 26 values are the coefficients of x²⁹ … x⁴; the check is the remainder after division by
/// g(x) = (x−α)(x−α²)(x−α³)(x−α⁴) = x⁴ + 30x³ + 6x² + 9x + 17, where α = 2. Example: twenty-five zeros and a 1 are x⁴ alone,
/// whose remainder is the rest of g: 30, 6, 9, 17, written <c>y69h</c>.
/// </remarks>
internal static class ClientIdCheck
{
    public const int Length = 4;

    /// <summary>αⁱ times the lower coefficients of g, 5 bits each, for each bit i of the value that is divided out.</summary>
    private static ReadOnlySpan<int> Feedback => [0xf1931, 0xcb247, 0xbe02e, 0x5d45c, 0xb3c9d];

    /// <summary>The check of the values (0–31 each) as 20 bits, its first character in the highest five.</summary>
    public static int Of(ReadOnlySpan<byte> values)
    {
        var remainder = 0;
        foreach (var value in values)
        {
            var quotient = remainder >> 15 ^ value;
            remainder = (remainder & 0x7fff) << 5;
            for (var bit = 0; bit < Feedback.Length; bit++)
            {
                remainder ^= -(quotient >> bit & 1) & Feedback[bit];
            }
        }

        return remainder;
    }

    /// <summary>The value (0–31) of one of the check characters.</summary>
    public static int ValueAt(int check, int position) => check >> (5 * (Length - 1 - position)) & 31;
}
