namespace Eds.Core;

/// <summary>
/// The id of an API client: 30 Crockford characters, 10 of its taxpayer, 16 random (80 bits) and 4 of <see cref="ClientIdCheck"/>,
/// so that it names its own partition and a mistyped one is refused without a look at storage.
/// Example: taxpayer <c>7k2m9q4x0d</c>, random <c>3hs8v1bt6wze5ncy</c>, check <c>d4e6</c>, shown as
/// <c>tx-7k2m9-q4x0d-3hs8v-1bt6w-ze5nc-yd4e6</c>.
/// </summary>
public readonly record struct ClientId
{
    private const int RandomLength = 16;
    private const int CheckedLength = Core.TaxpayerId.Length + RandomLength;
    internal const int Length = CheckedLength + ClientIdCheck.Length;
    private const int Group = 5;
    private const int LongestInput = 64;
    private const string Prefix = "tx";

    private readonly string? _compact;

    private ClientId(string compact) => _compact = compact;

    /// <summary>The 30 characters in lower case, without prefix and hyphens, as in table keys. Empty for <c>default</c>.</summary>
    public string Compact => _compact ?? "";

    /// <summary>Empty for <c>default</c>.</summary>
    public string TaxpayerId => _compact?[..Core.TaxpayerId.Length] ?? "";

    public static ClientId Draw(string taxpayerId)
    {
        if (!Core.TaxpayerId.IsValid(taxpayerId))
        {
            throw new ArgumentException("Not a taxpayer id.", nameof(taxpayerId));
        }

        Span<byte> values = stackalloc byte[Length];
        var written = taxpayerId + Crockford.Draw(RandomLength);
        for (var i = 0; i < CheckedLength; i++)
        {
            values[i] = (byte)Crockford.ValueOf(written[i]);
        }

        var check = ClientIdCheck.Of(values[..CheckedLength]);
        for (var i = 0; i < ClientIdCheck.Length; i++)
        {
            values[CheckedLength + i] = (byte)ClientIdCheck.ValueAt(check, i);
        }

        return new ClientId(Write(values));
    }

    /// <summary>
    /// Reads an id as people type it: white space around it, hyphens anywhere or nowhere, with or without <c>tx</c>, any case,
    /// o for 0, i and l for 1. False for anything else, a wrong check included.
    /// </summary>
    public static bool TryParse(string? text, out ClientId id)
    {
        id = default;
        Span<byte> read = stackalloc byte[Prefix.Length + Length];
        if (text is not { Length: <= LongestInput } || !TryRead(text.AsSpan().Trim(), read, out var count))
        {
            return false;
        }

        ReadOnlySpan<byte> values = read[..count];
        if (values.Length == read.Length && Crockford.Alphabet[values[0]] == Prefix[0] && Crockford.Alphabet[values[1]] == Prefix[1])
        {
            values = values[Prefix.Length..];
        }

        if (values.Length != Length || !HasItsCheck(values))
        {
            return false;
        }

        id = new ClientId(Write(values));
        return true;
    }

    /// <summary><c>tx-</c> and groups of five; empty for <c>default</c>.</summary>
    public override string ToString() => _compact is { } compact
        ? string.Create(Prefix.Length + Length + (Length / Group), compact, static (text, all) =>
        {
            Prefix.CopyTo(text);
            for (var (from, to) = (0, Prefix.Length); from < Length; from += Group, to += Group + 1)
            {
                text[to] = '-';
                all.AsSpan(from, Group).CopyTo(text[(to + 1)..]);
            }
        })
        : "";

    private static bool TryRead(ReadOnlySpan<char> text, Span<byte> values, out int count)
    {
        count = 0;
        foreach (var character in text)
        {
            if (character == '-')
            {
                continue;
            }

            var value = Crockford.ValueOf(character);
            if (value < 0 || count == values.Length)
            {
                return false;
            }

            values[count++] = (byte)value;
        }

        return true;
    }

    private static bool HasItsCheck(ReadOnlySpan<byte> values)
    {
        var check = ClientIdCheck.Of(values[..CheckedLength]);
        for (var i = 0; i < ClientIdCheck.Length; i++)
        {
            if (values[CheckedLength + i] != ClientIdCheck.ValueAt(check, i))
            {
                return false;
            }
        }

        return true;
    }

    private static string Write(ReadOnlySpan<byte> values) => string.Create(Length, values, static (text, source) =>
    {
        for (var i = 0; i < Length; i++)
        {
            text[i] = Crockford.Alphabet[source[i]];
        }
    });
}
