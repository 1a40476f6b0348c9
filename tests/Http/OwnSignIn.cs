using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Eds.Functions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Eds.Tests;

/// <summary>A host whose sign-in provider is the test itself, so that a token can be wrong in one point alone.</summary>
public sealed class OwnSignIn : IAsyncLifetime
{
    private const string Issuer = "https://login.example.lv";
    private const string KeyId = "k1";

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public OwnHost Host { get; private set; } = null!;

    public long Now => Host.Clock.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask InitializeAsync() => Host = await OwnHost.StartAsync(
        settings: new Dictionary<string, string?> { ["Portal:Authority"] = Issuer, ["Portal:Audience"] = "eds-portal" },
        services: own => own.Configure<JwtBearerOptions>(AccessControl.SignInScheme, options => options.Configuration = new OpenIdConnectConfiguration
        {
            Issuer = Issuer,
            SigningKeys = { new ECDsaSecurityKey(Key) { KeyId = KeyId } },
        }));

    internal Jwt Good() => new(
        new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = KeyId },
        new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = "eds-portal",
            ["iat"] = Now,
            ["nbf"] = Now,
            ["exp"] = Now + 3_600,
            ["sub"] = "person",
            ["name"] = "Anna Liepa",
            ["serial_number"] = "PNOLV-030303-10012",
        });

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Key.Dispose();
    }
}
