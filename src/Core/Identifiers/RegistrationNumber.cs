namespace Eds.Core;

/// <summary>
/// The registration number of a legal person: 11 digits, the first 4, 5 or 6 (Enterprise Register) or 9 (others), and
/// Σ digit × weight mod 11 = 3. Example <c>40003521600</c>: the sum is 146 = 13 × 11 + 3.
/// </summary>
public sealed record RegistrationNumber
{
    private RegistrationNumber(string digits) => Digits = digits;

    public string Digits { get; }

    private static ReadOnlySpan<int> Weights => [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1];

    /// <summary>Accepts surrounding white space.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RegistrationNumber? number)
    {
        var digits = text.AsSpan().Trim();
        number = IsValid(digits) ? new RegistrationNumber(digits.ToString()) : null;
        return number is not null;
    }

    public override string ToString() => Digits;

    private static bool IsValid(ReadOnlySpan<char> digits)
    {
        if (digits.Length != Weights.Length || digits.ContainsAnyExceptInRange('0', '9') || digits[0] is not ('4' or '5' or '6' or '9'))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += Weights[i] * (digits[i] - '0');
        }

        return sum % 11 == 3;
    }
}
