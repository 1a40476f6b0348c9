namespace Eds.Core;

/// <summary>
/// The opaque id of a taxpayer: 10 random Crockford characters (50 bits), for example <c>7k2m9q4x0d</c>. It is a partition key and
/// the beginning of each of the taxpayer's client ids, and says nothing of the registration number.
/// </summary>
public static class TaxpayerId
{
    public const int Length = 10;

    /// <summary>50 bits may collide: whoever stores it inserts only, and draws again.</summary>
    public static string Draw() => Crockford.Draw(Length);

    /// <summary>True only for what <see cref="Draw"/> writes: it stands in addresses, nobody types it, so nothing is forgiven.</summary>
    public static bool IsValid(string? text) => text is { Length: Length } && Crockford.IsCanonical(text);
}
