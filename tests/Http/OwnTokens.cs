using System.Security.Cryptography;

namespace Eds.Tests;

/// <summary>A host whose token key the test holds, and a device on it, so that a token can be wrong in one point alone.</summary>
public sealed class OwnTokens : IAsyncLifetime
{
    private readonly OwnHostSettings _settings = new();

    public ECDsa Key => _settings.Key;

    public OwnHost Host { get; private set; } = null!;

    internal TestDevice Device { get; private set; } = null!;

    public string Token { get; private set; } = null!;

    public long Now => Host.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The device's own token, taken apart.</summary>
    internal Jwt Changed() => Jwt.Read(Token);

    public async ValueTask InitializeAsync()
    {
        Host = await OwnHost.StartAsync(settings: _settings.All);
        Device = await TestDevice.RegisterAsync(Host.Api);
        Token = await Device.TokenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Key.Dispose();
    }
}

/// <summary>Issuer, audience and token key that a test chose.</summary>
public sealed class OwnHostSettings
{
    public const string Issuer = "https://eds.example.lv";
    public const string Audience = "https://eds.example.lv/taxi";

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public IReadOnlyDictionary<string, string?> All => new Dictionary<string, string?>
    {
        ["Tokens:Issuer"] = Issuer,
        ["Tokens:Audience"] = Audience,
        ["Keys:TokenSigning"] = Key.ExportPkcs8PrivateKeyPem(),
    };
}
