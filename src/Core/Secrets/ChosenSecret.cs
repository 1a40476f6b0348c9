namespace Eds.Core;

/// <summary>
/// The form of a secret that a person chose: 15–128 characters from U+0020 to U+007E (VSCHAR of RFC 6749 A.2), no leading or trailing
/// space, no prefix of a generated one. <see cref="SecretPolicy"/> checks its strength.
/// </summary>
internal static class ChosenSecret
{
    public const int MinLength = 15;
    public const int MaxLength = 128;

    public static bool IsWellFormed(string text) =>
        text.Length is >= MinLength and <= MaxLength
        && HasOnlyPrintableAscii(text)
        && !HasSpaceAtEnd(text)
        && !HasReservedPrefix(text);

    public static bool HasOnlyPrintableAscii(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    public static bool HasSpaceAtEnd(string text) => text.StartsWith(' ') || text.EndsWith(' ');

    public static bool HasReservedPrefix(string text) => text.StartsWith(GeneratedSecret.Prefix, StringComparison.Ordinal);
}
