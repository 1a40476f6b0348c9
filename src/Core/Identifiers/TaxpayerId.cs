namespace Eds.Core;

/// <summary>
/// The opaque id of a taxpayer: 10 random Crockford characters (50 bits), for example <c>7k2m9q4x0d</c>. It is a partition key and
/// the beginning of each of the taxpayer's client_ids.
/// </summary>
public static class TaxpayerId
{
    public const int Length = 10;

    /// <summary>50 bits may collide: insert only, and draw again on a conflict.</summary>
    public static string Draw() => Crockford.Draw(Length);

    public static bool IsValid(string? text) => text is { Length: Length } && Crockford.IsCanonical(text);
}
