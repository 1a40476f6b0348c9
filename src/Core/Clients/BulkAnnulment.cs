using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <param name="Annulled">How many were annulled now.</param>
/// <param name="AlreadyAnnulled">How many had been annulled before.</param>
/// <param name="NotFound">No clients of this taxpayer, or purged.</param>
public sealed record BulkAnnulmentResult(int Annulled, int AlreadyAnnulled, IReadOnlyList<ClientId> NotFound);

/// <summary>
/// Annuls many clients with one call. Each is annulled whole or not at all; a crash in between leaves some of them active, and the same
/// call again completes it. One event tells how many: every transaction writes it with the number reached.
/// </summary>
public sealed class BulkAnnulment(
    EdsTables tables, Batches batches, PurgeQueue purgeQueue, Keys keys, EdsOptions options, TimeProvider time)
{
    /// <summary>Client and guard of each, and the event.</summary>
    private const int MaxPerTransaction = 49;

    public async Task<BulkAnnulmentResult> AnnulAsync(Caller caller, IReadOnlyCollection<ClientId> clientIds, AnnulReason reason)
    {
        var run = new Run(
            AuditLog.NewEvent(caller.TaxpayerId, time.GetUtcNow(), "clients-annulled", Actor.User(caller)),
            await keys.LookupAsync(CancellationToken.None));
        run.Event.Reason = reason.ToString().ToLowerInvariant();
        var rows = await batches.FindManyAsync<ClientRow>(
            caller.TaxpayerId, clientIds.Where(id => id.TaxpayerId == caller.TaxpayerId).Select(RowKeys.Client));
        var active = rows.Values.Where(row => row.State == ClientRow.Active).ToList();
        if (active.Count > 0)
        {
            var purgeAt = run.Event.At + options.Purge.Retention;
            await purgeQueue.ClientsAsync(caller.TaxpayerId, [.. active.Select(row => RowKeys.IdOf(row.RowKey))], purgeAt);
            await purgeQueue.EventAsync(run.Event);
            foreach (var chunk in active.Chunk(MaxPerTransaction))
            {
                await AnnulAsync(run, [.. chunk]);
            }
        }

        foreach (var gone in run.Gone)
        {
            rows.Remove(gone);
        }

        return new BulkAnnulmentResult(
            run.Annulled, rows.Count - run.Annulled, [.. clientIds.Where(id => !rows.ContainsKey(RowKeys.Client(id)))]);
    }

    private async Task AnnulAsync(Run run, List<ClientRow> chunk)
    {
        chunk.ForEach(row => Annulment.Mark(row, run.Event, options.Purge.Retention));
        var changed = new List<ClientRow>();
        while (chunk.Count > 0 && await TryWriteAsync(run, chunk) is { } conflict)
        {
            chunk.Remove(conflict);
            changed.Add(conflict);
        }

        foreach (var row in changed)
        {
            await AnnulAloneAsync(run, row);
        }
    }

    /// <summary>A client that changed since it was read.</summary>
    private async Task AnnulAloneAsync(Run run, ClientRow row)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var fresh = await tables.Taxpayers.FindAsync<ClientRow>(row.PartitionKey, row.RowKey, CancellationToken.None);
            if (fresh is null)
            {
                run.Gone.Add(row.RowKey);
                return;
            }

            if (fresh.State == ClientRow.Annulled)
            {
                return;
            }

            Annulment.Mark(fresh, run.Event, options.Purge.Retention);
            if (await TryWriteAsync(run, [fresh]) is null)
            {
                return;
            }
        }

        throw new ContentionException();
    }

    /// <returns>Null: written. Otherwise the client that was not as it was read; nothing is written then.</returns>
    private async Task<ClientRow?> TryWriteAsync(Run run, List<ClientRow> chunk)
    {
        run.Event.Clients = run.Annulled + chunk.Count;
        var actions = chunk.SelectMany(row => Annulment.ToTransaction(row, run.Key)).Append(
            AddOrOverwrite(run.Event, isThere: run.Annulled > 0));
        try
        {
            await tables.Taxpayers.SubmitTransactionAsync(actions);
        }
        catch (TableTransactionFailedException e) when (IsConflict(e))
        {
            // Unless the SDK met its own first attempt, whose answer was lost: then the event has the new number.
            var stored = await tables.Taxpayers.FindAsync<EventRow>(run.Event.PartitionKey, run.Event.RowKey, CancellationToken.None);
            if (stored?.Clients != run.Event.Clients)
            {
                return chunk[Math.Min((e.FailedTransactionActionIndex ?? 0) / 2, chunk.Count - 1)];
            }
        }

        run.Annulled += chunk.Count;
        Metrics.Annulled(chunk.Count);
        return null;
    }

    private sealed record Run(EventRow Event, LookupKey Key)
    {
        public int Annulled { get; set; }

        /// <summary>Row keys of clients purged meanwhile.</summary>
        public HashSet<string> Gone { get; } = [];
    }
}
