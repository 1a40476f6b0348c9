using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eds.LocalHost;

/// <summary>What an <see cref="EdsHost"/> is started with. All may be left out: then it runs the functions with keys of its own.</summary>
public sealed class EdsHostOptions
{
    /// <summary>The port on 127.0.0.1. 0 means any free one.</summary>
    public int Port { get; init; }

    /// <summary>Settings of environment and command line. Stronger than LocalHost's own; null reads none.</summary>
    public IConfiguration? Configuration { get; init; }

    /// <summary>By name, as "Tables:ConnectionString". Stronger than all others.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where the three keys are kept. Null makes them for this host alone.</summary>
    public string? KeysFile { get; init; }

    /// <summary>Registered before those of the functions, so that these win.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Null logs nothing.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>False: timer functions run only on POST /admin/functions/{name}.</summary>
    public bool Timers { get; init; } = true;

    /// <summary>The classes to look for functions in. Null means those of src/Functions.</summary>
    public IReadOnlyList<Type>? Functions { get; init; }

    /// <summary>The folder of the built portal, to be served at /. Null serves none.</summary>
    public string? PortalFolder { get; init; }

    /// <summary>True: serves the development sign-in alone, for functions that run elsewhere.</summary>
    public bool SignInOnly { get; init; }
}
