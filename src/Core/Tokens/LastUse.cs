namespace Eds.Core;

/// <summary>
/// Notes when a client was used last, and with which version of its secret: in the background, at most once a minute per client, under the
/// ETag that the request read. A lost race, an outage or a full queue drop it: the next use writes another.
/// </summary>
public sealed class LastUse(EdsTables tables, BackgroundWrites writes, TimeProvider time)
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    internal void Record(ClientRow client, int version)
    {
        var now = time.GetUtcNow();
        if (client.LastUsedVersion == version && now - client.LastUsedAt < Precision)
        {
            return;
        }

        var use = new TableEntity(client.PartitionKey, client.RowKey)
        {
            [nameof(ClientRow.LastUsedAt)] = now,
            [nameof(ClientRow.LastUsedVersion)] = version,
        };
        writes.Enqueue(async cancellation =>
        {
            try
            {
                await tables.Taxpayers.UpdateEntityAsync(use, client.ETag, TableUpdateMode.Merge, cancellation);
            }
            catch (RequestFailedException e) when (TableClientExtensions.IsConflict(e))
            {
                // someone else wrote the client meanwhile
            }
        });
    }
}
