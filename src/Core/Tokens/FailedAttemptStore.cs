namespace Eds.Core;

/// <summary>Who tries to sign in from where. <paramref name="Network"/> is a keyed digest.</summary>
internal readonly record struct AttemptSource(ClientId ClientId, string Network)
{
    public string TaxpayerId => ClientId.TaxpayerId;

    public string TaxpayerNetwork => $"{TaxpayerId}|{Network}";

    public AttemptRowKeys OfClient => new(TaxpayerId, RowKeys.ClientAttempts(ClientId, Network), RowKeys.ClientAttempts(ClientId));

    public AttemptRowKeys OfTaxpayer => new(TaxpayerId, RowKeys.TaxpayerAttempts(Network), RowKeys.TaxpayerAttempts());
}

/// <param name="Network">Counts the attempts from one network.</param>
/// <param name="Total">Counts those from all.</param>
internal readonly record struct AttemptRowKeys(string TaxpayerId, string Network, string Total);

/// <summary>
/// Table <c>Guesses</c>, one partition per taxpayer. Counts of several instances add up, as each is written under its ETag. Ids that do
/// not exist are counted like others, so that the work does not tell them apart.
/// </summary>
internal sealed class FailedAttemptStore(EdsTables tables, PurgeQueue purgeQueue, TimeProvider time)
{
    /// <summary>How long a success makes a network a known one of the client.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromDays(30);

    /// <summary>Rows that do not exist are new ones.</summary>
    public async Task<(FailedAttemptsRow OfNetwork, FailedAttemptsRow Total)> ReadAsync(AttemptRowKeys rowKeys)
    {
        var (ofNetwork, total) = (FindAsync(rowKeys.Network), FindAsync(rowKeys.Total));
        return (await ofNetwork, await total);

        async Task<FailedAttemptsRow> FindAsync(string rowKey) =>
            await tables.Guesses.FindAsync<FailedAttemptsRow>(rowKeys.TaxpayerId, rowKey, CancellationToken.None)
            ?? new FailedAttemptsRow { PartitionKey = rowKeys.TaxpayerId, RowKey = rowKey };
    }

    /// <summary>
    /// Writes all rows in one transaction, if they are still as they were read or written last. False: another attempt was counted
    /// meanwhile.
    /// </summary>
    public async Task<bool> TryWriteAsync(params FailedAttemptsRow[] rows)
    {
        foreach (var row in rows)
        {
            var keep = row.SucceededAt is null ? FailedAttemptsRow.Memory : KnownFor + FailedAttemptsRow.Memory;
            row.PurgeAt = time.GetUtcNow() + keep;
            await purgeQueue.OncePerDayAsync(PurgeQueue.FailedAttempts, row.PartitionKey, row.PurgeAt, CancellationToken.None);
        }

        try
        {
            var written = await tables.Guesses.SubmitTransactionAsync(
                rows.Select(TableClientExtensions.AddOrReplace), CancellationToken.None);
            foreach (var (row, response) in rows.Zip(written.Value))
            {
                row.ETag = response.Headers.ETag ?? row.ETag;
            }

            return true;
        }
        catch (RequestFailedException e) when (TableClientExtensions.IsConflict(e))
        {
            return false;
        }
    }

    /// <summary>Changes both rows, under their ETags.</summary>
    /// <param name="known">The rows, if they were read or written a moment ago.</param>
    public async Task ChangeAsync(
        AttemptRowKeys rowKeys, Action<FailedAttemptsRow, DateTimeOffset> change,
        (FailedAttemptsRow OfNetwork, FailedAttemptsRow Total)? known = null)
    {
        for (var retry = 1; ; retry = TableClientExtensions.Retry(retry))
        {
            var now = time.GetUtcNow();
            var (ofNetwork, total) = retry == 1 && known is { } rows ? rows : await ReadAsync(rowKeys);
            change(ofNetwork, now);
            change(total, now);
            if (await TryWriteAsync(ofNetwork, total))
            {
                return;
            }
        }
    }

    public bool IsMarked(ClientRow client) => time.GetUtcNow() - client.FailedAttemptAt < FailedAttemptsRow.Memory;

    /// <summary>
    /// Tells all instances, which read the client row anyway, that there are counts to read. With each failure, and for clients that do not
    /// exist as well, so that the time does not tell them apart.
    /// </summary>
    public Task MarkAsync(ClientId clientId)
    {
        var (now, rowKey) = (time.GetUtcNow(), RowKeys.Client(clientId));
        var mark = new TableEntity(clientId.TaxpayerId, rowKey) { [nameof(ClientRow.FailedAttemptAt)] = now };
        return tables.Taxpayers.TryUpdateAsync(mark, ETag.All, TableUpdateMode.Merge, CancellationToken.None);
    }
}
