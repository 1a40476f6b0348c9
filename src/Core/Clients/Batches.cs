namespace Eds.Core;

internal enum BatchState
{
    Pending,
    Committed,
    Aborted,
}

/// <summary>
/// Batches of more clients than fit one transaction. Their rows are visible once the batch row says committed. That row is inserted once:
/// as committed by the registration, or as aborted by anyone.
/// </summary>
public sealed class Batches(EdsTables tables, TimeProvider time) : IDisposable
{
    /// <summary>A batch that is pending for longer may be aborted by anyone who needs one of its drivers.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    // A decision never changes. Pending is not cached.
    private readonly MemoryCache _decided = new(new MemoryCacheOptions { SizeLimit = 50_000 });

    /// <summary>The row, if it exists: any batch of it is committed.</summary>
    internal async Task<T?> FindAsync<T>(string taxpayerId, string rowKey, CancellationToken cancellation)
        where T : Row, IBatchRow
    {
        var row = await tables.Taxpayers.FindAsync<T>(taxpayerId, rowKey, cancellation);
        return row is not null && await IsCommittedAsync(taxpayerId, row.BatchId, cancellation) ? row : null;
    }

    /// <summary>Those of the rows that exist, by their keys.</summary>
    internal async Task<Dictionary<string, T>> FindManyAsync<T>(string taxpayerId, IEnumerable<string> rowKeys)
        where T : Row, IBatchRow
    {
        var isCommitted = Within(taxpayerId, CancellationToken.None);
        return await tables.Taxpayers.RowsAmong<T>(taxpayerId, [.. rowKeys], CancellationToken.None)
            .Where((row, _) => isCommitted(row.BatchId)).ToDictionaryAsync(row => row.RowKey);
    }

    /// <summary>Whether a row with this BatchId exists, with one read per batch, for a query of many rows.</summary>
    internal Func<string?, ValueTask<bool>> Within(string taxpayerId, CancellationToken cancellation)
    {
        var asked = new Dictionary<string, bool>();
        return async batchId => batchId is null || (asked.TryGetValue(batchId, out var isCommitted)
            ? isCommitted
            : asked[batchId] = await IsCommittedAsync(taxpayerId, batchId, cancellation));
    }

    internal async ValueTask<BatchState> StateAsync(string taxpayerId, string batchId, CancellationToken cancellation)
    {
        if (_decided.TryGetValue((taxpayerId, batchId), out BatchState state))
        {
            return state;
        }

        return await tables.Taxpayers.FindAsync<BatchRow>(taxpayerId, RowKeys.Batch(batchId), cancellation) is { } row
            ? Remember(taxpayerId, batchId, row)
            : BatchState.Pending;
    }

    /// <summary>
    /// The state, after aborting a batch that is pending for longer than <see cref="Grace"/>, or that started as long in the future: then a
    /// clock was wrong. Aborting too early only makes a registration try again.
    /// </summary>
    internal async ValueTask<BatchState> SettleAsync(
        string taxpayerId, string batchId, DateTimeOffset startedAt, CancellationToken cancellation)
    {
        var state = await StateAsync(taxpayerId, batchId, cancellation);
        return state is BatchState.Pending && (time.GetUtcNow() - startedAt).Duration() >= Grace
            ? await AbortAsync(taxpayerId, batchId, cancellation)
            : state;
    }

    /// <returns>Aborted; or Committed, if the registration was faster.</returns>
    internal async Task<BatchState> AbortAsync(string taxpayerId, string batchId, CancellationToken cancellation)
    {
        var row = NewRow(taxpayerId, batchId, BatchRow.Aborted);
        if (!await tables.Taxpayers.TryAddAsync(row, cancellation))
        {
            row = await tables.Taxpayers.GetEntityAsync<BatchRow>(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
        }

        return Remember(taxpayerId, batchId, row);
    }

    internal BatchRow NewRow(string taxpayerId, string batchId, string state) =>
        new() { PartitionKey = taxpayerId, RowKey = RowKeys.Batch(batchId), State = state, DecidedAt = time.GetUtcNow() };

    public void Dispose() => _decided.Dispose();

    private async ValueTask<bool> IsCommittedAsync(string taxpayerId, string? batchId, CancellationToken cancellation) =>
        batchId is null || await StateAsync(taxpayerId, batchId, cancellation) is BatchState.Committed;

    private BatchState Remember(string taxpayerId, string batchId, BatchRow row)
    {
        var state = row.State == BatchRow.Committed ? BatchState.Committed : BatchState.Aborted;
        _decided.Set((taxpayerId, batchId), state, new MemoryCacheEntryOptions { Size = 1 });
        return state;
    }
}
