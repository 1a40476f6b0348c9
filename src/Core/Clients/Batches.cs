namespace Eds.Core;

internal enum BatchState
{
    Pending,
    Committed,
    Aborted,
}

/// <summary>
/// Batches of more clients than fit one transaction. Their rows are visible only once the batch row says committed. That row is
/// inserted once, by the registration as committed or by whoever gives the batch up as aborted: one of the two wins, for good.
/// </summary>
public sealed class Batches(EdsTables tables, TimeProvider time) : IDisposable
{
    /// <summary>A batch that is undecided for longer may be given up by anyone who needs one of its drivers.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    // A decision never changes; its absence is not remembered.
    private readonly MemoryCache _decided = new(new MemoryCacheOptions { SizeLimit = 50_000 });

    /// <summary>Whether a row with this BatchId exists for anyone but its own registration; rows without a batch always do.</summary>
    internal async ValueTask<bool> IsCommittedAsync(string taxpayerId, string? batchId, CancellationToken cancellation) =>
        batchId is null || await StateAsync(taxpayerId, batchId, cancellation) is BatchState.Committed;

    /// <summary>As <see cref="IsCommittedAsync"/>, asking once per batch, whatever the answer: for one reading of many rows.</summary>
    internal Func<string?, ValueTask<bool>> Within(string taxpayerId, CancellationToken cancellation)
    {
        var asked = new Dictionary<string, bool>();
        return async batchId =>
        {
            if (batchId is null)
            {
                return true;
            }

            return asked.TryGetValue(batchId, out var committed)
                ? committed
                : asked[batchId] = await IsCommittedAsync(taxpayerId, batchId, cancellation);
        };
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
    /// The state, after giving up a batch that has been undecided for longer than <see cref="Grace"/>, or that began as long from now:
    /// then some clock was wrong, and to give up too early only makes a registration try again.
    /// </summary>
    internal async ValueTask<BatchState> SettleAsync(string taxpayerId, string batchId, DateTimeOffset startedAt, CancellationToken cancellation)
    {
        var state = await StateAsync(taxpayerId, batchId, cancellation);
        return state is BatchState.Pending && (time.GetUtcNow() - startedAt).Duration() >= Grace
            ? await AbortAsync(taxpayerId, batchId, cancellation)
            : state;
    }

    /// <returns>Aborted, or Committed if the registration was faster.</returns>
    internal async Task<BatchState> AbortAsync(string taxpayerId, string batchId, CancellationToken cancellation)
    {
        var row = NewRow(taxpayerId, batchId, BatchRow.Aborted);
        try
        {
            await tables.Taxpayers.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException e) when (TableClientExtensions.IsConflict(e))
        {
            row = await tables.Taxpayers.GetEntityAsync<BatchRow>(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
        }

        return Remember(taxpayerId, batchId, row);
    }

    internal BatchRow NewRow(string taxpayerId, string batchId, string state) =>
        new() { PartitionKey = taxpayerId, RowKey = RowKeys.Batch(batchId), State = state, DecidedAt = time.GetUtcNow() };

    public void Dispose() => _decided.Dispose();

    private BatchState Remember(string taxpayerId, string batchId, BatchRow row)
    {
        var state = row.State == BatchRow.Committed ? BatchState.Committed : BatchState.Aborted;
        _decided.Set((taxpayerId, batchId), state, new MemoryCacheEntryOptions { Size = 1 });
        return state;
    }
}
