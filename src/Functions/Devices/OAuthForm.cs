using System.Net;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>
/// A form as in RFC 6749 §3.2: no parameter twice, an empty one counts as absent, unknown ones are ignored, at most 8 KiB, and none of
/// them in the URL (§2.3.1). Micro-controllers end it with a line break or a NUL.
/// </summary>
internal sealed class OAuthForm
{
    private static readonly string[] NotInUrl = ["client_id", "client_secret", "grant_type", "scope", "token", "token_type_hint"];

    /// <summary>RFC 8707 §2. There is one resource here, so it is ignored.</summary>
    private const string MayRepeat = "resource";

    private readonly Dictionary<string, string> _fields;

    private OAuthForm(Dictionary<string, string> fields) => _fields = fields;

    public string? Value(string name) => _fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public static async ValueTask<(OAuthForm? Form, OAuthError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (NotInUrl.Any(request.Query.ContainsKey))
        {
            return (null, OAuthError.InvalidRequest("Parameters must not be in the URL."));
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || RequestBody.IsEncoded(request))
        {
            return (null, OAuthError.InvalidRequest("The body must be application/x-www-form-urlencoded."));
        }

        if (await RequestBody.ReadAsync(request, RequestBody.MaxFormBytes, cancellation) is not { } bytes)
        {
            return (null, OAuthError.InvalidRequest("The body is larger than 8 KiB."));
        }

        if (!Ascii.IsValid(bytes.Span))
        {
            return (null, OAuthError.InvalidRequest("The form is malformed."));
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in new QueryStringEnumerable("?" + Encoding.ASCII.GetString(bytes.Span).Trim('\0', '\r', '\n', '\t', ' ')))
        {
            if (Decode(field.EncodedName.Span) is not { } name || Decode(field.EncodedValue.Span) is not { } value)
            {
                return (null, OAuthError.InvalidRequest("The form is malformed."));
            }

            if (!fields.TryAdd(name, value) && name != MayRepeat)
            {
                return (null, OAuthError.InvalidRequest("A parameter must not be given twice."));
            }
        }

        return (new OAuthForm(fields), null);
    }

    /// <summary>Null: a percent sign without two hexadecimal digits, or bytes that are not UTF-8.</summary>
    private static string? Decode(ReadOnlySpan<char> encoded)
    {
        for (var rest = encoded; rest.IndexOf('%') is var at and >= 0; rest = rest[(at + 3)..])
        {
            if (rest.Length < at + 3 || !char.IsAsciiHexDigit(rest[at + 1]) || !char.IsAsciiHexDigit(rest[at + 2]))
            {
                return null;
            }
        }

        var bytes = Encoding.ASCII.GetBytes(encoded.ToArray());
        var decoded = WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length)!;
        return Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }
}
