using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using OpenIddict.Abstractions;

namespace Eds.LocalHost;

/// <summary>Who signs in, as asked for: in the body of POST /dev/token or on the sign-in page.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class SignedIn
{
    /// <summary>030303-10012, with hyphen or without. Its form only: tokens with codes that do not exist are wanted in tests.</summary>
    public required string PersonalCode { get; init; }

    /// <summary>Operator, or whatever else. Null means the demo person's.</summary>
    public string[]? Roles { get; init; }

    /// <summary>Null means the demo person's, or one that is nobody's.</summary>
    public string? Name { get; init; }

    private string Digits => PersonalCode.Replace("-", "", StringComparison.Ordinal);

    public bool IsWellFormed() => Code().IsMatch(PersonalCode ?? "") && Roles?.Contains(null!) is not true;

    public ClaimsIdentity ToIdentity(IConfiguration settings)
    {
        var demo = DemoData.People.FirstOrDefault(known => known.Person.Code.Digits == Digits);
        return new ClaimsIdentity("development")
            .SetClaim("sub", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Digits)).AsSpan(0, 16)))
            .SetClaim("name", Name ?? demo?.Person.Name ?? "Vārds Uzvārds")
            .SetClaim(settings["Portal:PersonalCodeClaim"]!, $"PNOLV-{PersonalCode}")
            .SetClaims("roles", [.. Roles ?? demo?.Roles ?? []]);
    }

    [GeneratedRegex(@"^[0-9]{6}-?[0-9]{5}\z")]
    private static partial Regex Code();
}
