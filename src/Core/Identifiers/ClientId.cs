namespace Eds.Core;

/// <summary>
/// The client_id of an API client: 30 Crockford characters, 10 of its taxpayer, 16 random (80 bits) and 4 of <see cref="ClientIdCheck"/>.
/// Example: taxpayer <c>7k2m9q4x0d</c>, random <c>3hs8v1bt6wze5ncy</c>, check <c>d4e6</c>, shown as
/// <c>tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6</c>.
/// </summary>
public readonly record struct ClientId
{
    private const int RandomLength = 16;
    private const int CheckedLength = Core.TaxpayerId.Length + RandomLength;
    internal const int Length = CheckedLength + ClientIdCheck.Length;
    private const int GroupLength = 5;
    internal const int MinSearchLength = 4;
    private const int MaxInputLength = 128;
    private const string Prefix = "tx";

    private readonly string? _compact;

    private ClientId(string compact) => _compact = compact;

    /// <summary>The 30 characters in lower case, without prefix and hyphens, as in table keys. Empty for <c>default</c>.</summary>
    public string Compact => _compact ?? "";

    public string TaxpayerId => _compact?[..Core.TaxpayerId.Length] ?? "";

    public static ClientId Draw(string taxpayerId)
    {
        if (!Core.TaxpayerId.IsValid(taxpayerId))
        {
            throw new ArgumentException("Not a taxpayer id.", nameof(taxpayerId));
        }

        var body = taxpayerId + Crockford.Draw(RandomLength);
        return new ClientId(body + ClientIdCheck.Of(body));
    }

    /// <summary>Accepts white space, hyphens and invisible characters anywhere, a missing "tx", any case, o for 0, i and l for 1.</summary>
    public static bool TryParse(string? text, out ClientId id)
    {
        id = default;
        if (text is not { Length: <= MaxInputLength } || Crockford.Normalize(text) is not { } compact)
        {
            return false;
        }

        if (compact.Length == Prefix.Length + Length && compact.StartsWith(Prefix, StringComparison.Ordinal))
        {
            compact = compact[Prefix.Length..];
        }

        if (compact.Length != Length || compact[CheckedLength..] != ClientIdCheck.Of(compact.AsSpan(0, CheckedLength)))
        {
            return false;
        }

        id = new ClientId(compact);
        return true;
    }

    /// <exception cref="InvalidDataException">Not a client_id.</exception>
    internal static ClientId FromStored(string compact) =>
        TryParse(compact, out var id) ? id : throw new InvalidDataException("A stored client_id is invalid.");

    /// <summary>At least four characters of the text must be in the random part: all ids of a taxpayer have the same beginning.</summary>
    internal static bool Contains(string compact, string typed)
    {
        var part = typed.StartsWith(Prefix, StringComparison.Ordinal) ? typed[Prefix.Length..] : typed;
        return Enumerable.Range(0, compact.Length).Any(at =>
            Math.Min(at + part.Length, CheckedLength) - Math.Max(at, Core.TaxpayerId.Length) >= MinSearchLength
            && string.CompareOrdinal(compact, at, part, 0, part.Length) == 0);
    }

    public override string ToString() =>
        _compact is null ? "" : $"{Prefix}-{string.Join('-', _compact.Chunk(GroupLength).Select(group => new string(group)))}";
}
