namespace Eds.Core;

/// <param name="Annulled">How many were annulled now.</param>
/// <param name="AlreadyAnnulled">How many had been annulled before.</param>
/// <param name="NotFound">client_ids of no clients of this taxpayer, or purged.</param>
public sealed record AnnulledClients(int Annulled, int AlreadyAnnulled, IReadOnlyList<string> NotFound);

/// <summary>Annuls many clients with one call. A crash leaves some of them active, and the same call again completes it.</summary>
public sealed class BulkAnnulment(
    EdsTables tables, Batches batches, PurgeQueue purgeQueue, Keys keys, EdsOptions options, TimeProvider time)
{
    public async Task<AnnulledClients> AnnulAsync(Caller caller, IReadOnlyCollection<ClientId> clientIds, AnnulReason reason)
    {
        var key = await keys.LookupAsync(CancellationToken.None);
        var annulled = AuditLog.NewEvent(caller, time.GetUtcNow(), "clients-annulled");
        annulled.Reason = reason.ToString().ToLowerInvariant();
        var rows = await batches.FindManyAsync<ClientRow>(
            caller.TaxpayerId, clientIds.Where(id => id.TaxpayerId == caller.TaxpayerId).Select(RowKeys.Client));
        var change = new BulkChange<ClientRow>(tables, annulled)
        {
            ActionsPerRow = 2, // client and active driver row
            IsWanted = row => row.State == ClientRow.Active,
            SetCount = count => annulled.Clients = count,
            ChangeAsync = row =>
            {
                Annulment.Mark(row, annulled, options.Purge.Retention);
                return ValueTask.FromResult(Annulment.ToTransaction(row, key));
            },
        };
        var active = rows.Values.Where(change.IsWanted).Select(row => RowKeys.IdOf(row.RowKey)).ToList();
        if (active.Count > 0)
        {
            await purgeQueue.ClientsAsync(caller.TaxpayerId, active, annulled.At + options.Purge.Retention);
            await purgeQueue.EventAsync(annulled);
            await change.RunAsync(rows);
            Metrics.ClientsAnnulled.Add(change.Changed.Count);
        }

        return new AnnulledClients(
            change.Changed.Count, rows.Count - change.Changed.Count,
            [.. clientIds.Where(id => !rows.ContainsKey(RowKeys.Client(id))).Select(id => id.ToString())]);
    }
}
