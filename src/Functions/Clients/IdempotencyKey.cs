using System.Text.RegularExpressions;

namespace Eds.Functions;

/// <summary>
/// Header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a string of RFC 8941, or bare; 1 to 255 printable ASCII characters.
/// </summary>
internal static partial class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <summary>In a quoted one, a backslash stands before a quotation mark or backslash, and before nothing else.</summary>
    [GeneratedRegex(@"^(?:""(?<key>(?:[ !#-\[\]-~]|\\[""\\])+)""|(?<key>[!#-\[\]-~]+))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped { get; }

    /// <returns>The key without quotation marks, or the refusal.</returns>
    public static (string? Key, IResult? Refusal) Read(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.Headers[Header]))
        {
            return (null, Problems.IdempotencyKeyRequired());
        }

        var form = request.Headers[Header] is [{ } value] ? Form.Match(value) : Match.Empty;
        return form.Success && Escaped.Replace(form.Groups["key"].Value, "$1") is { Length: <= MaxLength } key
            ? (key, null)
            : (null, Problems.Invalid("/" + Header, "idempotency-key-invalid",
                $"One key of 1 to {MaxLength} printable ASCII characters, quoted, or bare without spaces, quotation marks and "
                + "backslashes."));
    }
}
