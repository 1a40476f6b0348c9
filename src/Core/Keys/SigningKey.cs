using Microsoft.IdentityModel.Tokens;

namespace Eds.Core;

/// <summary>One version of the key that signs access tokens (ES256).</summary>
/// <remarks>
/// Made once per version and used by many requests at once. Nobody disposes it: a request may still be signing when its version goes
/// away, so the native key is freed by its own safe handle once nothing refers to it.
/// </remarks>
public sealed class SigningKey
{
    private const string Rule = "an EC P-256 private key as PKCS#8 PEM (BEGIN PRIVATE KEY)";
    private const string NistP256 = "1.2.840.10045.3.1.7";

    internal SigningKey(KeyVersion version)
    {
        var (key, point) = Read(version);
        Public = new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            X = Base64UrlEncoder.Encode(point.X),
            Y = Base64UrlEncoder.Encode(point.Y),
            Use = JsonWebKeyUseNames.Sig,
            Alg = SecurityAlgorithms.EcdsaSha256,
        };
        KeyId = Base64UrlEncoder.Encode(Public.ComputeJwkThumbprint());
        Public.Kid = KeyId;
        Key = new ECDsaSecurityKey(key) { KeyId = KeyId };
        Credentials = new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256);
    }

    /// <summary>The <c>kid</c>: the RFC 7638 thumbprint, 43 characters, e.g. <c>oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U</c>.</summary>
    public string KeyId { get; }

    /// <summary>Holds the private key: for signing only.</summary>
    public ECDsaSecurityKey Key { get; }

    /// <summary><see cref="Key"/> with its algorithm, ES256.</summary>
    public SigningCredentials Credentials { get; }

    /// <summary>What JWKS shows: the point, and nothing of the private key.</summary>
    public JsonWebKey Public { get; }

    public override string ToString() => $"signing key {KeyId} [redacted]";

    private static (ECDsa Key, ECPoint Point) Read(KeyVersion version)
    {
        var key = ECDsa.Create();
        try
        {
            var pem = PemEncoding.Find(version.Value);
            if (version.Value[pem.Label] is "PRIVATE KEY")
            {
                key.ImportPkcs8PrivateKey(Convert.FromBase64String(version.Value[pem.Base64Data]), out _);
                var parameters = key.ExportParameters(includePrivateParameters: false);
                if (parameters.Curve is { IsNamed: true, Oid.Value: NistP256 })
                {
                    return (key, parameters.Q);
                }
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Not handed on: the rule says all there is to say, and nobody vouches for what those messages hold.
        }

        key.Dispose();
        throw KeysUnavailableException.Malformed(KeyName.TokenSigning, version, Rule);
    }
}
