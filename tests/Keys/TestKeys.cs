using Microsoft.IdentityModel.Tokens;

namespace Eds.Tests;

/// <summary>Key material with known answers. None of it is used anywhere but here.</summary>
internal static class TestKeys
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The bytes 0 to 31.</summary>
    public static readonly string PepperValue = Base64From(0);

    /// <summary>The bytes 32 to 63.</summary>
    public static readonly string LookupValue = Base64From(32);

    /// <summary>The P-256 key of RFC 7515 A.3, put together here so that the repository holds no private key file.</summary>
    public static readonly string SigningValue = Pem(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint
        {
            X = Base64UrlEncoder.DecodeBytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
            Y = Base64UrlEncoder.DecodeBytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
        },
        D = Base64UrlEncoder.DecodeBytes("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"),
    });

    /// <summary>For hosts that share what they store.</summary>
    public static IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Keys:Pepper"] = PepperValue,
        ["Keys:Lookup"] = LookupValue,
        ["Keys:TokenSigning"] = SigningValue,
    };

    /// <summary>32 bytes counting up from <paramref name="first"/>.</summary>
    public static string Base64From(int first) => Convert.ToBase64String([.. Enumerable.Range(first, 32).Select(i => (byte)i)]);

    public static string NewSigning()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    public static KeyVersion Version(string version, DateTimeOffset createdAt, string value) => new(version, createdAt, value);

    private static string Pem(ECParameters parameters)
    {
        using var key = ECDsa.Create(parameters);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
