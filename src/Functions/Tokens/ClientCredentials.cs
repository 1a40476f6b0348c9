using System.Buffers.Text;
using System.Net;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>How a client authenticates: HTTP Basic, or client_id and client_secret in the form (RFC 6749 §2.3.1).</summary>
/// <param name="ClientSecrets">The secret; by Basic a second reading of it, where a plus or percent sign may be meant literally.</param>
internal sealed record ClientCredentials(string ClientId, params IReadOnlyList<string> ClientSecrets) : Redacted
{
    private const string Basic = "Basic ";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static (ClientCredentials? Credentials, OAuthError? Error) Read(HttpRequest request, OAuthForm form)
    {
        var (id, secret) = (form.Value("client_id"), form.Value("client_secret"));
        if (request.Headers[HeaderNames.Authorization] is var header && string.IsNullOrWhiteSpace(header))
        {
            return id is null || secret is null
                ? (null, OAuthError.InvalidClient("client_id and client_secret are needed."))
                : (new ClientCredentials(id, secret), null);
        }

        if (secret is not null)
        {
            return (null, OAuthError.MultipleMethods());
        }

        if (header is not [{ } value] || FromBasic(value) is not { } credentials)
        {
            return (null, OAuthError.InvalidClient());
        }

        // RFC 6749 §3.2.1 lets a client name itself in the form as well; then it must be the same.
        return id is null || SameId(id, credentials.ClientId)
            ? (credentials, null)
            : (null, OAuthError.InvalidRequest("The client_id in the form is not the one in the header."));
    }

    /// <summary>
    /// Both halves are form-encoded before they are joined with a colon and base64-encoded. Many programs leave the encoding out. Base64url
    /// and missing padding are accepted, white space inside is not.
    /// </summary>
    private static ClientCredentials? FromBasic(string header)
    {
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var base64 = header[Basic.Length..].Trim();
            if (base64.Any(char.IsWhiteSpace))
            {
                return null;
            }

            var bytes = Base64Url.DecodeFromChars(base64.Replace('+', '-').Replace('/', '_').TrimEnd('='));
            if (StrictUtf8.GetString(bytes).Split(':', 2) is not [var id, var secret])
            {
                return null;
            }

            var decoded = WebUtility.UrlDecode(secret);
            return new ClientCredentials(WebUtility.UrlDecode(id), decoded == secret ? [secret] : [decoded, secret]);
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool SameId(string one, string other) =>
        Core.ClientId.TryParse(one, out var first) && Core.ClientId.TryParse(other, out var second) ? first == second : one == other;
}
