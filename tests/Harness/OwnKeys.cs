using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Eds.Tests;

/// <summary>A host that trusts a key of the test for both kinds of token, so that a token can be wrong in one point alone.</summary>
public sealed class OwnKeys : IAsyncLifetime
{
    public const string Issuer = "https://eds.example.lv";
    public const string Audience = "https://eds.example.lv/taxi";

    /// <summary>What both kinds of token are refused for: made wrong in one point, and signed.</summary>
    internal static readonly Dictionary<string, Func<Jwt, OwnKeys, string>> Flaws = new()
    {
        ["without an expiry"] = (good, own) => good.With("exp", null).SignedBy(own.Key),
        ["of no audience"] = (good, own) => good.With("aud", null).SignedBy(own.Key),
        ["of another issuer"] = (good, own) => good.With("iss", "https://eds.example.com").SignedBy(own.Key),
        ["of no issuer"] = (good, own) => good.With("iss", null).SignedBy(own.Key),
        ["by a foreign key"] = (good, _) => good.SignedByAForeignKey(),
        ["by a foreign key of another name"] = (good, _) => good.WithHeader("kid", "k2").SignedByAForeignKey(),
        ["with the public key as secret"] = (good, own) => good.SignedWithThePublicKeyAsSecret(own.Key),
        ["unsigned"] = (good, _) => good.Unsigned(),
        ["with an empty signature"] = (good, own) => string.Join('.', good.SignedBy(own.Key).Split('.')[..2]) + ".",
        ["with the signature of another"] = (good, own) =>
            string.Join('.', [.. good.With("name", "Eva").SignedBy(own.Key).Split('.')[..2], good.SignedBy(own.Key).Split('.')[2]]),
        ["that is no JWT"] = (_, _) => "not.a.token",
    };

    private Jwt _signIn = null!;

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public OwnHost Host { get; private set; } = null!;
    public EdsClient Client => Host.Client;
    public long Now => Host.Clock.GetUtcNow().ToUnixTimeSeconds();
    internal TestDevice Device { get; private set; } = null!;

    /// <summary>The device's.</summary>
    public string Token { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await OwnHost.StartAsync(
            settings: new Dictionary<string, string?>
            {
                ["Tokens:Issuer"] = Issuer,
                ["Tokens:Audience"] = Audience,
                ["Keys:TokenSigning"] = Key.ExportPkcs8PrivateKeyPem(),
            },
            services: own => own.PostConfigure<JwtBearerOptions>(
                Functions.AccessControl.SignInScheme,
                options => options.TokenValidationParameters.IssuerSigningKeys = [new ECDsaSecurityKey(Key) { KeyId = "k1" }]));
        _signIn = Jwt.Read(await TestPerson.New("Anna Liepa").SignInAsync(Client)).WithHeader("kid", "k1").WithHeader("alg", "ES256");
        Device = await TestDevice.RegisterAsync(Client);
        Token = await Device.TokenAsync();
    }

    /// <summary>A person's sign-in token, to be signed with <see cref="Key"/>.</summary>
    internal Jwt SignInOf(TestPerson person) => _signIn.With("serial_number", $"PNOLV-{person.Code}");

    internal Jwt TokenOfDevice() => Jwt.Read(Token);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Key.Dispose();
    }
}
