namespace Eds.Core;

/// <summary>
/// Secret rows. A cached one may be 15 s old; a caller about to refuse because of it reads it again, at most once a second per secret.
/// Absence is never cached.
/// </summary>
public sealed class SecretStore(EdsTables tables, Batches batches, AuditLog auditLog, TimeProvider time) : IDisposable
{
    internal static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(15);
    internal static readonly TimeSpan MaxAgeToRefuse = TimeSpan.FromSeconds(1);

    private readonly MemoryCache _rows = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>To be changed. Null: no such secret, or of a batch that is not committed.</summary>
    internal async Task<SecretRow?> FindRowAsync(string taxpayerId, string secretId, CancellationToken cancellation = default) =>
        RowKeys.IsSecretId(secretId) ? await batches.FindAsync<SecretRow>(taxpayerId, RowKeys.Secret(secretId), cancellation) : null;

    /// <summary>Replaces the row, with its event and other rows.</summary>
    /// <returns>False: a row was not as expected, and nothing was written.</returns>
    internal async Task<bool> TryReplaceAsync(SecretRow row, EventRow auditEvent, params IEnumerable<TableTransactionAction> others)
    {
        var isWritten = await auditLog.TrySubmitAsync(
            [TableClientExtensions.Replace(row), .. others], auditEvent, CancellationToken.None);
        Forget(row);
        return isWritten;
    }

    /// <summary>Stores a better hash of the same secret; dropped if anyone else wrote the row meanwhile.</summary>
    internal async Task RehashAsync(SecretRow row, string hash, CancellationToken cancellation)
    {
        var rehashed = new TableEntity(row.PartitionKey, row.RowKey) { [nameof(SecretRow.Hash)] = hash };
        await tables.Taxpayers.TryUpdateAsync(rehashed, row.ETag, TableUpdateMode.Merge, cancellation);
        Forget(row);
    }

    /// <summary>The row has changed. This instance reads it anew; others, and one that is reading it now, do so within 15 s.</summary>
    internal void Forget(SecretRow row) => _rows.Remove((row.PartitionKey, row.RowKey));

    public void Dispose() => _rows.Dispose();

    /// <summary>Null: no such secret.</summary>
    internal async ValueTask<SecretRow?> FindCachedAsync(
        string taxpayerId, string secretId, TimeSpan maxAge, CancellationToken cancellation)
    {
        var key = (taxpayerId, rowKey: RowKeys.Secret(secretId));
        var now = time.GetTimestamp();
        if (_rows.TryGetValue(key, out Cached? cached) && time.GetElapsedTime(cached!.ReadAt, now) < maxAge)
        {
            return cached.Row;
        }

        var row = await tables.Taxpayers.FindAsync<SecretRow>(key.taxpayerId, key.rowKey, cancellation);
        if (row is null)
        {
            _rows.Remove(key);
            return null;
        }

        _rows.Set(key, new Cached(row, now), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = MaxAge });
        return row;
    }

    private sealed record Cached(SecretRow Row, long ReadAt);
}
