using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>
/// A form as in RFC 6749 §3.2: no parameter twice, an empty one counts as absent, unknown ones are ignored, at most 8 KiB, and none of
/// them in the URL (§2.3.1).
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

        if (await RequestBody.ReadAsync(request, RequestBody.MaxTaxiBytes, cancellation) is not { } bytes)
        {
            return (null, OAuthError.InvalidRequest("The body is larger than 8 KiB."));
        }

        if (FormFields.Read(bytes.Span) is not { } sent)
        {
            return (null, OAuthError.InvalidRequest("The form is malformed."));
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in sent)
        {
            if (!fields.TryAdd(name, value) && name != MayRepeat)
            {
                return (null, OAuthError.InvalidRequest("A parameter must not be given twice."));
            }
        }

        return (new OAuthForm(fields), null);
    }
}
