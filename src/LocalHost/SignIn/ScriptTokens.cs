using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Eds.LocalHost;

/// <summary>POST /dev/token: an access token for anybody, for scripts and tests. To functions it is one of the sign-in page.</summary>
internal static class ScriptTokens
{
    private const string Expected =
        """Send {"personalCode": "030303-10012"}, if wanted with "roles": ["Operator"] and "name": "Anna Liepa", and nothing else.""";

    /// <summary>What is not JSON gets 415: a page of another site cannot send JSON unasked.</summary>
    public static void MapScriptTokens(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("dev/token", (
        SignedIn person, HttpResponse response, IOptions<OpenIddictServerOptions> provider, IConfiguration settings, TimeProvider clock) =>
    {
        if (!person.IsWellFormed())
        {
            return Results.BadRequest(new { error = Expected });
        }

        response.Headers.CacheControl = "no-store";
        var now = clock.GetUtcNow().UtcDateTime;
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = provider.Value.Issuer!.AbsoluteUri,
            Audience = settings["Portal:Audience"],
            IssuedAt = now,
            NotBefore = now,
            Expires = now + provider.Value.AccessTokenLifetime,
            Subject = person.ToIdentity(settings),
            SigningCredentials = provider.Value.SigningCredentials[0],
        });
        return Results.Ok(new { access_token = token });
    });
}
