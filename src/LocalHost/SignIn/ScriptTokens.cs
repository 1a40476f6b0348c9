using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Eds.LocalHost;

/// <summary>
/// POST /dev/token: an access token for whoever is asked for, for scripts and tests. To the functions it is like one from the sign-in
/// page: same issuer (http://127.0.0.1:7071/dev/oidc), same key, same claims.
/// </summary>
internal sealed class ScriptTokens(Uri issuer, string audience, string personalCodeClaim, SignInKey key, TimeProvider clock)
{
    private const string Wanted =
        """Send {"personalCode": "030303-10012"}, if wanted with "roles": ["Operator"] and "name": "Anna Liepa", and nothing else.""";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("dev/token", AnswerAsync);

    private async Task<IResult> AnswerAsync(HttpRequest request, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        if (!request.HasJsonContentType())
        {
            return Results.Json(new { error = "Send application/json." }, statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            return await request.ReadFromJsonAsync<SignedIn>(Strict, request.HttpContext.RequestAborted) is { } person && person.IsWellFormed()
                ? Results.Json(new { access_token = TokenOf(person) })
                : Results.Json(new { error = Wanted }, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (JsonException)
        {
            return Results.Json(new { error = Wanted }, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private string TokenOf(SignedIn person)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer.AbsoluteUri,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + SignIn.TokenLifetime,
            Claims = person.Claims(personalCodeClaim),
            SigningCredentials = key.Credentials,
        });
    }
}
