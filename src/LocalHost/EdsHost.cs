using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Trace;

namespace Eds.LocalHost;

/// <summary>The functions, their timers, the development sign-in and the portal, on 127.0.0.1.</summary>
/// <remarks>
/// Not a WebApplication: that adds middleware of its own (authentication, error pages), and around a function in Azure there is none.
/// </remarks>
public sealed class EdsHost : IAsyncDisposable
{
    private static readonly string[] LocalNames = ["127.0.0.1", "localhost"];
    private static readonly string[] GuardedPaths = ["/dev", "/admin", "/config.json"];
    private static readonly string[] ForeignSettings = ["KeyVault:Uri", "Tables:Endpoint"];
    private readonly IHost _host;

    private EdsHost(IHost host, Uri baseAddress) => (_host, BaseAddress) = (host, baseAddress);

    /// <summary>http://127.0.0.1:7071/</summary>
    public Uri BaseAddress { get; }

    public IServiceProvider Services => _host.Services;

    /// <exception cref="CannotStartException">The port is taken, or a setting points away from this machine.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong.</exception>
    public static async Task<EdsHost> StartAsync(EdsHostOptions options, CancellationToken cancellation)
    {
        var socket = Loopback.Listen(options.Port);
        IHost? host = null;
        try
        {
            var address = new Uri($"http://127.0.0.1:{Loopback.PortOf(socket)}");
            var configuration = SettingsOf(options, address);
            RequireLocal(configuration);
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
    private static IConfiguration SettingsOf(EdsHostOptions options, Uri address)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Tokens:Issuer"] = address.GetLeftPart(UriPartial.Authority),
            ["Tokens:Audience"] = "eds-taxi",
            ["Portal:Authority"] = new Uri(address, SignIn.Root).AbsoluteUri,
            ["Portal:Audience"] = "eds-portal",
            ["Portal:PersonalCodeClaim"] = "serial_number",
            ["Purge:Schedule"] = "0 30 1 * * *",
        });
        if (options.KeysFile is { } file)
        {
            LocalKeys.CreateFile(file);
            settings.AddJsonFile(file);
        }
        else
        {
            settings.AddInMemoryCollection(LocalKeys.Create());
        }

        return settings.AddConfiguration(options.Configuration).AddInMemoryCollection(options.Settings).Build();
    }

    /// <summary>That Tables:ConnectionString leads to this machine is a rule of the settings themselves.</summary>
    private static void RequireLocal(IConfiguration settings)
    {
        if (ForeignSettings.FirstOrDefault(name => !string.IsNullOrEmpty(settings[name])) is { } foreign)
        {
            throw new CannotStartException($"LocalHost signs anybody in, so it never runs on real keys and data: unset {foreign}.");
        }
    }

    private static IHost Build(Socket socket, EdsHostOptions options, IConfiguration configuration, Uri address) => new HostBuilder()
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
            services.AddHostFiltering(hosts => (hosts.AllowedHosts, hosts.IncludeFailureMessage) = (LocalNames, false));
            services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
            services.AddSignIn(address, configuration["Portal:Audience"]!, configuration["Portal:PersonalCodeClaim"]!);
            if (!options.SignInOnly)
            {
                services.AddEds(configuration);
                services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TimerFunctions>(provider, options.Functions, options.Timers));
                services.AddHostedService(provider => provider.GetRequiredService<TimerFunctions>());
            }

            // In Azure the Functions host traces requests; here the web server does.
            if (Telemetry.IsWanted(configuration))
            {
                services.AddEdsTelemetry(configuration).WithTracing(traces => traces.AddAspNetCoreInstrumentation());
            }
        })
        .ConfigureWebHost(
            web => web.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = null; // as in the worker: our own limits apply
                kestrel.Listen(socket.LocalEndPoint!);
            }).Configure(app => Configure(app, options)),
            web => web.SuppressEnvironmentConfiguration = true)
        .Build();

    private static void Configure(IApplicationBuilder app, EdsHostOptions options)
    {
        var portal = options.PortalFolder is { } folder && !options.SignInOnly ? Portal.FilesOf(folder) : null;
        app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
        UseHostJsonHeaders(app);

        // DNS rebinding: another site's page reaches 127.0.0.1 when its own name resolves to it, but the browser still sends that name.
        app.UseWhen(context => GuardedPaths.Any(path => context.Request.Path.StartsWithSegments(path)), guarded => guarded.UseHostFiltering());
        app.UseSignIn();
        if (portal is not null)
        {
            app.UseStaticFiles(portal);
        }

        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapFunctions(options.SignInOnly ? [] : options.Functions);
            endpoints.ServiceProvider.GetRequiredService<ScriptTokens>().Map(endpoints);
            endpoints.ServiceProvider.GetService<TimerFunctions>()?.Map(endpoints);
            if (portal is not null)
            {
                endpoints.MapScreens(portal);
            }
        });
    }

    /// <summary>Puts extensions.http.customHeaders of the functions' host.json on every answer, whoever gives it.</summary>
    private static void UseHostJsonHeaders(IApplicationBuilder app)
    {
        var hostJson = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json")).Build();
        var headers = hostJson.GetRequiredSection("extensions:http:customHeaders").Get<Dictionary<string, string>>()!;
        app.Use((context, next) =>
        {
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return next(context);
        });
    }

    /// <summary>Leaves Ctrl+C and SIGTERM to the owner of the host, who may have several.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
