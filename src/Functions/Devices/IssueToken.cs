using System.Text.Json.Serialization;
using Eds.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

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
public sealed class IssueToken(Gate gate, ClientAuthentication authentication)
{
    [Function(nameof(IssueToken))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/taxi/auth")] HttpRequest request, CancellationToken cancellation) =>
        gate.TokenEndpointAsync(request, async () =>
        {
            request.HttpContext.Response.Headers.Pragma = "no-cache";
            var (form, formError) = await OAuthForm.ReadAsync(request, cancellation);
            if (form is null)
            {
                return formError!;
            }

            var (credentials, credentialsError) = ClientCredentials.Read(request, form);
            if (form.Value("grant_type") is not { } grantType)
            {
                return OAuthError.InvalidRequest("The parameter grant_type is missing.");
            }

            if (credentials is null)
            {
                return credentialsError!;
            }

            if (grantType != "client_credentials")
            {
                return OAuthError.UnsupportedGrantType();
            }

            if (form.Value("scope") is not null)
            {
                return OAuthError.InvalidScope();
            }

            return await authentication.IssueTokenAsync(credentials.ClientId, credentials.ClientSecret, cancellation) is { } token
                ? TypedResults.Json(new TokenBody(token.Value, "Bearer", token.ExpiresIn), Json.Contract.TokenBody)
                : OAuthError.InvalidClient();
        });
}
