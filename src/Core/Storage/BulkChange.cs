using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <summary>
/// Changes many rows of a taxpayer, each whole or not at all, and as many in a transaction as it takes. Every transaction also writes the
/// one event, with the number reached. A row that is not as it was read is tried again by itself.
/// </summary>
internal sealed class BulkChange<TRow>(EdsTables tables, EventRow auditEvent)
    where TRow : Row
{
    private readonly HashSet<string> _changed = [];

    public required int ActionsPerRow { get; init; }

    /// <summary>Whether a row, as it is now, is to be changed.</summary>
    public required Func<TRow, bool> IsWanted { get; init; }

    /// <summary>Changes a row in memory, and says what to write.</summary>
    public required Func<TRow, ValueTask<TableTransactionAction[]>> ChangeAsync { get; init; }

    /// <summary>Sets the number of changed rows in the event.</summary>
    public required Action<int> SetCount { get; init; }

    /// <summary>Row keys of what this call changed.</summary>
    public IReadOnlySet<string> Changed => _changed;

    /// <param name="rows">By key. In the end as they were read or written last; those that are gone are removed.</param>
    public async Task RunAsync(Dictionary<string, TRow> rows)
    {
        foreach (var chunk in rows.Values.Where(IsWanted).ToList().Chunk((TransactionRows - 1) / ActionsPerRow))
        {
            var (changes, conflicts) = (new List<Change>(), new List<TRow>());
            foreach (var row in chunk)
            {
                changes.Add(new Change(row, await ChangeAsync(row)));
            }

            while (changes.Count > 0 && await TryWriteAsync(changes) is { } conflict)
            {
                changes.Remove(conflict);
                conflicts.Add(conflict.Row);
            }

            foreach (var row in conflicts)
            {
                await ChangeAloneAsync(row, rows);
            }
        }
    }

    private async Task ChangeAloneAsync(TRow row, Dictionary<string, TRow> rows)
    {
        for (var attempt = 1; ; attempt = Retry(attempt))
        {
            if (await tables.Taxpayers.FindAsync<TRow>(row.PartitionKey, row.RowKey, CancellationToken.None) is not { } fresh)
            {
                rows.Remove(row.RowKey);
                return;
            }

            rows[row.RowKey] = fresh;
            if (!IsWanted(fresh) || await TryWriteAsync([new Change(fresh, await ChangeAsync(fresh))]) is null)
            {
                return;
            }
        }
    }

    /// <returns>Null: written. Otherwise the row that was not as it was read; nothing is written then.</returns>
    private async Task<Change?> TryWriteAsync(List<Change> changes)
    {
        SetCount(_changed.Count + changes.Count);
        var writeEvent = _changed.Count == 0
            ? Add(auditEvent)
            : new TableTransactionAction(TableTransactionActionType.UpdateReplace, auditEvent, ETag.All); // nobody else writes it
        try
        {
            await tables.Taxpayers.SubmitTransactionAsync(changes.SelectMany(change => change.Actions).Append(writeEvent));
        }
        catch (TableTransactionFailedException e) when (IsConflict(e))
        {
            // Unless the SDK met its own first attempt, whose answer was lost: then the event has the new number.
            var stored = await tables.Taxpayers.FindAsync<EventRow>(
                auditEvent.PartitionKey, auditEvent.RowKey, CancellationToken.None);
            if ((stored?.Clients, stored?.Secrets) != (auditEvent.Clients, auditEvent.Secrets))
            {
                return changes[Math.Min((e.FailedTransactionActionIndex ?? 0) / ActionsPerRow, changes.Count - 1)];
            }
        }

        _changed.UnionWith(changes.Select(change => change.Row.RowKey));
        return null;
    }

    private sealed record Change(TRow Row, TableTransactionAction[] Actions);
}
