using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Eds.LocalHost;

/// <summary>What an <see cref="EdsHost"/> is started with. All may be left out: then it runs the functions with keys of its own.</summary>
public sealed class EdsHostOptions
{
    /// <summary>0 means any free one.</summary>
    public int Port { get; init; }

    /// <summary>Settings of environment and command line. Stronger than LocalHost's own.</summary>
    public IConfiguration Configuration { get; init; } = new ConfigurationBuilder().Build();

    /// <summary>By name, as "Tables:ConnectionString". Stronger than all others.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>Null: the three keys are made for this host alone.</summary>
    public string? KeysFile { get; init; }

    /// <summary>Registered before the functions' own, which stay out where there is one.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>False: only on POST /admin/functions/{name}.</summary>
    public bool Timers { get; init; } = true;

    public IReadOnlyList<Type> Functions { get; init; } = typeof(AccessControl).Assembly.GetTypes();

    /// <summary>Of the built portal, which is served at /. Null serves none.</summary>
    public string? PortalFolder { get; init; }

    /// <summary>Serves the development sign-in alone, for functions that run elsewhere.</summary>
    public bool SignInOnly { get; init; }
}

/// <summary>A start refused for a reason that a person can act on. The message is one sentence saying what to do.</summary>
public sealed class CannotStartException(string message, Exception? cause = null) : InvalidOperationException(message, cause);

/// <summary>The functions, their timers, the development sign-in and the portal, on 127.0.0.1.</summary>
// Not a WebApplication: that adds middleware of its own (authentication, error pages), and around a function in Azure there is none.
public sealed class EdsHost : IAsyncDisposable
{
    private static readonly string[] ForeignSettings = ["KeyVault:Uri", "Tables:Endpoint"];
    private readonly IHost _host;

    private EdsHost(IHost host, Uri baseAddress) => (_host, BaseAddress) = (host, baseAddress);

    /// <summary>http://127.0.0.1:7071/</summary>
    public Uri BaseAddress { get; }
    public IServiceProvider Services => _host.Services;

    /// <exception cref="CannotStartException">The port is taken, or a setting points away from this machine.</exception>
    public static async Task<EdsHost> StartAsync(EdsHostOptions options, CancellationToken cancellation)
    {
        var socket = Loopback.Listen(options.Port);
        var address = new Uri($"http://127.0.0.1:{Loopback.PortOf(socket)}");
        var host = Build(socket, options, SettingsOf(options, address), address);
        await host.StartAsync(cancellation);
        return new EdsHost(host, address);
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
        _ = options.KeysFile is { } file
            ? settings.AddJsonFile(LocalKeys.Ensure(file))
            : settings.AddInMemoryCollection(LocalKeys.Create());
        var all = settings.AddConfiguration(options.Configuration).AddInMemoryCollection(options.Settings).Build();

        // That Tables:ConnectionString leads to this machine is a rule of the settings themselves.
        return ForeignSettings.FirstOrDefault(name => !string.IsNullOrEmpty(all[name])) is { } foreign
            ? throw new CannotStartException($"LocalHost signs anybody in, so it never runs on real keys and data: unset {foreign}.")
            : all;
    }

    private static IHost Build(Socket socket, EdsHostOptions options, IConfiguration settings, Uri address) => new HostBuilder()
        .UseDefaultServiceProvider(provider => (provider.ValidateScopes, provider.ValidateOnBuild) = (true, true))
        .ConfigureAppConfiguration(all => all.AddConfiguration(settings))
        .ConfigureLogging(log => log.AddFilter("OpenIddict", LogLevel.Warning)) // below, it writes requests down, personal codes and all
        .ConfigureLogging(log => options.Logging?.Invoke(log))
        .ConfigureServices(services =>
        {
            options.Services?.Invoke(services);
            services.TryAddSingleton(TimeProvider.System);
            services.AddRouting();
            services.AddSingleton<IHostLifetime, NoSignals>();
            services.AddHostFiltering(hosts => hosts.AllowedHosts = ["127.0.0.1", "localhost"]);
            services.AddSignIn(address);
            if (!options.SignInOnly)
            {
                services.AddEds(settings).AddEdsTelemetry(settings);
                services.AddSingleton(options).AddSingleton<TimerFunctions>();
                services.AddHostedService(provider => provider.GetRequiredService<TimerFunctions>());
            }
        })
        .ConfigureWebHost(
            web => web.UseKestrelCore()
                .UseSockets(transport => transport.CreateBoundListenSocket = _ => socket)
                .ConfigureKestrel(kestrel =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Limits.MaxRequestBodySize = null; // as in the worker: our own limits apply
                    kestrel.Listen(socket.LocalEndPoint!);
                })
                .Configure(app => Pipeline.Build(app, options)),
            web => web.SuppressEnvironmentConfiguration = true)
        .Build();

    /// <summary>Leaves Ctrl+C and SIGTERM to the owner of the host, who may have several.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
