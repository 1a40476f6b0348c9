namespace Eds.Core;

/// <summary>
/// A Latvian personal code (personas kods), or the taxpayer code that the State Revenue Service gives to a person without one.
/// Three forms of 11 digits, told apart by how they begin:
/// old <c>161175-19997</c> (day, month, year, century 0/1/2 for 18xx/19xx/20xx, number, check digit);
/// new, since 2017, <c>329999-99901</c> (3, then 2–9, then nothing that could be checked: whether its last digit is a check is disputed);
/// taxpayer code <c>912345-67890</c> (9, its check rule is unknown).
/// </summary>
public sealed record PersonalCode
{
    private const int Length = 11;
    private const int HyphenAt = 6;
    private const string ClaimPrefix = "PNOLV-";

    private PersonalCode(string digits) => Digits = digits;

    /// <summary>11 digits without the hyphen, as stored: <c>03030310012</c>.</summary>
    public string Digits { get; }

    /// <summary>The whole code as people write it, <c>030303-10012</c>.</summary>
    public string Display => $"{Digits[..HyphenAt]}-{Digits[HyphenAt..]}";

    /// <summary><c>030303-1****</c>, enough for its owner to recognise it.</summary>
    public string Masked => $"{Digits[..HyphenAt]}-{Digits[HyphenAt]}****";

    public bool IsTaxpayerCode => Digits[0] == '9';

    /// <summary>Reads a typed code: white space around it and a missing hyphen are forgiven, nothing else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PersonalCode? code) =>
        (code = Read(text.AsSpan().Trim())) is not null;

    /// <summary>Reads our own column. Anything but 11 valid digits there is a bug or a damaged row.</summary>
    /// <exception cref="InvalidDataException">The message does not repeat the value.</exception>
    public static PersonalCode FromStored(string digits) =>
        (digits.Length == Length ? Read(digits) : null) ?? throw new InvalidDataException("A stored personal code is none.");

    /// <summary>
    /// Reads the natural person's identifier of ETSI EN 319 412-1, <c>PNOLV-030303-10012</c>, the inner hyphen optional. Null for
    /// another country or kind of identifier, and for a taxpayer code, which is no national personal number (PNO).
    /// </summary>
    public static PersonalCode? FromClaim(string? claim) =>
        claim is not null
        && claim.StartsWith(ClaimPrefix, StringComparison.Ordinal)
        && Read(claim.AsSpan(ClaimPrefix.Length)) is { IsTaxpayerCode: false } code
            ? code
            : null;

    /// <summary>Masked, so that no log or interpolated text holds a code by mistake.</summary>
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
        return digits.Length == Length && !digits.AsSpan().ContainsAnyExceptInRange('0', '9') && IsPossible(digits)
            ? new PersonalCode(digits)
            : null;
    }

    private static bool IsPossible(string digits) => digits[0] switch
    {
        '9' => true,
        '3' when digits[1] >= '2' => true,
        _ => PersonalCodeOldForm.IsPossible(digits),
    };
}
