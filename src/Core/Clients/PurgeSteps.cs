using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <summary>One run of the purge, one entry at a time.</summary>
internal sealed class PurgeSteps(EdsTables tables, PurgeQueue purgeQueue, Batches batches, DateTimeOffset now)
{
    private readonly HashSet<(string, string)> _enqueuedSecrets = [];

    public DateTimeOffset Now => now;

    public int Clients { get; private set; }

    public int Other { get; private set; }

    public async Task PurgeClientAsync(PurgeEntryRow entry, CancellationToken cancellation)
    {
        var row = await tables.Taxpayers.FindAsync<ClientRow>(entry.TaxpayerId, RowKeys.Client(entry.Id!), cancellation);
        if (row?.PurgeAt > now)
        {
            return; // later today; or this entry is of an annulment that lost a race
        }

        if (row is { PurgeAt: not null })
        {
            await EnqueueSecretAsync(entry.TaxpayerId, row.SecretId, cancellation);
            if (!await tables.Taxpayers.TryDeleteAsync(row, cancellation))
            {
                return; // changed since it was read: the next run looks again
            }

            Clients++;
        }

        await tables.Due.TryDeleteAsync(entry, cancellation);
    }

    /// <summary>Removes the secrets of one taxpayer that no client has, active or annulled.</summary>
    public async Task PurgeSecretsAsync(IReadOnlyList<PurgeEntryRow> entries, CancellationToken cancellation)
    {
        // Secrets are read before clients: a registration that uses one changes its ETag, and then it stays.
        var rows = new Dictionary<string, SecretRow>();
        foreach (var entry in entries)
        {
            if (await tables.Taxpayers.FindAsync<SecretRow>(entry.TaxpayerId, RowKeys.Secret(entry.Id!), cancellation) is { } row)
            {
                rows[entry.Id!] = row;
            }
        }

        await foreach (var client in tables.Taxpayers.RowsOf<ClientRow>(
            entries[0].TaxpayerId, "client", cancellation, nameof(ClientRow.SecretId)))
        {
            rows.Remove(client.SecretId);
        }

        foreach (var entry in entries)
        {
            if (rows.Remove(entry.Id!, out var row))
            {
                if (!await TryDeleteAsync(row, cancellation))
                {
                    continue;
                }

                Other++;
            }

            await tables.Due.TryDeleteAsync(entry, cancellation);
        }
    }

    /// <summary>With the row of its name.</summary>
    private Task<bool> TryDeleteAsync(SecretRow row, CancellationToken cancellation) => tables.Taxpayers.TrySubmitAsync(
        [Delete(row), .. SecretSettings.DeleteName(row.PartitionKey, row.NameRowKey)], cancellation);

    /// <summary>Aborts a batch that is still pending, and removes the rows of an aborted one.</summary>
    public async Task PurgeBatchAsync(PurgeEntryRow entry, CancellationToken cancellation)
    {
        if (!IsPast(entry))
        {
            return; // its request may still be running
        }

        if (await batches.AbortAsync(entry.TaxpayerId, entry.Id!, cancellation) is BatchState.Aborted)
        {
            foreach (var kind in new[] { "client", "driver", "secret" })
            {
                await foreach (var row in tables.Taxpayers.QueryAsync<ClientRow>(
                    FilterOf(entry.TaxpayerId, kind) + TableClient.CreateQueryFilter($" and BatchId eq {entry.Id}"),
                    select: [nameof(Row.PartitionKey), nameof(Row.RowKey), nameof(ClientRow.SecretId)],
                    cancellationToken: cancellation))
                {
                    if (row.SecretId.Length > 0) // only clients have one
                    {
                        await EnqueueSecretAsync(entry.TaxpayerId, row.SecretId, cancellation);
                    }

                    Other += await tables.Taxpayers.TryDeleteAsync(row, cancellation) ? 1 : 0;
                }
            }

            // It began more than a day ago, so nobody can commit it any more.
            await tables.Taxpayers.DeleteEntityAsync(entry.TaxpayerId, RowKeys.Batch(entry.Id!), cancellationToken: cancellation);
        }

        await tables.Due.TryDeleteAsync(entry, cancellation);
    }

