using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Eds.LocalHost;

/// <summary>POST /dev/token: an access token for anybody, for scripts and tests. To functions it is one of the sign-in page.</summary>
internal sealed class ScriptTokens(IOptions<OpenIddictServerOptions> provider, IConfiguration settings, TimeProvider clock)
{
    private const string Expected =
        """Send {"personalCode": "030303-10012"}, if wanted with "roles": ["Operator"] and "name": "Anna Liepa", and nothing else.""";

    /// <summary>What is not JSON gets 415: a page of another site cannot send JSON unasked.</summary>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("dev/token", (SignedIn person, HttpResponse response) =>
    {
        response.Headers.CacheControl = "no-store";
        return person.IsWellFormed()
            ? Results.Json(new { access_token = TokenOf(person) })
            : Results.Json(new { error = Expected }, statusCode: StatusCodes.Status400BadRequest);
    });

    private string TokenOf(SignedIn person)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = provider.Value.Issuer!.AbsoluteUri,
            Audience = settings["Portal:Audience"],
            IssuedAt = now,
            NotBefore = now,
            Expires = now + provider.Value.AccessTokenLifetime,
            Subject = person.ToIdentity(settings),
            SigningCredentials = provider.Value.SigningCredentials[0],
        });
    }
}
