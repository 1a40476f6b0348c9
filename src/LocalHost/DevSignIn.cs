using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Eds.LocalHost;

/// <summary>
/// Stands in for the state sign-in: signs whoever is asked for, with a key that lives as long as the process. To the functions it is an
/// OpenID Connect authority like any other, found through its discovery document. The issuer is http://127.0.0.1:7071/dev/oidc; the
/// claim of the personal code carries PNOLV-030303-10012.
/// </summary>
internal sealed partial class DevSignIn(Uri issuer, string audience, string personalCodeClaim, TimeProvider clock) : IDisposable
{
    private const string Wanted =
        """Send {"personalCode": "030303-10012"}, if wanted with "roles": ["Operator"] and "name": "Anna Liepa", and nothing else.""";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string KeyId => Base64UrlEncoder.Encode(PublicKey().ComputeJwkThumbprint());

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("dev/oidc/.well-known/openid-configuration", () => Results.Json(Discovery()));
        endpoints.MapGet("dev/oidc/jwks", () => Results.Json(Keys()));
        endpoints.MapPost("dev/token", AnswerAsync);
    }

    public void Dispose() => _key.Dispose();

    private async Task<IResult> AnswerAsync(HttpRequest request, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        if (!request.HasJsonContentType())
        {
            return Results.Json(new { error = "Send application/json." }, statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            var person = await request.ReadFromJsonAsync<Person>(Strict, request.HttpContext.RequestAborted);
            return person is not null && PersonalCode().IsMatch(person.PersonalCode) && person.Roles?.Contains(null!) is not true
                ? Results.Json(new { access_token = TokenOf(person) })
                : Results.Json(new { error = Wanted }, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (JsonException)
        {
            return Results.Json(new { error = Wanted }, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private string TokenOf(Person person)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer.AbsoluteUri,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = SubjectOf(person),
                [JwtRegisteredClaimNames.Name] = person.Name ?? NameOf(person),
                [personalCodeClaim] = $"PNOLV-{person.PersonalCode}",
                ["roles"] = person.Roles ?? [],
            },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>The demo people have names; others get one that is nobody's.</summary>
    private static string NameOf(Person person) =>
        DemoData.People.FirstOrDefault(known => known.Code.Digits == person.PersonalCode.Replace("-", "", StringComparison.Ordinal))?.Name ?? "Vārds Uzvārds";

    /// <summary>The same person has the same subject, written with hyphen or without.</summary>
    private static string SubjectOf(Person person)
    {
        var digits = person.PersonalCode.Replace("-", "", StringComparison.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(digits)).AsSpan(0, 16));
    }

    private Dictionary<string, object> Discovery() => new()
    {
        ["issuer"] = issuer.AbsoluteUri,
        ["jwks_uri"] = $"{issuer.AbsoluteUri}/jwks",
        ["response_types_supported"] = Array.Empty<string>(),
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { SecurityAlgorithms.EcdsaSha256 },
    };

    private object Keys()
    {
        var key = PublicKey();
        const string Algorithm = SecurityAlgorithms.EcdsaSha256;
        var published = new { kty = key.Kty, crv = key.Crv, x = key.X, y = key.Y, kid = KeyId, use = "sig", alg = Algorithm };
        return new { keys = new[] { published } };
    }

    private JsonWebKey PublicKey()
    {
        using var open = ECDsa.Create(_key.ExportParameters(includePrivateParameters: false));
        return JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(open));
    }

    // The form only: tokens with codes that do not exist are wanted in tests.
    [GeneratedRegex(@"^[0-9]{6}-?[0-9]{5}\z")]
    private static partial Regex PersonalCode();

    // A class and not a record, whose ToString() would show the personal code.
    private sealed class Person
    {
        public required string PersonalCode { get; init; }

        public string[]? Roles { get; init; }

        public string? Name { get; init; }
    }
}
