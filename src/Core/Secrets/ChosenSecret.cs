namespace Eds.Core;

/// <summary>
/// The form of a secret that a person chose: 15–128 characters from U+0020 to U+007E (VSCHAR of RFC 6749 A.2), no space at either
/// end, not beginning like a generated one. Whether it is hard to guess is for <see cref="SecretPolicy"/>.
/// </summary>
internal static class ChosenSecret
{
    public const int MinimumLength = 15;
    public const int MaximumLength = 128;

    public static bool IsWellFormed(string text) =>
        text.Length is >= MinimumLength and <= MaximumLength
        && HasOnlyPrintableAscii(text)
        && !HasSpaceAtEnd(text)
        && !HasReservedPrefix(text);

    public static bool HasOnlyPrintableAscii(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    public static bool HasSpaceAtEnd(string text) => text.StartsWith(' ') || text.EndsWith(' ');

    public static bool HasReservedPrefix(string text) => text.StartsWith(GeneratedSecret.Prefix, StringComparison.Ordinal);
}
