using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eds.Tests;

/// <summary>HTTPS on 127.0.0.1 under a certificate made at start.</summary>
internal sealed class LoopbackServer(RequestDelegate answer) : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private WebApplication? _app;

    /// <summary>Known once it was started.</summary>
    public Uri Address { get; private set; } = new("https://127.0.0.1:0");

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, Address.Port, listen => listen.UseHttps(_certificate)));
        _app = builder.Build();
        _app.Run(answer);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    /// <summary>Trusts this server's certificate and no other.</summary>
    public HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => _certificate.Equals(shown) },
    });

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(new CancellationToken(canceled: true)); // open connections are cut, not waited for
            await _app.DisposeAsync();
        }

        _certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        // Windows serves TLS only with a key that came out of a file.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
