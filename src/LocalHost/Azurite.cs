namespace Eds.LocalHost;

/// <summary>What Azurite is started with.</summary>
public sealed record AzuriteOptions
{
    public const int UsualPort = 10002;

    /// <summary>Where the data are kept, created when missing. Null keeps them in memory.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Taken if it is free, else any other. 0 means any.</summary>
    public int PreferredPort { get; init; } = UsualPort;

    /// <summary>How long to wait for an earlier Azurite to let go of the data folder.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>A running emulator of Table Storage on 127.0.0.1. It ends with this process, however that ends.</summary>
public sealed class Azurite : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private readonly string? _dataFolder;
    private readonly DataFolderLock? _folder;
    private AzuriteProcess _process;

    private Azurite(AzuriteProcess process, string? dataFolder, DataFolderLock? folder, int port)
    {
        _process = process;
        _dataFolder = dataFolder;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>With the account and key that every Azurite has and Microsoft publishes: no secret.</summary>
    public string ConnectionString =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"TableEndpoint=http://127.0.0.1:{Port}/devstoreaccount1;";

    /// <summary>Completes when Azurite is gone, wanted or not.</summary>
    public Task Ended => _process.Ended;

    internal int ProcessId => _process.Id;

    /// <summary>Returns once it answers.</summary>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, CancellationToken cancellation)
    {
        if (!Directory.Exists(Folders.Azurite))
        {
            throw new CannotStartException("Azurite is not installed: build src/LocalHost again, which restores it from npm.");
        }

        var folder = options.DataFolder is null ? null : await DataFolderLock.TakeAsync(options.DataFolder, options.Patience, cancellation);
        try
        {
            return await StartAsync(options, folder, cancellation);
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Starts it again on the same port and data, after it ended by itself. If it was killed, it lost what it took in its last five seconds,
    /// and in memory everything.
    /// </summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        await _process.DisposeAsync();
        _process = await TryStartAsync(Port, _dataFolder, _folder, cancellation)
            ?? throw new CannotStartException($"Azurite ended by itself, and port {Port} was taken meanwhile.");
    }

    /// <summary>Saves the data and ends. May be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder?.Dispose();
    }

    private static async Task<Azurite> StartAsync(AzuriteOptions options, DataFolderLock? folder, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Somebody may take the port between the look and the start.
            var port = Loopback.FreePort(attempt == 1 ? options.PreferredPort : 0);
            if (await TryStartAsync(port, options.DataFolder, folder, cancellation) is { } process)
            {
                return new Azurite(process, options.DataFolder, folder, port);
            }

            if (attempt == Attempts)
            {
                throw new CannotStartException("Azurite found no free port.");
            }
        }
    }

    /// <returns>Null: the port is taken.</returns>
    private static async Task<AzuriteProcess?> TryStartAsync(int port, string? dataFolder, DataFolderLock? folder, CancellationToken cancellation)
    {
        var process = AzuriteProcess.Start(OptionsOf(port, dataFolder));
        var listens = false;
        try
        {
            folder?.WriteProcessId(process.Id);
            listens = await process.ListensAsync(LongestStart, cancellation);
        }
        finally
        {
            if (!listens)
            {
                await process.DisposeAsync();
            }
        }

        return listens ? process
            : process.Output.Contains("EADDRINUSE", StringComparison.Ordinal) ? null
            : throw new CannotStartException($"Azurite could not start. It said: {process.Output}");
    }

    private static IEnumerable<string> OptionsOf(int port, string? dataFolder) =>
    [
        "--tableHost", "127.0.0.1", "--tablePort", $"{port}", "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        .. dataFolder is null ? ["--inMemoryPersistence"] : (string[])["--location", dataFolder],
    ];
}
