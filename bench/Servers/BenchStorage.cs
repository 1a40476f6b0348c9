using System.Diagnostics;

namespace Eds.Bench;

/// <summary>An Azurite of its own, and a host in this process, to fill it and to look into it. Servers on it are other processes.</summary>
internal sealed class BenchStorage : IAsyncDisposable
{
    private const int MaxDriversPerRequest = 1_000;
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 8 };
    private readonly string _folder;
    private readonly EdsHost _host;
    private readonly RetryingClient _client;

    private BenchStorage(string folder, Azurite azurite, EdsHost host, SteppedClock clock) =>
        (_folder, Azurite, _host, Clock, _client) =
            (folder, azurite, host, clock, new RetryingClient(() => host.BaseAddress, new FaultCounters()));

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

    /// <param name="secret">Of each taxpayer's clients; null: a generated one.</param>
    public async Task<IReadOnlyList<SimulatedTaxpayer>> EnrolAsync(int taxpayers, int clientsEach, Func<SharedSecret>? secret = null)
    {
        var enrolled = new SimulatedTaxpayer[taxpayers];
        await Parallel.ForAsync(0, taxpayers, Parallelism, async (i, _) =>
            enrolled[i] = await EnrolAsync(clientsEach, (secret ?? SharedSecret.Generated)()));
        return enrolled;
    }

    public async Task<SimulatedTaxpayer> EnrolAsync(int clients, SharedSecret secret)
    {
        var taxpayer = await SimulatedTaxpayer.EnrolAsync(_client);
        for (var left = clients; left > 0; left -= MaxDriversPerRequest)
        {
            await taxpayer.RegisterAsync(Math.Min(left, MaxDriversPerRequest), secret);
        }

        return taxpayer;
    }

    /// <summary>Annuls all clients a day longer ago than they are kept.</summary>
    public async Task AnnulLongAgoAsync(IReadOnlyList<SimulatedTaxpayer> taxpayers)
    {
        Clock.Ahead = -Get<EdsOptions>().Purge.Retention - TimeSpan.FromDays(1);
        await Parallel.ForEachAsync(taxpayers, Parallelism, async (taxpayer, _) => await taxpayer.AnnulAsync([.. taxpayer.Active]));
        Clock.Ahead = TimeSpan.Zero;
    }

    /// <summary>Azurite has one thread, so at most one a second.</summary>
    public double AzuriteCpuSeconds() => AzuriteProcess.TotalProcessorTime.TotalSeconds;

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
