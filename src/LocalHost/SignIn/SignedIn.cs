using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Eds.LocalHost;

/// <summary>Who signs in, as asked for: in the body of POST /dev/token or on the sign-in page.</summary>
// A class and not a record, whose ToString() would show the personal code.
internal sealed partial class SignedIn
{
    /// <summary>030303-10012, with hyphen or without. Its form only: tokens with codes that do not exist are wanted in tests.</summary>
    public required string PersonalCode { get; init; }

    /// <summary>Operator, or whatever else.</summary>
    public string[]? Roles { get; init; }

    /// <summary>Null means the demo person's, or one that is nobody's.</summary>
    public string? Name { get; init; }

    public bool IsWellFormed() => Code().IsMatch(PersonalCode) && Roles?.Contains(null!) is not true;

    /// <summary>The claims of an access token, apart from those that every token has.</summary>
    public Dictionary<string, object> Claims(string personalCodeClaim) => new()
    {
        ["sub"] = Subject(),
        ["name"] = Name ?? DemoData.People.FirstOrDefault(known => known.Person.Code.Digits == Digits())?.Person.Name ?? "Vārds Uzvārds",
        [personalCodeClaim] = $"PNOLV-{PersonalCode}",
        ["roles"] = Roles ?? [],
    };

    /// <summary>The same person has the same subject, written with hyphen or without.</summary>
    private string Subject() => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Digits())).AsSpan(0, 16));

    private string Digits() => PersonalCode.Replace("-", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^[0-9]{6}-?[0-9]{5}\z")]
    private static partial Regex Code();
}
