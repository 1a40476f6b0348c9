namespace Eds.Core;

internal static class TableClientExtensions
{
    private const int MaxAttempts = 5;

    /// <summary>That a transaction takes at most.</summary>
    public const int TransactionRows = 100;

    private const string TableNotFound = "TableNotFound";

    /// <summary>The next attempt at a change that lost a race.</summary>
    /// <exception cref="ContentionException">It lost five.</exception>
    public static int Retry(int attempt) => attempt < MaxAttempts ? attempt + 1 : throw new ContentionException();

    /// <summary>
    /// Submits a transaction that inserts <paramref name="receipt"/> among its rows. False: a row was not as expected (404, 409, 412)
    /// and nothing was written. When the answer to a first attempt was lost, the SDK tries again and meets its own rows: then the
    /// receipt, whose key nobody else draws, says that it was applied.
    /// </summary>
    public static async Task<bool> TrySubmitAsync(
        this TableClient table, IEnumerable<TableTransactionAction> actions, Row receipt, CancellationToken cancellation) =>
        await table.TrySubmitAsync(actions.Append(Add(receipt)), cancellation)
        || await table.FindAsync<TableEntity>(receipt.PartitionKey, receipt.RowKey, cancellation) is not null;

    /// <summary>Without a receipt: false, too, when the answer to a first attempt of the SDK was lost.</summary>
    public static Task<bool> TrySubmitAsync(
        this TableClient table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellation) =>
        TryAsync(() => table.SubmitTransactionAsync(actions, cancellation));

    /// <summary>A row was not there, was there already, or had changed.</summary>
    public static bool IsConflict(RequestFailedException e) =>
        e.Status is 404 or 409 or 412 && !IsTableMissing(e);

    public static bool IsTableMissing(RequestFailedException e) => e.ErrorCode is TableNotFound or "TableBeingDeleted";

    /// <summary>A point read; null if there is no such row. A table that is missing is an outage, not an absent row.</summary>
    public static async Task<T?> FindAsync<T>(this TableClient table, string partition, string key, CancellationToken cancellation)
        where T : class, ITableEntity
    {
        var found = await table.GetEntityIfExistsAsync<T>(partition, key, cancellationToken: cancellation);
        if (found.HasValue)
        {
            return found.Value;
        }

        var response = found.GetRawResponse();
        return response.Content.ToString().Contains(TableNotFound, StringComparison.Ordinal)
            ? throw new RequestFailedException(response)
            : null;
    }

    /// <summary>Rows of one kind in a partition, in the order of their keys.</summary>
    public static AsyncPageable<T> RowsOf<T>(
        this TableClient table, string partition, string kind, CancellationToken cancellation, params string[] columns)
        where T : class, ITableEntity =>
        table.QueryAsync<T>(FilterOf(partition, kind), select: columns.Length == 0 ? null : columns, cancellationToken: cancellation);

    /// <summary>Those of the rows that exist: one query from the first key to the last, however many there are.</summary>
    public static IAsyncEnumerable<T> RowsAmong<T>(
        this TableClient table, string partition, IReadOnlyCollection<string> keys, CancellationToken cancellation)
        where T : class, ITableEntity
    {
        if (keys.Count == 0)
        {
            return AsyncEnumerable.Empty<T>();
        }

        var (wanted, first, last) = (keys.ToHashSet(), keys.Min(StringComparer.Ordinal), keys.Max(StringComparer.Ordinal));
        return table.QueryAsync<T>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}"),
            cancellationToken: cancellation).Where(row => wanted.Contains(row.RowKey));
    }

    public static string FilterOf(string partition, string kind)
    {
        var (from, to) = RowKeys.Range(kind);
        return TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
    }

    /// <summary>Inserts a row. False: there is one with its key.</summary>
    public static Task<bool> TryAddAsync(this TableClient table, Row row, CancellationToken cancellation) =>
        TryAsync(() => table.AddEntityAsync(row, cancellation));

    /// <summary>False: the row is gone or has changed.</summary>
    public static Task<bool> TryUpdateAsync(
        this TableClient table, ITableEntity row, ETag etag, TableUpdateMode mode, CancellationToken cancellation) =>
        TryAsync(() => table.UpdateEntityAsync(row, etag, mode, cancellation));

    /// <summary>Removes a row as it was read. False: it is gone or has changed.</summary>
    public static async Task<bool> TryDeleteAsync(this TableClient table, Row row, CancellationToken cancellation)
    {
        try
        {
            // The SDK reports a missing row as a plain 404 response, not as an exception.
            return (await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation)).Status != 404;
        }
        catch (RequestFailedException e) when (IsConflict(e))
        {
            return false;
        }
    }

    public static TableTransactionAction Add(Row row) => new(TableTransactionActionType.Add, row);

    /// <summary>Inserts a row that was not read from storage; replaces one that was, if it is still as read.</summary>
    public static TableTransactionAction AddOrReplace(Row row) => row.ETag == default ? Add(row) : Replace(row);

    /// <summary>Replaces the row if it is still as read.</summary>
    public static TableTransactionAction Replace(Row row) => new(TableTransactionActionType.UpdateReplace, row, row.ETag);

    /// <summary>Deletes the row if it is still as read.</summary>
    public static TableTransactionAction Delete(Row row) => new(TableTransactionActionType.Delete, row, row.ETag);

    private static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException e) when (IsConflict(e))
        {
            return false;
        }
    }
}
