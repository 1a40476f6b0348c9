using static Eds.Tests.TestKeys;

namespace Eds.Tests;

/// <summary>Known answers, worked out independently (Python's hmac and hashlib).</summary>
public sealed class KeyMaterialTest
{
    private static readonly LookupKey LookupKey = new(Version("1", Noon, LookupValue));
    private static readonly SigningKey SigningKey = new(Version("1", Noon, SigningValue));

    [Fact]
    public void A_lookup_digest_is_130_bits_of_the_hmac_over_length_prefixed_parts() =>
        Assert.Equal("n9ddqnd2xj5hq0d10ck1pr5fc1", LookupKey.Digest("user", "0123456789", "03030310012"));

    [Fact]
    public void The_public_key_has_the_point_its_rfc_7638_thumbprint_and_nothing_private()
    {
        var (key, id) = (SigningKey.Public, "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");

        Assert.Equal((id, id, "EC", "P-256", "ES256", "sig"), (SigningKey.KeyId, key.Kid, key.Kty, key.Crv, key.Alg, key.Use));
        Assert.Equal(("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"), (key.X, key.Y));
        Assert.DoesNotContain("jpsQnnGQ", JsonSerializer.Serialize(key), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_prints_key_material()
    {
        var version = Version("1", Noon, PepperValue);
        object[] holders =
        [
            version, new { Nested = version }, new Pepper(version), LookupKey, SigningKey, SigningKey.Key,
            new SigningKeys(SigningKey, [SigningKey]), new CachedKey<Pepper>("1", Noon, new Pepper(version)),
            new LocalKeyring(new KeyOptions { Pepper = PepperValue, TokenSigning = SigningValue, Lookup = LookupValue }),
        ];

        Assert.All(holders, holder => Assert.All(
            ["AAECAwQF", LookupValue, SigningValue.Split('\n')[1], "jpsQnnGQ"],
            material => Assert.DoesNotContain(material, $"{holder}", StringComparison.Ordinal)));
    }
}
