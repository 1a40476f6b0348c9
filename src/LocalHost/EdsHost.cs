using Eds.Core;
using Eds.Functions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace Eds.LocalHost;

/// <summary>The functions, their timers, the development sign-in and the portal, on 127.0.0.1.</summary>
public sealed class EdsHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EdsHost(IHost host, Uri baseAddress, FoundFunctions functions)
    {
        _host = host;
        BaseAddress = baseAddress;
        Functions = functions;
    }

    /// <summary>http://127.0.0.1:7071/</summary>
    public Uri BaseAddress { get; }

    public FoundFunctions Functions { get; }

    public IServiceProvider Services => _host.Services;

    /// <exception cref="CannotStartException">The port is taken, or a setting is wrong or points away from this machine.</exception>
    public static async Task<EdsHost> StartAsync(EdsHostOptions options, CancellationToken cancellation)
    {
        var socket = LocalServer.Listen(options.Port);
        IHost? host = null;
        try
        {
            var address = new Uri($"http://127.0.0.1:{Loopback.PortOf(socket)}");
            var issuer = new Uri(address, "dev/oidc");
            var configuration = LocalSettings.Of(options, address, issuer);
            LocalOnly.Require(configuration);
            var functions = FoundFunctions.In(options.SignInOnly ? [] : options.Functions ?? typeof(AccessControl).Assembly.GetTypes());
            host = LocalServer.Build(
                socket,
                configuration,
                options.Logging,
                services => Register(services, options, configuration, address, issuer, functions),
                endpoints => Map(endpoints, functions, options.SignInOnly ? null : options.PortalFolder));
            await host.StartAsync(cancellation);
            return new EdsHost(host, address, functions);
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

    private static void Register(
        IServiceCollection services, EdsHostOptions options, IConfiguration configuration, Uri address, Uri issuer, FoundFunctions functions)
    {
        options.Services?.Invoke(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSignIn(address, issuer, configuration["Portal:Audience"]!, configuration["Portal:PersonalCodeClaim"]!);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Timers>(provider, functions.Timers, options.Timers));
        services.AddHostedService(provider => provider.GetRequiredService<Timers>());
        if (!options.SignInOnly)
        {
            services.AddEds(configuration);
        }

        // In Azure the Functions host traces requests; here the web server's own.
        if (Telemetry.IsWanted(configuration))
        {
            services.AddEdsTelemetry(configuration).WithTracing(traces => traces.AddAspNetCoreInstrumentation());
        }
    }

    private static void Map(IEndpointRouteBuilder endpoints, FoundFunctions functions, string? portalFolder)
    {
        endpoints.MapFunctions(functions.Http);
        endpoints.ServiceProvider.GetRequiredService<ScriptTokens>().Map(endpoints);
        endpoints.ServiceProvider.GetRequiredService<Timers>().Map(endpoints);
        if (portalFolder is not null)
        {
            endpoints.MapPortal(portalFolder);
        }
    }
}
