using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

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
