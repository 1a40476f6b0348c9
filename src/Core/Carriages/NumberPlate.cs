namespace Eds.Core;

/// <summary>2 to 12 letters A to Z and digits: <c>tx-12 34</c> is <c>TX1234</c>.</summary>
public static class NumberPlate
{
    /// <summary>In upper case, without spaces and hyphens.</summary>
    public static string Fold(string text) =>
        string.Concat(text.Where(character => character != '-' && !char.IsWhiteSpace(character))).ToUpperInvariant();

    /// <returns>Null: not a number plate.</returns>
    public static string? Parse(string text) =>
        Fold(text) is { Length: >= 2 and <= 12 } plate && plate.All(char.IsAsciiLetterOrDigit) ? plate : null;
}
