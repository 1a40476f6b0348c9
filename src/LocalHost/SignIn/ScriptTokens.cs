using System.Security.Claims;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Eds.LocalHost;

/// <summary>Who signs in, as asked for: in the body of POST /dev/token or on the sign-in page.</summary>
/// <param name="PersonalCode">030303-10012, hyphen or not. Its form only: tests want tokens with codes that do not exist, too.</param>
/// <param name="Name">Null means the demo person's, or one that is nobody's.</param>
/// <param name="Roles">Operator, or whatever else. Null means the demo person's.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed partial record SignedIn(string PersonalCode, string? Name = null, string[]? Roles = null)
{
    public bool IsWellFormed() => Code().IsMatch(PersonalCode ?? "") && Roles?.Contains(null!) is not true;

    public ClaimsIdentity ToIdentity(IConfiguration settings)
    {
        var digits = PersonalCode.Replace("-", "", StringComparison.Ordinal);
        var demo = DemoData.People.FirstOrDefault(known => known.Person.Code.Digits == digits);
        return new ClaimsIdentity("development")
            .SetClaim("sub", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(digits)).AsSpan(0, 16)))
            .SetClaim("name", Name ?? demo?.Person.Name ?? "Vārds Uzvārds")
            .SetClaim(settings["Portal:PersonalCodeClaim"]!, $"PNOLV-{PersonalCode}")
            .SetClaims("roles", [.. Roles ?? demo?.Roles ?? []]);
    }

    [GeneratedRegex(@"^[0-9]{6}-?[0-9]{5}\z")]
    private static partial Regex Code();
}

/// <summary>POST /dev/token: an access token for anybody, for scripts and tests. To functions it is one of the sign-in page.</summary>
internal static class ScriptTokens
{
    /// <summary>What is not JSON gets 415: a page of another site cannot send JSON unasked.</summary>
    public static void MapScriptTokens(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("dev/token", (
        SignedIn person, HttpResponse response, IOptions<OpenIddictServerOptions> provider, IConfiguration settings, TimeProvider clock) =>
    {
        if (!person.IsWellFormed())
        {
            return Results.BadRequest(new { error = """Send {"personalCode": "030303-10012"}, if wanted with "name" and "roles".""" });
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
