using System.Diagnostics;
using System.Text.Json;

namespace Eds.Bench;

/// <summary>A process that runs <see cref="ServerProgram"/>, as its parent sees it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    private readonly Process _process;

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(ServerOptions options)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ServerProcess).Assembly.Location, ServerProgram.Argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        })!;
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(options));
        var address = await process.StandardOutput.ReadLineAsync();
        return new ServerProcess(process, new Uri(address ?? throw new InvalidOperationException("The server process did not start.")));
    }

    /// <param name="collect">After a full garbage collection.</param>
    public async Task<ServerState> StateAsync(bool collect = false) =>
        JsonSerializer.Deserialize<ServerState>((await SendAsync(collect ? "collect" : "state"))!)!;

    public Task StepClockAsync(TimeSpan ahead) => SendAsync($"clock {ahead}");

    /// <returns>Null: the process died.</returns>
    public async Task<PurgeReport?> PurgeAsync() =>
        await SendAsync("purge") is { } report ? JsonSerializer.Deserialize<PurgeReport>(report) : null;

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(StopTimeout));
            await KillAsync();
        }

        _process.Dispose();
    }

    /// <summary>One command at a time.</summary>
    private async Task<string?> SendAsync(string command)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            return await _process.StandardOutput.ReadLineAsync();
        }
        catch (IOException)
        {
            return null; // the process is dead
        }
    }
}
