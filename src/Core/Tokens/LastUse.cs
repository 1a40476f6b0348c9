using System.Threading.Channels;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eds.Core;

/// <summary>
/// Writes when a client was used last, and with which version of its secret: behind the request, at most once a minute per client,
/// under the ETag that the request read. A lost race, an outage or too many at once drop the note: the next use writes another.
/// </summary>
public sealed class LastUse(EdsTables tables, TimeProvider time, ILogger<LastUse> logger) : BackgroundService
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    private readonly Channel<TableEntity> _notes =
        Channel.CreateBounded<TableEntity>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal void Note(ClientRow client, int version)
    {
        var now = time.GetUtcNow();
        if (client.LastUsedVersion != version || now - client.LastUsedAt >= Precision)
        {
            _notes.Writer.TryWrite(new TableEntity(client.PartitionKey, client.RowKey)
            {
                ETag = client.ETag,
                [nameof(ClientRow.LastUsedAt)] = now,
                [nameof(ClientRow.LastUsedVersion)] = version,
            });
        }
    }

    /// <summary>What is noted already is still written, for as long as the host waits.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _notes.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var note in _notes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await tables.Taxpayers.UpdateEntityAsync(note, note.ETag, TableUpdateMode.Merge, stoppingToken);
            }
            catch (RequestFailedException e) when (Transactions.IsConflict(e))
            {
                // someone else wrote the client meanwhile
            }
            catch (Exception e) when (StorageOutage.Is(e) && !stoppingToken.IsCancellationRequested)
            {
                logger.LastUseNotWritten(e);
            }
        }
    }
}
