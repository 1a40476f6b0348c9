using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Eds.Tests;

/// <summary>A host that trusts a key of the test for sign-in tokens and for devices' tokens, so that a token can be wrong in one point alone.</summary>
public sealed class OwnKeys : IAsyncLifetime
{
    public const string Issuer = "https://eds.example.lv";
    public const string Audience = "https://eds.example.lv/taxi";

    private readonly Lazy<Task<Target>> _target;
    private Jwt _signIn = null!;

    public OwnKeys() => _target = new(() => Target.EnrolAsync(Client));

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

    /// <summary>The device's token.</summary>
    internal Jwt TokenOfDevice() => Jwt.Read(Token);

    /// <summary>One for all tests whose calls are refused.</summary>
    internal Task<Target> TargetAsync() => _target.Value;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Key.Dispose();
    }
}
