namespace Eds.Core;

/// <summary>
/// The four check characters of a client_id: a Reed–Solomon code [30, 26] over GF(32), x⁵ + x² + 1. Two ids differ in at least five
/// characters, so any four wrong ones and any two that changed places are detected; of worse errors, 1 in 2²⁰ is not.
/// </summary>
/// <remarks>
/// The 26 characters are the coefficients of x²⁹ … x⁴; the check is the remainder after division by
/// g(x) = (x−α)(x−α²)(x−α³)(x−α⁴) = x⁴ + 30x³ + 6x² + 9x + 17, where α = 2. Example: twenty-five zeros and a
/// 1 are x⁴ alone, whose remainder is the rest of g: 30, 6, 9, 17, written <c>y69h</c>.
/// </remarks>
internal static class ClientIdCheck
{
    public const int Length = 4;

    /// <summary>For bit i of the quotient: αⁱ times the lower coefficients of g, 5 bits each.</summary>
    private static ReadOnlySpan<int> Feedback => [0xf1931, 0xcb247, 0xbe02e, 0x5d45c, 0xb3c9d];

    public static string Of(ReadOnlySpan<char> text)
    {
        var remainder = 0; // four coefficients, 5 bits each
        foreach (var character in text)
        {
            var quotient = remainder >> 15 ^ Crockford.ValueOf(character);
            remainder = (remainder & 0x7fff) << 5;
            for (var bit = 0; bit < Feedback.Length; bit++)
            {
                remainder ^= -(quotient >> bit & 1) & Feedback[bit];
            }
        }

        return string.Create(Length, remainder, static (check, value) =>
        {
            for (var i = Length - 1; i >= 0; i--, value >>= 5)
            {
                check[i] = Crockford.Alphabet[value & 31];
            }
        });
    }
}
