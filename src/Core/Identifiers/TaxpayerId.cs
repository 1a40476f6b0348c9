namespace Eds.Core;

/// <summary>10 random Crockford characters (50 bits), e.g. <c>7k2m9q4x0d</c>: a partition key and the start of client_ids.</summary>
public static class TaxpayerId
{
    public const int Length = 10;

    /// <summary>50 bits may collide: insert only, and draw again on a conflict.</summary>
    public static string Draw() => Crockford.Draw(Length);

    public static bool IsValid(string? text) => text is { Length: Length } && Crockford.IsCanonical(text);
}
