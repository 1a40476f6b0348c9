using System.Text;

namespace Eds.Functions;

/// <summary>
/// Header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a string of RFC 8941, or bare; 1 to 255 printable ASCII characters.
/// </summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <returns>The key without quotation marks, or the refusal.</returns>
    public static (string? Key, IResult? Refusal) Read(HttpRequest request)
    {
        if (request.Headers[Header] is not [{ Length: > 0 } value])
        {
            return request.Headers[Header].Count > 1 ? (null, Invalid()) : (null, Problems.IdempotencyKeyRequired());
        }

        var key = value is ['"', ..] ? Unquote(value) : value.AsSpan().IndexOfAny(" \"\\") < 0 ? value : null;
        return key is { Length: >= 1 and <= MaxLength } && key.All(c => c is >= ' ' and <= '~') ? (key, null) : (null, Invalid());
    }

    /// <summary>
    /// RFC 8941 §4.2.5: a backslash stands before a quotation mark or backslash, and before nothing else. Null: it is none.
    /// </summary>
    private static string? Unquote(string value)
    {
        var key = new StringBuilder();
        for (var i = 1; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '"':
                    return i == value.Length - 1 ? key.ToString() : null;
                case '\\' when i + 1 < value.Length && value[i + 1] is '"' or '\\':
                    key.Append(value[++i]);
                    break;
                case '\\':
                    return null;
                case var character:
                    key.Append(character);
                    break;
            }
        }

        return null;
    }

    private static IResult Invalid() => Problems.Invalid(
        "/" + Header,
        "idempotency-key-invalid",
        $"One key of 1 to {MaxLength} printable ASCII characters, quoted, or bare without spaces, quotation marks and backslashes.");
}
