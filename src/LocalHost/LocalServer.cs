using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eds.LocalHost;

/// <summary>
/// Kestrel on a socket that already listens. Not a WebApplication: that adds middleware of its own (authentication, error pages), and
/// around a function in Azure there is none.
/// </summary>
internal static class LocalServer
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    /// <summary>0 means any free port.</summary>
    /// <exception cref="CannotStartException">The port is taken.</exception>
    public static Socket Listen(int port)
    {
        try
        {
            return Loopback.Listen(port);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            throw new CannotStartException(
                $"Port {port} is taken: stop what uses it, or choose another with the setting Port (--Port {port + 1}).", e);
        }
    }

    public static IHost Build(
        Socket socket,
        IConfiguration configuration,
        Action<ILoggingBuilder>? logging,
        Action<IServiceCollection> register,
        Action<IEndpointRouteBuilder> map) =>
        new HostBuilder()
            .UseContentRoot(AppContext.BaseDirectory)
            .UseDefaultServiceProvider(provider => (provider.ValidateScopes, provider.ValidateOnBuild) = (true, true))
            .ConfigureAppConfiguration(settings => settings.AddConfiguration(configuration))
            .ConfigureLogging(log =>
            {
                logging?.Invoke(log);
                log.AddFilter("OpenIddict", LogLevel.Warning); // below, it writes every request down, personal codes and all
            })
            .ConfigureServices(services =>
            {
                services.AddRouting();
                services.AddSingleton<IHostLifetime, NoSignals>();
                services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop);
                services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
                register(services);
            })
            .ConfigureWebHost(
                web => web.UseKestrelCore().ConfigureKestrel(kestrel =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Listen(socket.LocalEndPoint!);
                }).Configure(app =>
                {
                    app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
                    app.UseCustomHeaders();
                    app.RefuseForeignHosts();
                    app.UseSignIn();
                    app.UseRouting();
                    app.UseEndpoints(map);
                }),
                options => options.SuppressEnvironmentConfiguration = true)
            .Build();

    /// <summary>Leaves Ctrl+C and SIGTERM to the owner of the host, who may have several.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
