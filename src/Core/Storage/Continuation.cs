using System.Buffers.Text;
using System.Text.RegularExpressions;

namespace Eds.Core;

/// <summary>Base64url of partition and last row key of a page. Unsigned: it can only name rows of the caller's own partition.</summary>
internal static partial class Continuation
{
    private const int MaxLength = 100;
    private const int MaxScanned = 10_000; // rows a page, however rare the matches are

    [GeneratedRegex(@"^(client\|[0-9a-hjkmnp-tv-z]{30}|event\|\d{19}\|[0-9a-hjkmnp-tv-z]{16}|carriage\|\d{19}[0-9a-hjkmnp-tv-z]{30})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex RowKey { get; }

    public static string Write(string taxpayerId, string lastRowKey) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{taxpayerId}|{lastRowKey}"));

    /// <summary>The row key after which the next page begins. Null: malformed, or of another taxpayer or kind of rows.</summary>
    /// <param name="text">Null or empty: the first page.</param>
    public static string? After(string taxpayerId, string kind, string? text)
    {
        var from = RowKeys.Range(kind).From;
        if (string.IsNullOrEmpty(text))
        {
            return from;
        }

        Span<byte> bytes = stackalloc byte[MaxLength];
        return text.Length <= MaxLength && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]).Split('|', 2) is [var partition, var key] && partition == taxpayerId
            && RowKey.IsMatch(key) && key.StartsWith(from, StringComparison.Ordinal)
            ? key
            : null;
    }

    /// <summary>A page of what <paramref name="select"/> makes of rows, null left out. A short page may have a next one.</summary>
    /// <param name="rows">In the order of their keys.</param>
    /// <param name="after">The key before the first row.</param>
    /// <param name="prefix">What the keys in the continuation begin with.</param>
    public static async Task<(IReadOnlyList<T> Found, string? Continuation)> PageAsync<TRow, T>(
        string taxpayerId, IAsyncEnumerable<TRow> rows, string after, int limit, Func<TRow, ValueTask<T?>> select, string prefix = "")
        where TRow : Row
        where T : class
    {
        var (found, scanned) = (new List<T>(), 0);
        await foreach (var row in rows)
        {
            if (found.Count == limit || scanned++ == MaxScanned)
            {
                return (found, Write(taxpayerId, prefix + after));
            }

            after = row.RowKey;
            if (await select(row) is { } item)
            {
                found.Add(item);
            }
        }

        return (found, null);
    }
}
