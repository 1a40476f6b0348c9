using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eds.Core;

/// <summary>
/// Writes behind the requests, one write after the other. What fails is dropped, whatever the reason, and so is what comes while a
/// thousand writes wait: only what may be lost is written so.
/// </summary>
public abstract class BackgroundWrites(ILogger logger) : BackgroundService
{
    private readonly Channel<Func<CancellationToken, Task>> _writes = Channel.CreateBounded<Func<CancellationToken, Task>>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>What is noted already is still written, for as long as the host waits.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _writes.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected internal void Enqueue(Func<CancellationToken, Task> write) => _writes.Writer.TryWrite(write);

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
