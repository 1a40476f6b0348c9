using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Eds.Core;

/// <summary>
/// Writes that may be lost, done one after the other while requests go on. One that fails is dropped, and so is one that finds a thousand
/// waiting.
/// </summary>
public sealed class BackgroundWrites(ILogger<BackgroundWrites> logger) : BackgroundService
{
    private readonly Channel<Func<CancellationToken, Task>> _writes = Channel.CreateBounded<Func<CancellationToken, Task>>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Enqueue(Func<CancellationToken, Task> write) => _writes.Writer.TryWrite(write);

    /// <summary>What waits is still written, for as long as the host waits.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _writes.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var write in _writes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await write(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested) // one that escapes stops the whole host
            {
                logger.BackgroundWriteFailed(e);
            }
        }
    }
}
