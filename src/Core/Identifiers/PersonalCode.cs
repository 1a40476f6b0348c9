namespace Eds.Core;

/// <summary>
/// A Latvian personal code (personas kods), or the taxpayer code that the State Revenue Service gives to a person without one.
/// Three forms of 11 digits:
/// old <c>161175-19997</c>, <c>DDMMYY-CNNNQ</c>: a real date, century C = 0/1/2 for 18xx/19xx/20xx, check digit
/// Q = (1 + Σ digit × weight) mod 11 mod 10 (the sum is 248, and 249 mod 11 is 7);
/// new, since 2017, <c>329999-99901</c>: 3, then 2–9, the rest random (whether it has a check digit is disputed);
/// taxpayer code <c>912345-67890</c>: 9, check rule unknown.
/// </summary>
public sealed record PersonalCode
{
    private const int Length = 11;
    private const int HyphenAt = 6;
    private const string ClaimPrefix = "PNOLV-";

    private PersonalCode(string digits) => Digits = digits;

    public string Digits { get; } // 03030310012, as stored
    public string Display => $"{Digits[..HyphenAt]}-{Digits[HyphenAt..]}"; // 030303-10012
    public string Masked => $"{Digits[..HyphenAt]}-{Digits[HyphenAt]}****"; // 030303-1****
    public bool IsTaxpayerCode => Digits[0] == '9';

    private static ReadOnlySpan<int> Weights => [10, 5, 8, 4, 2, 1, 6, 3, 7, 9];

    /// <summary>Accepts surrounding white space and a missing hyphen.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PersonalCode? code) =>
        (code = Read(text.AsSpan().Trim())) is not null;

    /// <exception cref="InvalidDataException">Not 11 valid digits. The message does not repeat them.</exception>
    public static PersonalCode FromStored(string digits) =>
        (digits.Length == Length ? Read(digits) : null) ?? throw new InvalidDataException("A stored personal code is invalid.");

    /// <summary>
    /// Reads the identifier of ETSI EN 319 412-1, <c>PNOLV-030303-10012</c>, the inner hyphen optional. A taxpayer code is not a PNO: null.
    /// </summary>
    public static PersonalCode? FromClaim(string? claim) =>
        claim is not null
        && claim.StartsWith(ClaimPrefix, StringComparison.Ordinal)
        && Read(claim.AsSpan(ClaimPrefix.Length)) is { IsTaxpayerCode: false } code
            ? code
            : null;

    public override string ToString() => Masked;

    private static PersonalCode? Read(ReadOnlySpan<char> text)
    {
        if (text.Length > Length + 1)
        {
            return null;
        }

        var digits = text.Length == Length + 1 && text[HyphenAt] == '-'
            ? $"{text[..HyphenAt]}{text[(HyphenAt + 1)..]}"
            : text.ToString();
        return digits.Length == Length && !digits.AsSpan().ContainsAnyExceptInRange('0', '9') && IsValid(digits)
            ? new PersonalCode(digits)
            : null;
    }

    private static bool IsValid(string digits) => digits[0] switch
    {
        '9' => true,
        '3' when digits[1] >= '2' => true,
        _ => HasDate(digits) && CheckDigit(digits) == Number(digits, 10, 1),
    };

    private static bool HasDate(string digits)
    {
        var (day, month, year, century) = (Number(digits, 0, 2), Number(digits, 2, 2), Number(digits, 4, 2), Number(digits, 6, 1));
        return century <= 2 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(1800 + (100 * century) + year, month);
    }

    private static int Number(string digits, int start, int length) =>
        int.Parse(digits.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);

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
