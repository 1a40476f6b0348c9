namespace Eds.Core;

/// <summary>
/// Writes when a client was used last, and with which version of its secret: behind the request, at most once a minute per client,
/// under the ETag that the request read. A lost race, an outage or too many at once drop the note: the next use writes another.
/// </summary>
public sealed class LastUse(EdsTables tables, TimeProvider time, ILogger<LastUse> logger) : BackgroundWrites(logger)
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    internal void Note(ClientRow client, int version)
    {
        var now = time.GetUtcNow();
        if (client.LastUsedVersion != version || now - client.LastUsedAt >= Precision)
        {
            var use = new TableEntity(client.PartitionKey, client.RowKey)
            {
                ETag = client.ETag,
                [nameof(ClientRow.LastUsedAt)] = now,
                [nameof(ClientRow.LastUsedVersion)] = version,
            };
            Enqueue(cancellation => WriteAsync(use, cancellation));
        }
    }

    private async Task WriteAsync(TableEntity use, CancellationToken cancellation)
    {
        try
        {
            await tables.Taxpayers.UpdateEntityAsync(use, use.ETag, TableUpdateMode.Merge, cancellation);
        }
        catch (RequestFailedException e) when (TableClientExtensions.IsConflict(e))
        {
            // someone else wrote the client meanwhile
        }
    }
}
