namespace Eds.Functions;

/// <summary>RFC 6749 §5.1. No refresh token (§4.4.3).</summary>
public sealed record TokenBody(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn)
{
    public override string ToString() => "[redacted]";
}

/// <summary>The token endpoint: client credentials (RFC 6749 §4.4), by HTTP Basic or in the form.</summary>
public sealed class IssueToken(AccessControl access, ClientAuthentication authentication, Settings settings, AccessTokens tokens)
{
    [Function(nameof(IssueToken))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxi/auth")] HttpRequest request, CancellationToken cancellation) =>
        access.TokenEndpointAsync(request, async () =>
        {
            request.HttpContext.Response.Headers.Pragma = "no-cache";
            var (from, refusal) = await ClientRequest.ReadAsync(request, authentication, settings, Check, cancellation);
            if (from is null)
            {
                return refusal!;
            }

            var token = await tokens.IssueAsync(from.Client, cancellation);
            return TypedResults.Json(new TokenBody(token.Value, "Bearer", token.ExpiresIn), Json.Contract.TokenBody);
        });

    private static OAuthError? Check(OAuthForm form) => (form.Value("grant_type"), form.Value("scope")) switch
    {
        (null, _) => OAuthError.InvalidRequest("The parameter grant_type is missing."),
        (not "client_credentials", _) => OAuthError.UnsupportedGrantType(),
        (_, not null) => OAuthError.InvalidScope(),
        _ => null,
    };
}
