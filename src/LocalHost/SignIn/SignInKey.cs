using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Eds.LocalHost;

/// <summary>What all tokens of the development sign-in are signed with (ES256). It lives as long as the process.</summary>
internal sealed class SignInKey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SignInKey()
    {
        var key = new ECDsaSecurityKey(_key);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        Credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);
    }

    public SigningCredentials Credentials { get; }

    public void Dispose() => _key.Dispose();
}
