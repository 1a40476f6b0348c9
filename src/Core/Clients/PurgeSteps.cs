namespace Eds.Core;

/// <summary>One run of the purge, a note at a time.</summary>
internal sealed class PurgeSteps(EdsTables tables, PurgeQueue due, Batches batches, DateTimeOffset now)
{
    private readonly HashSet<(string, string)> _secretsNoted = [];

    public DateTimeOffset Now => now;

    public int Clients { get; private set; }

    public int Other { get; private set; }

    public async Task PurgeClientAsync(PurgeEntryRow note, CancellationToken cancellation)
    {
        var row = await tables.Taxpayers.FindAsync<ClientRow>(note.TaxpayerId, RowKeys.Client(note.Id!), cancellation);
        if (row?.PurgeAt > now)
        {
            return; // later today; or annulled later than this note says, which has a note of its own
        }

        if (row is { PurgeAt: not null })
        {
            await EnqueueSecretAsync(note.TaxpayerId, row.SecretId, cancellation);
            if (!await tables.Taxpayers.TryDeleteAsync(row, cancellation))
            {
                return; // changed since it was read: the note stays, the next run looks again
            }

            Clients++;
        }

        await tables.Due.TryDeleteAsync(note, cancellation);
    }

    /// <summary>Removes the noted secrets of one taxpayer that no client has, active or annulled.</summary>
    public async Task PurgeSecretsAsync(IReadOnlyList<PurgeEntryRow> notes, CancellationToken cancellation)
    {
        // The rows are read before the clients: a registration that uses a secret changes its ETag, and then it stays.
        var rows = new Dictionary<string, SecretRow>();
        foreach (var note in notes)
        {
            if (await tables.Taxpayers.FindAsync<SecretRow>(note.TaxpayerId, RowKeys.Secret(note.Id!), cancellation) is { } row)
            {
                rows[note.Id!] = row;
            }
        }

        await foreach (var client in tables.Taxpayers.RowsOf<ClientRow>(notes[0].TaxpayerId, "client", cancellation, nameof(ClientRow.SecretId)))
        {
            rows.Remove(client.SecretId);
        }

        foreach (var note in notes)
        {
            if (rows.TryGetValue(note.Id!, out var row))
            {
                if (!await TryDeleteAsync(row, cancellation))
                {
                    continue;
                }

                Other++;
            }

            await tables.Due.TryDeleteAsync(note, cancellation);
        }
    }

    /// <summary>With the guard of its name.</summary>
    private async Task<bool> TryDeleteAsync(SecretRow row, CancellationToken cancellation)
    {
        if (row.NameGuard is null)
        {
            return await tables.Taxpayers.TryDeleteAsync(row, cancellation);
        }

        try
        {
            await tables.Taxpayers.SubmitTransactionAsync(
                [TableClientExtensions.Delete(row), .. SecretSettings.Delete(row.PartitionKey, row.NameGuard)], cancellation);
            return true;
        }
        catch (RequestFailedException e) when (TableClientExtensions.IsConflict(e))
        {
            return false;
        }
    }

    /// <summary>Settles a batch that nobody settled, and removes what a given-up one left behind.</summary>
    public async Task PurgeBatchAsync(PurgeEntryRow note, CancellationToken cancellation)
    {
        if (!IsPast(note))
        {
            return; // its request may still be running
        }

        if (await batches.AbortAsync(note.TaxpayerId, note.Id!, cancellation) is BatchState.Aborted)
        {
            foreach (var kind in new[] { "client", "driver", "secret" })
            {
                var (from, to) = RowKeys.Range(kind);
                await foreach (var row in tables.Taxpayers.QueryAsync<LeftoverRow>(
                    TableClient.CreateQueryFilter($"PartitionKey eq {note.TaxpayerId} and RowKey ge {from} and RowKey lt {to} and BatchId eq {note.Id}"),
                    select: [nameof(Row.PartitionKey), nameof(Row.RowKey), nameof(LeftoverRow.SecretId)],
                    cancellationToken: cancellation))
                {
                    if (row.SecretId is { } secretId)
                    {
                        await EnqueueSecretAsync(note.TaxpayerId, secretId, cancellation);
                    }

                    Other += await tables.Taxpayers.TryDeleteAsync(row, cancellation) ? 1 : 0;
                }
            }

            // Nobody can commit it any more: it began more than a day ago.
            await tables.Taxpayers.DeleteEntityAsync(note.TaxpayerId, RowKeys.Batch(note.Id!), cancellationToken: cancellation);
        }

        await tables.Due.TryDeleteAsync(note, cancellation);
    }

    public Task PurgeEventsAsync(PurgeEntryRow note, CancellationToken cancellation)
    {
        var (older, to) = (RowKeys.EventsBefore(now - PurgeQueue.EventRetention), RowKeys.Range("event").To);
        return RemoveAsync<EventRow>(
            tables.Taxpayers,
            TableClient.CreateQueryFilter($"PartitionKey eq {note.TaxpayerId} and RowKey gt {older} and RowKey lt {to}"), note, cancellation);
    }

    /// <summary>Rows of a kind that tell themselves when they end.</summary>
    public Task PurgePastAsync<T>(string kind, PurgeEntryRow note, CancellationToken cancellation)
        where T : Row
    {
        var (from, to) = RowKeys.Range(kind);
        return RemoveAsync<T>(
            tables.Taxpayers,
            TableClient.CreateQueryFilter($"PartitionKey eq {note.TaxpayerId} and RowKey ge {from} and RowKey lt {to} and PurgeAt le {now}"),
            note,
            cancellation);
    }

    public Task PurgeGuessesAsync(PurgeEntryRow note, CancellationToken cancellation) =>
        RemoveAsync<FailedAttemptsRow>(tables.Guesses, TableClient.CreateQueryFilter($"PartitionKey eq {note.TaxpayerId} and PurgeAt le {now}"), note, cancellation);

    private async Task RemoveAsync<T>(TableClient table, string filter, PurgeEntryRow note, CancellationToken cancellation)
        where T : Row
    {
        await foreach (var row in table.QueryAsync<T>(filter, cancellationToken: cancellation))
        {
            Other += await table.TryDeleteAsync(row, cancellation) ? 1 : 0;
        }

        if (IsPast(note))
        {
            await tables.Due.TryDeleteAsync(note, cancellation);
        }
    }

    /// <summary>A secret may have lost its last client: this run looks when all clients are done, or, if it is killed, the next.</summary>
    private async Task EnqueueSecretAsync(string taxpayerId, string secretId, CancellationToken cancellation)
    {
        if (_secretsNoted.Add((taxpayerId, secretId)))
        {
            await due.SecretAsync(taxpayerId, secretId, now, cancellation);
        }
    }

    /// <summary>Rows of the note's own day fall due until its end; the note stays until then.</summary>
    private bool IsPast(PurgeEntryRow note) => string.CompareOrdinal(note.PartitionKey, RowKeys.PurgeDay(now)) < 0;

    private sealed class LeftoverRow : Row
    {
        public string? SecretId { get; set; }
    }
}
