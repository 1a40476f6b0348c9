using System.Diagnostics;

namespace Eds.Bench;

/// <summary>
/// An Azurite of its own, and the product's use cases in this process to fill it and to look into it. Servers on it are other processes.
/// </summary>
internal sealed class BenchStorage : IAsyncDisposable
{
    private readonly string _folder;
    private readonly EdsHost _host;

    private BenchStorage(string folder, Azurite azurite, EdsHost host, SteppedClock clock) =>
        (_folder, Azurite, _host, Clock) = (folder, azurite, host, clock);

    public Azurite Azurite { get; }

    /// <summary>Of this process only.</summary>
    public SteppedClock Clock { get; }

    public EdsTables Tables => Get<EdsTables>();
    public ServerOptions ServerOptions => new(Azurite.ConnectionString, KeysFile(_folder));

    /// <param name="onDisk">False: Azurite keeps everything in memory.</param>
    public static async Task<BenchStorage> StartAsync(bool onDisk = false)
    {
        var (folder, clock) = (Directory.CreateTempSubdirectory("eds-bench-").FullName, new SteppedClock());
        var azurite = await Azurite.StartAsync(
            new AzuriteOptions(onDisk ? Path.Combine(folder, "azurite") : null, PreferredPort: 0), CancellationToken.None);
        var host = await EdsHost.StartAsync(
            new EdsHostOptions
            {
                Timers = false,
                KeysFile = KeysFile(folder),
                Settings = new Dictionary<string, string?> { ["Tables:ConnectionString"] = azurite.ConnectionString },
                Services = services => services.AddSingleton<TimeProvider>(clock),
            },
            CancellationToken.None);
        var storage = new BenchStorage(folder, azurite, host, clock);
        await storage.Tables.CreateAsync(CancellationToken.None);
        return storage;
    }

    /// <summary>Azurite has one thread, so at most one a second.</summary>
    public double AzuriteCpuSeconds() => AzuriteProcess.TotalProcessorTime.TotalSeconds;

    /// <summary>A service of the product.</summary>
    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Stops Azurite and starts it again on its port and data.</summary>
    /// <param name="kill">False: it saves before it ends. True: SIGKILL, and it loses what it had not saved.</param>
    public async Task RestartAzuriteAsync(bool kill, Func<Task> whileDown)
    {
        if (kill)
        {
            AzuriteProcess.Kill();
            await Azurite.Ended;
        }

        await Azurite.DisposeAsync();
        await whileDown();
        await Azurite.RestartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Process AzuriteProcess => Process.GetProcessById(Azurite.ProcessId);

    private static string KeysFile(string folder) => Path.Combine(folder, "keys.json");
}
