namespace Eds.Functions;

/// <summary>RFC 6749 §5.1. No refresh token (§4.4.3).</summary>
public sealed record TokenBody(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn) : Redacted;

/// <summary>The token endpoint: client credentials (RFC 6749 §4.4), by HTTP Basic or in the form.</summary>
public sealed class IssueToken(AccessControl access, AccessTokens tokens)
{
    [Function(nameof(IssueToken))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxi/auth")] HttpRequest request, CancellationToken cancellation)
    {
        request.HttpContext.Response.Headers.Pragma = "no-cache";
        var (form, unreadable) = await OAuthForm.ReadAsync(request, cancellation);
        if (form is null)
        {
            return unreadable!;
        }

        if (CheckGrant(form) is { } error)
        {
            return error;
        }

        var (client, refusal) = await access.ClientAsync(request, form);
        if (client is null)
        {
            return refusal!;
        }

        var token = await tokens.IssueAsync(client, cancellation);
        return Json.Answer(new TokenBody(token.Value, "Bearer", token.ExpiresIn));
    }

    /// <summary>The published service requires id and secret alone, so grant_type may be left out (RFC 6749 §4.4.2 requires it).</summary>
    private static OAuthError? CheckGrant(OAuthForm form) => (form.Value("grant_type"), form.Value("scope")) switch
    {
        (not (null or "client_credentials"), _) => new OAuthError(400, "unsupported_grant_type", "Only client_credentials is supported."),
        (_, not null) => new OAuthError(400, "invalid_scope", "No scope is defined."),
        _ => null,
    };
}
