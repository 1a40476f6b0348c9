using System.Diagnostics;
using System.Text.Json;
using Eds.Core;

namespace Eds.Bench;

/// <summary>A server process as the program that started it sees it.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    private Server(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<Server> StartAsync(ServerOptions options)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Server).Assembly.Location, Serving.Argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(options));
        var address = await process.StandardOutput.ReadLineAsync();
        return new Server(process, new Uri(address ?? throw new InvalidOperationException("The server process did not start.")));
    }

    public async Task<ServerState> StateAsync() => JsonSerializer.Deserialize<ServerState>((await AskAsync("state"))!)!;

    /// <summary>As <see cref="StateAsync"/>, after a full collection.</summary>
    public async Task<ServerState> CollectAsync() => JsonSerializer.Deserialize<ServerState>((await AskAsync("collect"))!)!;

    public Task StepClockAsync(TimeSpan ahead) => AskAsync($"clock {ahead}");

    /// <returns>Null: the process died.</returns>
    public async Task<PurgeReport?> PurgeAsync() => await AskAsync("purge") is { } report ? JsonSerializer.Deserialize<PurgeReport>(report) : null;

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(LongestStop);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        _process.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task<string?> AskAsync(string command)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            return await _process.StandardOutput.ReadLineAsync();
        }
        catch (IOException)
        {
            return null; // its input is closed: it is dead
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
