using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>r and s, 32 bytes each (RFC 7518 §3.4).</summary>
    private const int SignatureBytes = 64;

    private readonly byte[] _header;

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
        _header = Encoding.ASCII.GetBytes(Base64UrlEncoder.Encode($$"""{"typ":"{{AccessTokens.Type}}","alg":"{{SecurityAlgorithms.EcdsaSha256}}","kid":"{{KeyId}}"}"""));
    }

    /// <summary>The <c>kid</c>: the RFC 7638 thumbprint, 43 characters, e.g. <c>oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U</c>.</summary>
    public string KeyId { get; }

    /// <summary>For checking signatures. It holds the private key too.</summary>
    public ECDsaSecurityKey Key { get; }

    /// <summary>What JWKS shows: the point, and nothing of the private key.</summary>
    public JsonWebKey Public { get; }

    /// <summary>
    /// A JWT of type at+jwt in compact form (RFC 7515 §7.1). Put together here: the general writer takes longer than the signature.
    /// </summary>
    /// <param name="claims">A JSON object in UTF-8.</param>
    public string Sign(ReadOnlySpan<byte> claims)
    {
        var signed = _header.Length + 1 + Base64Url.GetEncodedLength(claims.Length);
        var token = new byte[signed + 1 + Base64Url.GetEncodedLength(SignatureBytes)];
        _header.CopyTo(token, 0);
        token[_header.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(claims, token.AsSpan(_header.Length + 1));
        Span<byte> signature = stackalloc byte[SignatureBytes];
        Key.ECDsa.SignData(token.AsSpan(0, signed), signature, HashAlgorithmName.SHA256);
        token[signed] = (byte)'.';
        Base64Url.EncodeToUtf8(signature, token.AsSpan(signed + 1));
        return Encoding.ASCII.GetString(token);
    }

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
