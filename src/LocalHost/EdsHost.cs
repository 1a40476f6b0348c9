using System.Net.Sockets;
using Eds.Core;
using Eds.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace Eds.LocalHost;

/// <summary>The functions, their timers, the development sign-in and the portal, on 127.0.0.1.</summary>
/// <remarks>Not a WebApplication: that adds middleware of its own (authentication, error pages), and around a function in Azure there is none.</remarks>
public sealed class EdsHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EdsHost(IHost host, Uri baseAddress) => (_host, BaseAddress) = (host, baseAddress);

    /// <summary>http://127.0.0.1:7071/</summary>
    public Uri BaseAddress { get; }

    public IServiceProvider Services => _host.Services;

    /// <exception cref="CannotStartException">The port is taken, or a setting is wrong or points away from this machine.</exception>
    public static async Task<EdsHost> StartAsync(EdsHostOptions options, CancellationToken cancellation)
    {
        var socket = Loopback.Listen(options.Port);
        IHost? host = null;
        try
        {
            var address = new Uri($"http://127.0.0.1:{Loopback.PortOf(socket)}");
            var configuration = SettingsOf(options, address);
            LocalOnly.Require(configuration);
            host = Build(socket, options, configuration, address);
            await host.StartAsync(cancellation);
            return new EdsHost(host, address);
        }
        catch
        {
            host?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Finishes the requests under way, stops the timers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    /// <summary>LocalHost's own settings, then those of environment and command line, then the caller's.</summary>
    private static IConfiguration SettingsOf(EdsHostOptions options, Uri address) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Tokens:Issuer"] = address.GetLeftPart(UriPartial.Authority),
            ["Tokens:Audience"] = "eds-taxi",
            ["Portal:Authority"] = new Uri(address, SignIn.Root).AbsoluteUri,
            ["Portal:Audience"] = "eds-portal",
            ["Portal:PersonalCodeClaim"] = "serial_number",
            ["Purge:Schedule"] = "0 30 1 * * *",
        })
        .AddInMemoryCollection(options.SignInOnly ? [] : options.KeysFile is { } file ? LocalKeys.ReadOrCreate(file) : LocalKeys.Create())
        .AddConfiguration(options.Configuration)
        .AddInMemoryCollection(options.Settings)
        .Build();

    private static IHost Build(Socket socket, EdsHostOptions options, IConfiguration configuration, Uri address)
    {
        var functions = FoundFunctions.In(options.SignInOnly ? [] : options.Functions ?? typeof(AccessControl).Assembly.GetTypes());
        return new HostBuilder()
            .UseContentRoot(AppContext.BaseDirectory)
            .UseDefaultServiceProvider(provider => (provider.ValidateScopes, provider.ValidateOnBuild) = (true, true))
            .ConfigureAppConfiguration(settings => settings.AddConfiguration(configuration))
            .ConfigureLogging(log =>
            {
                options.Logging?.Invoke(log);
                log.AddFilter("OpenIddict", LogLevel.Warning); // below, it writes every request down, personal codes and all
            })
            .ConfigureServices(services =>
            {
                options.Services?.Invoke(services);
                services.TryAddSingleton(TimeProvider.System);
                services.AddRouting();
                services.AddSingleton<IHostLifetime, NoSignals>();
                services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
                services.Configure<ForwardedHeadersOptions>(headers => headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor);
                services.AddSignIn(address, configuration["Portal:Audience"]!, configuration["Portal:PersonalCodeClaim"]!);
                services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TimerFunctions>(provider, functions.Timers, options.Timers));
                services.AddHostedService(provider => provider.GetRequiredService<TimerFunctions>());
                AddFunctions(services, options, configuration);
            })
            .ConfigureWebHost(
                web => web.UseKestrelCore().ConfigureKestrel(kestrel =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Listen(socket.LocalEndPoint!);
                }).Configure(app =>
                {
                    app.UseForwardedHeaders();
                    app.UseHostJsonHeaders();
                    app.RefuseForeignHosts();
                    app.UseSignIn();
                    app.UseRouting();
                    app.UseEndpoints(endpoints => Map(endpoints, functions, options.SignInOnly ? null : options.PortalFolder));
                }),
                web => web.SuppressEnvironmentConfiguration = true)
            .Build();
    }

    private static void AddFunctions(IServiceCollection services, EdsHostOptions options, IConfiguration configuration)
    {
        if (!options.SignInOnly)
        {
            services.AddEds(configuration);
        }

        // In Azure the Functions host traces requests; here the web server does.
        if (Telemetry.IsWanted(configuration))
        {
            services.AddEdsTelemetry(configuration).WithTracing(traces => traces.AddAspNetCoreInstrumentation());
        }
    }

    private static void Map(IEndpointRouteBuilder endpoints, FoundFunctions functions, string? portalFolder)
    {
        endpoints.MapFunctions(functions.Http);
        endpoints.ServiceProvider.GetRequiredService<ScriptTokens>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<TimerFunctions>().Map(endpoints);
        if (portalFolder is not null)
        {
            endpoints.MapPortal(portalFolder);
        }
    }

    /// <summary>Leaves Ctrl+C and SIGTERM to the owner of the host, who may have several.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
