using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
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
    public void A_lookup_mac_is_the_whole_hmac() =>
        Assert.Equal(
            "a5f3f51bddff0c4c4c4886393a41e3bbd5c4f08e945be315fc97efb13c2dfddb",
            Convert.ToHexStringLower(LookupKey.Mac("request", "one", "two")));

    [Fact]
    public void A_peppers_mac_is_the_hmac_over_use_and_data() => Assert.Equal(
        HMACSHA256.HashData(Convert.FromBase64String(PepperValue), "use\0data"u8),
        new Pepper(Version("1", Noon, PepperValue)).Mac("use", "data"u8));

    [Fact]
    public void The_public_key_has_the_point_its_rfc_7638_thumbprint_and_nothing_private()
    {
        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", SigningKey.KeyId);
        var json = JsonSerializer.Serialize(SigningKey.Public);

        Assert.Equal("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", SigningKey.Public.X);
        Assert.Equal("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", SigningKey.Public.Y);
        Assert.Equal(("EC", "P-256"), (SigningKey.Public.Kty, SigningKey.Public.Crv));
        Assert.Equal(("ES256", "sig"), (SigningKey.Public.Alg, SigningKey.Public.Use));
        Assert.Equal(SigningKey.KeyId, SigningKey.Public.Kid);
        Assert.False(SigningKey.Public.HasPrivateKey);
        Assert.DoesNotContain("jpsQnnGQ", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_signed_with_the_key_is_verified_with_its_public_half_even_by_many_at_once()
    {
        var credentials = new SigningCredentials(SigningKey.Key, SecurityAlgorithms.EcdsaSha256);
        var expected = new TokenValidationParameters
        {
            IssuerSigningKey = SigningKey.Public,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        };

        var tokens = new JsonWebTokenHandler();
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(
            () => tokens.ValidateTokenAsync(tokens.CreateToken($"{{\"sub\":\"{i}\"}}", credentials), expected),
            Cancellation)));

        Assert.All(results, result => Assert.True(result.IsValid));
        Assert.All(results, result => Assert.Equal(SigningKey.KeyId, ((JsonWebToken)result.SecurityToken).Kid));
    }

    [Fact]
    public void Nothing_prints_key_material()
    {
        var version = Version("1", Noon, PepperValue);
        object[] holders =
        [
            version,
            new { Nested = version },
            new Pepper(version),
            LookupKey,
            SigningKey,
            SigningKey.Key,
            new SigningKeys(SigningKey, [SigningKey]),
            new CachedKey<Pepper>("1", Noon, new Pepper(version)),
            new LocalKeyring(new KeyOptions { Pepper = PepperValue, TokenSigning = SigningValue, Lookup = LookupValue }),
        ];

        var printed = new StringBuilder().AppendJoin('\n', holders).ToString();

        Assert.All(
            [PepperValue, LookupValue, SigningValue, SigningValue.Split('\n')[1], "jpsQnnGQ", "AAECAwQF"],
            material => Assert.DoesNotContain(material, printed, StringComparison.Ordinal));
    }
}