    public Task PurgeEventsAsync(PurgeEntryRow entry, CancellationToken cancellation)
    {
        var (older, to) = (RowKeys.EventsBefore(now - PurgeQueue.EventRetention), RowKeys.Range("event").To);
        return RemoveAsync<EventRow>(
            tables.Taxpayers,
            TableClient.CreateQueryFilter($"PartitionKey eq {entry.TaxpayerId} and RowKey gt {older} and RowKey lt {to}"), entry,
            cancellation);
    }

    /// <summary>Rows of a kind with a PurgeAt of their own.</summary>
    public Task PurgePastAsync<T>(string kind, PurgeEntryRow entry, CancellationToken cancellation)
        where T : Row =>
        RemoveAsync<T>(
            tables.Taxpayers, FilterOf(entry.TaxpayerId, kind) + TableClient.CreateQueryFilter($" and PurgeAt le {now}"), entry,
            cancellation);

    public Task PurgeFailedAttemptsAsync(PurgeEntryRow entry, CancellationToken cancellation) =>
        RemoveAsync<FailedAttemptsRow>(
            tables.Guesses, TableClient.CreateQueryFilter($"PartitionKey eq {entry.TaxpayerId} and PurgeAt le {now}"), entry, cancellation);

    /// <summary>The rides of a month, in whole transactions. A month that is kept longer by now gets another entry.</summary>
    public async Task PurgeCarriagesAsync(PurgeEntryRow entry, CarriageOptions options, CancellationToken cancellation)
    {
        var purgeAt = options.PurgeAt(RowKeys.MonthStart(entry.Id!));
        if (purgeAt > now)
        {
            await purgeQueue.OncePerDayAsync(PurgeQueue.Carriages, entry.TaxpayerId, purgeAt, cancellation, entry.Id);
        }
        else if (!await TryDeleteAllAsync(tables.Carriages, RowKeys.CarriagePartition(entry.TaxpayerId, entry.Id!), cancellation))
        {
            return; // another run is at it
        }

        await tables.Due.TryDeleteAsync(entry, cancellation);
    }

    private async Task<bool> TryDeleteAllAsync(TableClient table, string partition, CancellationToken cancellation)
    {
        var pages = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), TransactionRows,
            [nameof(Row.PartitionKey), nameof(Row.RowKey)], cancellation);
        await foreach (var page in pages.AsPages())
        {
            if (page.Values.Count > 0)
            {
                var deletions = page.Values.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
                if (!await table.TrySubmitAsync(deletions, cancellation))
                {
                    return false;
                }

                Other += page.Values.Count;
            }
        }

        return true;
    }

    private async Task RemoveAsync<T>(TableClient table, string filter, PurgeEntryRow entry, CancellationToken cancellation)
        where T : Row
    {
        await foreach (var row in table.QueryAsync<T>(filter, cancellationToken: cancellation))
        {
            Other += await table.TryDeleteAsync(row, cancellation) ? 1 : 0;
        }

        if (IsPast(entry))
        {
            await tables.Due.TryDeleteAsync(entry, cancellation);
        }
    }

    /// <summary>A secret may have lost its last client: looked at when all clients are purged, by this run or the next.</summary>
    private async Task EnqueueSecretAsync(string taxpayerId, string secretId, CancellationToken cancellation)
    {
        if (_enqueuedSecrets.Add((taxpayerId, secretId)))
        {
            await purgeQueue.SecretAsync(taxpayerId, secretId, now, cancellation);
        }
    }

    /// <summary>Rows fall due until the end of the entry's day; the entry stays until then.</summary>
    private bool IsPast(PurgeEntryRow entry) => string.CompareOrdinal(entry.PartitionKey, RowKeys.PurgeDay(now)) < 0;
}
