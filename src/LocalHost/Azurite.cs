using System.Diagnostics;
using System.Globalization;

namespace Eds.LocalHost;

/// <param name="DataFolder">Created when missing. Null keeps the data in memory.</param>
/// <param name="PreferredPort">Taken if it is free, else any other. 0 means any.</param>
/// <param name="Accounts">Beside the one that every Azurite has. All have its key, and each has tables of its own.</param>
public sealed record AzuriteOptions(string? DataFolder = null, int PreferredPort = 10002, IReadOnlyList<string>? Accounts = null);

/// <summary>A running emulator of Table Storage on 127.0.0.1. It ends with this process, however that ends.</summary>
public sealed class Azurite : IAsyncDisposable
{
    // The account and key that every Azurite has and Microsoft publishes: no secret.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly AzuriteOptions _options;
    private readonly FileStream? _lock;
    private Process _process = null!;

    private Azurite(AzuriteOptions options) => (_options, _lock) = (options, options.DataFolder is { } folder ? Lock(folder) : null);

    public int Port { get; private set; }
    public string ConnectionString => ConnectionStringOf(Port);

    internal static string ConnectionStringOf(int port, string account = Account) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};TableEndpoint=http://127.0.0.1:{port}/{account};";

    /// <summary>Completes when the process is gone, wanted or not.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    internal int ProcessId => _process.Id;

    /// <summary>Returns once it answers. The first start in a clone restores it from npm.</summary>
    public static async Task<Azurite> StartAsync(AzuriteOptions options, CancellationToken cancellation)
    {
        var azurite = new Azurite(options);
        await Node.RestoreAsync("Azurite", Folders.LocalHost, cancellation);
        await azurite.RunAsync(options.PreferredPort is 0 ? 0 : Loopback.FreePort(options.PreferredPort), cancellation);
        return azurite;
    }

    /// <summary>On the same port and data, after it ended. Killed, it lost its last five seconds, and in memory everything.</summary>
    public Task RestartAsync(CancellationToken cancellation) => RunAsync(Port, cancellation);

    /// <summary>Saves the data and ends. May be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Ended.IsCompleted)
        {
            _process.StandardInput.Close();
            await Task.WhenAny(Ended, Task.Delay(TimeSpan.FromSeconds(20)));
            _process.Kill();
            await Ended;
        }

        _lock?.Dispose();
    }

    /// <summary>Holds the folder until it is disposed or this process ends, however that ends.</summary>
    private static FileStream Lock(string folder)
    {
        Folders.CreatePrivate(folder);
        var file = Path.Combine(folder, "azurite.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new CannotStartException($"Another LocalHost uses {folder}: stop it, or choose another folder (--Data).", e);
        }
    }

    private async Task RunAsync(int port, CancellationToken cancellation)
    {
        var accounts = string.Join(';', new[] { Account }.Concat(_options.Accounts ?? []).Select(account => $"{account}:{Key}"));
        _process = Node.Start("node", Folders.LocalHost, ["azurite.mjs", $"{port}", _options.DataFolder ?? "", accounts]);
        Ended = _process.WaitForExitAsync(CancellationToken.None);
        var errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        var listening = await _process.StandardOutput.ReadLineAsync(cancellation);
        Port = listening is null
            ? throw new CannotStartException($"Azurite cannot start: {(await errors).Trim()}")
            : int.Parse(listening, CultureInfo.InvariantCulture);
    }
}
