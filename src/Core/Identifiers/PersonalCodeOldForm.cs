namespace Eds.Core;

/// <summary>
/// The rules of a personal code issued before 2017-07-01, <c>DDMMYY-CNNNQ</c>: a real date and a check digit
/// Q = (1 + Σ digit × weight) mod 11 mod 10. Example <c>161175-19997</c>: 16 November 1975; the sum is 248, and 249 mod 11 is 7.
/// </summary>
internal static class PersonalCodeOldForm
{
    private static ReadOnlySpan<int> Weights => [10, 5, 8, 4, 2, 1, 6, 3, 7, 9];

    public static bool IsPossible(string digits) => IsDate(digits) && CheckDigit(digits) == digits[^1] - '0';

    private static bool IsDate(string digits)
    {
        var (day, month, year, century) = (Number(digits, 0), Number(digits, 2), Number(digits, 4), digits[6] - '0');
        return century <= 2 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(1800 + (100 * century) + year, month);
    }

    private static int Number(string digits, int at) => (10 * (digits[at] - '0')) + digits[at + 1] - '0';

    private static int CheckDigit(string digits)
    {
        var sum = 1;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += Weights[i] * (digits[i] - '0');
        }

        return sum % 11 % 10;
    }
}
