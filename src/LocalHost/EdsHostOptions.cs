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

    /// <summary>Registered before those of the functions, so that these win.</summary>
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
