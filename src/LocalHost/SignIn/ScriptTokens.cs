using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Eds.LocalHost;

/// <summary>
/// POST /dev/token: an access token for whoever is asked for, for scripts and tests. To the functions it is like one from the sign-in
/// page: same issuer (http://127.0.0.1:7071/dev/oidc), same key, same claims.
/// </summary>
internal sealed class ScriptTokens(Uri issuer, string audience, string personalCodeClaim, SigningCredentials key, TimeProvider clock)
{
    private const string Expected =
        """Send {"personalCode": "030303-10012"}, if wanted with "roles": ["Operator"] and "name": "Anna Liepa", and nothing else.""";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("dev/token", async (HttpRequest request, HttpResponse response) =>
    {
        response.Headers.CacheControl = "no-store";
        if (!request.HasJsonContentType())
        {
            return Results.Json(new { error = "Send application/json." }, statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        return await ReadAsync(request) is { } person && person.IsWellFormed()
            ? Results.Json(new { access_token = TokenOf(person) })
            : Results.Json(new { error = Expected }, statusCode: StatusCodes.Status400BadRequest);
    });

    private static async Task<SignedIn?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFromJsonAsync<SignedIn>(Json);
        }
        catch (JsonException)
        {
            return null;
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
            Subject = person.ToIdentity(personalCodeClaim),
            SigningCredentials = key,
        });
    }
}
