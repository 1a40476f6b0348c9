using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Eds.LocalHost;

/// <summary>What Azurite is started with.</summary>
public sealed record AzuriteOptions
{
    /// <summary>Where the data are kept, created when missing. Null keeps them in memory.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Taken if it is free, else any other. 0 means any.</summary>
    public int PreferredPort { get; init; } = 10002;
}

/// <summary>A running emulator of Table Storage on 127.0.0.1. It ends with this process, however that ends.</summary>
public sealed class Azurite : IAsyncDisposable
{
    private static readonly TimeSpan LongestSave = TimeSpan.FromSeconds(20);
    private readonly string? _folder;
    private readonly DataFolderLock? _lock;
    private Process _process = null!;

    private Azurite(string? folder, DataFolderLock? folderLock) => (_folder, _lock) = (folder, folderLock);

    public int Port { get; private set; }

    /// <summary>With the account and key that every Azurite has and Microsoft publishes: no secret.</summary>
    public string ConnectionString =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"TableEndpoint=http://127.0.0.1:{Port}/devstoreaccount1;";

    /// <summary>Completes when the process is gone, wanted or not.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    internal int ProcessId { get; private set; }

    /// <summary>Returns once it answers. The first start in a clone restores it from npm.</summary>
    /// <exception cref="CannotStartException">The folder is in use, npm or Node.js is missing, or Azurite refuses the data.</exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, CancellationToken cancellation)
    {
        var folderLock = options.DataFolder is { } folder ? await DataFolderLock.TakeAsync(folder, cancellation) : null;
        var azurite = new Azurite(options.DataFolder, folderLock);
        try
        {
            await Npm.RestoreAsync("Azurite", Folders.LocalHost, cancellation);
            await azurite.RunAsync(options.PreferredPort is 0 ? 0 : Loopback.FreePort(options.PreferredPort), cancellation);
            return azurite;
        }
        catch
        {
            folderLock?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Starts it again on the same port and data, after it ended by itself. If it was killed, it lost what it took in its last five seconds,
    /// and in memory everything.
    /// </summary>
    public Task RestartAsync(CancellationToken cancellation) => RunAsync(Port, cancellation);

    /// <summary>Saves the data and ends. May be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Ended.IsCompleted)
        {
            _process.StandardInput.Close();
            try
            {
                await Ended.WaitAsync(LongestSave);
            }
            catch (TimeoutException)
            {
                _process.Kill();
                await Ended;
            }
        }

        _lock?.Dispose();
    }

    private async Task RunAsync(int port, CancellationToken cancellation)
    {
        _process = Start(["azurite.mjs", $"{port}", .. _folder is null ? Array.Empty<string>() : [_folder]]);
        ProcessId = _process.Id;
        Ended = _process.WaitForExitAsync(CancellationToken.None);
        _lock?.Write(ProcessId);
        var errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            var listening = await _process.StandardOutput.ReadLineAsync(cancellation)
                ?? throw new CannotStartException($"Azurite cannot start: {(await errors).Trim()}");
            Port = int.Parse(listening, CultureInfo.InvariantCulture);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            throw;
        }
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Folders.LocalHost,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("AZURITE_ACCOUNTS"); // would replace the well-known account
        start.Environment.Remove("NODE_OPTIONS");
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CannotStartException(Npm.NodeMissing, e);
        }
    }
}
