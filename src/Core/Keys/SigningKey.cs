using Microsoft.IdentityModel.Tokens;

namespace Eds.Core;

/// <param name="Current">Signs new tokens.</param>
/// <param name="Published">What JWKS shows and tokens may be signed with, <paramref name="Current"/> included.</param>
public sealed record SigningKeys(SigningKey Current, IReadOnlyList<SigningKey> Published);

/// <summary>One version of the key that signs access tokens (ES256).</summary>
/// <remarks>Not disposed: a request may still sign with a version that was just dropped. Its safe handle frees the native key.</remarks>
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

    public ECDsaSecurityKey Key { get; } // holds the private key

    public SigningCredentials Credentials { get; }

    public JsonWebKey Public { get; } // as in JWKS

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
            // Not passed on: the message may contain part of the value.
        }

        key.Dispose();
        throw KeysUnavailableException.Malformed(KeyName.TokenSigning, version, Rule);
    }
}
