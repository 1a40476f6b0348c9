namespace Eds.Core;

/// <summary>
/// Notes when a client was used last, with which version of its secret, and when its last ride was received: in the background, at most
/// once a minute per client. A lost race, an outage or a full queue drop it: the next use writes another.
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

        Enqueue(client.ETag, new TableEntity(client.PartitionKey, client.RowKey)
        {
            [nameof(ClientRow.LastUsedAt)] = now,
            [nameof(ClientRow.LastUsedVersion)] = version,
        });
    }

    /// <summary>Whatever the ETag: nothing else writes this column.</summary>
    internal void RecordRide(ApiClient client, DateTimeOffset receivedAt)
    {
        if (receivedAt - client.LastRideAt < Precision)
        {
            return;
        }

        Enqueue(ETag.All, new TableEntity(client.ClientId.TaxpayerId, RowKeys.Client(client.ClientId))
        {
            [nameof(ClientRow.LastRideAt)] = receivedAt,
        });
    }

    /// <summary>Dropped if someone else wrote the client meanwhile, or it is purged.</summary>
    private void Enqueue(ETag etag, TableEntity use) =>
        writes.Enqueue(cancellation => tables.Taxpayers.TryUpdateAsync(use, etag, TableUpdateMode.Merge, cancellation));
}
