using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Eds.LocalHost;

/// <summary>The node process that runs azurite.mjs.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestSave = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AzuriteProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Ended = process.WaitForExitAsync();
    }

    public int Id { get; }

    /// <summary>Completes when the process is gone and all it said was read.</summary>
    public Task Ended { get; }

    /// <summary>What it said, one line a line. It says little: --silent leaves out the requests.</summary>
    public string Output => string.Join('\n', _output);

    public static AzuriteProcess Start(IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "azurite.mjs"), Folders.Azurite, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment.Remove("AZURITE_ACCOUNTS"); // would replace the well-known account
        start.Environment.Remove("NODE_OPTIONS");
        try
        {
            return new AzuriteProcess(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new CannotStartException("Node.js is missing: install Node.js 20.19 or later (https://nodejs.org), then start again.", e);
        }
    }

    /// <returns>True when it listens, false when it ended instead or the patience did.</returns>
    public async Task<bool> ListensAsync(TimeSpan patience, CancellationToken cancellation)
    {
        await Task.WhenAny(_listening.Task, Ended, Task.Delay(patience, cancellation));
        cancellation.ThrowIfCancellationRequested();
        return _listening.Task.IsCompleted && !Ended.IsCompleted;
    }

    /// <summary>On which it saves its data and ends. The same happens when this process ends.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Has it save its data and end, and kills it if that takes unreasonably long. May be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Ended.IsCompleted)
        {
            _process.Dispose();
            return;
        }

        try
        {
            CloseInput();
            await Ended.WaitAsync(LongestSave);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            _process.Kill(entireProcessTree: true);
            await Ended;
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.Contains("successfully started", StringComparison.Ordinal))
        {
            _listening.TrySetResult();
        }
    }
}
