using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

public enum AnnulReason
{
    Left,
    Lost,
    Leaked,
    Replaced,
    Other,
}

/// <summary>Annuls a client, which the State Revenue Service's guide calls deleting the record.</summary>
public sealed class Annulment(
    ClientStore clients, AuditLog auditLog, PurgeQueue purgeQueue, Keys keys, EdsOptions options, TimeProvider time)
{
    /// <summary>
    /// From the moment of the transaction every token request and every token of the client is refused, everywhere: the client row is
    /// read for each. The driver may be registered again at once. The row is kept for the retention time.
    /// </summary>
    /// <returns>True also if it was annulled before; false: no such client.</returns>
    public async Task<bool> AnnulAsync(Caller caller, ClientId clientId, AnnulReason reason)
    {
        var key = await keys.LookupAsync(CancellationToken.None);
        var annulled = AuditLog.NewEvent(caller, time.GetUtcNow(), "client-annulled");
        (annulled.ClientId, annulled.Reason) = (clientId.ToString(), reason.ToString().ToLowerInvariant());
        for (var attempt = 1; ; attempt = Retry(attempt))
        {
            if (await clients.FindRowAsync(caller.TaxpayerId, clientId, CancellationToken.None) is not { } row)
            {
                return false;
            }

            if (row.State == ClientRow.Annulled)
            {
                return true;
            }

            Mark(row, annulled, options.Purge.Retention);
            await purgeQueue.ClientsAsync(caller.TaxpayerId, [clientId.Compact], row.PurgeAt!.Value);
            if (await auditLog.TrySubmitAsync(ToTransaction(row, key), annulled, CancellationToken.None))
            {
                Metrics.ClientsAnnulled.Add(1);
                return true;
            }
        }
    }

    internal static void Mark(ClientRow row, EventRow annulled, TimeSpan retention)
    {
        row.State = ClientRow.Annulled;
        row.Revision++;
        (row.AnnulledAt, row.AnnulledBy, row.AnnulReason) = (annulled.At, annulled.ActorId, annulled.Reason);
        row.PurgeAt = annulled.At + retention;
    }

    /// <summary>
    /// The marked client, without its active driver row. While a client is active that row is its own, so the client's ETag covers both.
    /// </summary>
    internal static TableTransactionAction[] ToTransaction(ClientRow row, LookupKey key) =>
    [
        Replace(row),
        new(TableTransactionActionType.Delete,
            new TableEntity(row.PartitionKey, DriverConflicts.RowKeyOf(key, row.PartitionKey, row.PersonalCode))),
    ];
}
