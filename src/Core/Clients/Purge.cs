using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Eds.Core;

/// <param name="Clients">Client rows removed.</param>
/// <param name="Other">Secrets, batches' leftovers, events and idempotency rows removed.</param>
/// <param name="Finished">False: the run stopped at its bound; the next one goes on where it stopped.</param>
public sealed record PurgeReport(int Clients, int Other, bool Finished);

/// <summary>
/// Removes what is due. It reads the notes in <c>Due</c> up to today, looks at the real rows, removes each only if its own time has
/// come and it is still as read, and then the note. It may be killed anywhere: the notes that are left are read again.
/// </summary>
public sealed class Purge(EdsTables tables, DueRows due, Batches batches, TimeProvider time, ILogger<Purge> logger)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(8);

    public async Task<PurgeReport> RunAsync(CancellationToken cancellation)
    {
        var (started, now) = (time.GetTimestamp(), time.GetUtcNow());
        var (clients, other) = (0, 0);
        var secretsNoted = new HashSet<(string, string?)>();
        await foreach (var note in NotesAsync("", now, cancellation))
        {
            if (IsTooLong())
            {
                return Report(finished: false);
            }

            switch (note.Kind)
            {
                case DueRows.Client:
                    clients += await PurgeClientAsync(note, now, secretsNoted, cancellation);
                    break;
                case DueRows.Batch:
                    other += await PurgeBatchAsync(note, cancellation);
                    break;
                case DueRows.Events:
                    other += await PurgeEventsAsync(note, now, cancellation);
                    break;
                case DueRows.Requests:
                    other += await PurgeRequestsAsync(note, now, cancellation);
                    break;
                case DueRows.Secret:
                    break; // below, when their clients are gone
                default:
                    throw new InvalidDataException($"A note of unknown kind is due: {note.Kind}.");
            }
        }

        // Notes come sorted: those of one taxpayer stand together, and one look at its clients answers them all.
        var together = new List<DueRow>();
        await foreach (var note in NotesAsync(TableClient.CreateQueryFilter($" and Kind eq {DueRows.Secret}"), now, cancellation))
        {
            if (together is [var first, ..] && first.TaxpayerId != note.TaxpayerId)
            {
                other += await PurgeSecretsAsync(together, cancellation);
                together.Clear();
            }

            if (IsTooLong())
            {
                return Report(finished: false);
            }

            together.Add(note);
        }

        other += await PurgeSecretsAsync(together, cancellation);
        return Report(finished: true);

        bool IsTooLong() => time.GetElapsedTime(started) > MaxDuration;

        PurgeReport Report(bool finished)
        {
            logger.Purged(clients, other, finished);
            return new PurgeReport(clients, other, finished);
        }
    }

    private AsyncPageable<DueRow> NotesAsync(string also, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = RowKeys.DuePartition(now);
        return tables.Due.QueryAsync<DueRow>(TableClient.CreateQueryFilter($"PartitionKey le {today}") + also, cancellationToken: cancellation);
    }

    private async Task<int> PurgeClientAsync(
        DueRow note, DateTimeOffset now, HashSet<(string, string?)> secretsNoted, CancellationToken cancellation)
    {
        var removed = 0;
        var row = await tables.Taxpayers.FindAsync<ClientRow>(note.TaxpayerId, $"client|{note.Id}", cancellation);
        if (row?.PurgeAt > now)
        {
            return 0; // later today; or annulled later than this note says, which has a note of its own
        }

        if (row is { PurgeAt: not null })
        {
            // Its secret may have lost its last client: this run looks, or, if it is killed, the next.
            if (secretsNoted.Add((note.TaxpayerId, row.SecretId)))
            {
                await due.SecretAsync(note.TaxpayerId, row.SecretId, now, cancellation);
            }

            if (!await tables.Taxpayers.TryDeleteAsync(row, cancellation))
            {
                return 0; // changed since it was read: the note stays, the next run looks again
            }

            removed = 1;
        }

        await tables.Due.TryDeleteAsync(note, cancellation);
        return removed;
    }

    /// <summary>Removes the noted secrets of one taxpayer that no client has, active or annulled.</summary>
    private async Task<int> PurgeSecretsAsync(List<DueRow> notes, CancellationToken cancellation)
    {
        if (notes is [])
        {
            return 0;
        }

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

        var removed = 0;
        foreach (var note in notes)
        {
            if (!rows.TryGetValue(note.Id!, out var row) || await tables.Taxpayers.TryDeleteAsync(row, cancellation))
            {
                removed += row is null ? 0 : 1;
                await tables.Due.TryDeleteAsync(note, cancellation);
            }
        }

        return removed;
    }

    /// <summary>Settles a batch that nobody settled, and removes what a given-up one left behind.</summary>
    private async Task<int> PurgeBatchAsync(DueRow note, CancellationToken cancellation)
    {
        if (!IsPast(note))
        {
            return 0; // its request may still be running
        }

        var removed = 0;
        if (await batches.GiveUpAsync(note.TaxpayerId, note.Id!, cancellation) is BatchState.Aborted)
        {
            foreach (var kind in new[] { "client", "driver", "secret" })
            {
                await foreach (var row in tables.Taxpayers.QueryAsync<LeftoverRow>(
                    BatchFilter(note, kind), select: [nameof(Row.PartitionKey), nameof(Row.RowKey)], cancellationToken: cancellation))
                {
                    removed += await tables.Taxpayers.TryDeleteAsync(row, cancellation) ? 1 : 0;
                }
            }

            // Nobody can commit it any more: it began more than a day ago.
            await tables.Taxpayers.DeleteEntityAsync(note.TaxpayerId, RowKeys.Batch(note.Id!), cancellationToken: cancellation);
        }

        await tables.Due.TryDeleteAsync(note, cancellation);
        return removed;
    }

    private static string BatchFilter(DueRow note, string kind)
    {
        var (from, to) = (kind + "|", RowKeys.After(kind));
        return TableClient.CreateQueryFilter(
            $"PartitionKey eq {note.TaxpayerId} and RowKey ge {from} and RowKey lt {to} and BatchId eq {note.Id}");
    }

    private async Task<int> PurgeRequestsAsync(DueRow note, DateTimeOffset now, CancellationToken cancellation)
    {
        var (from, to) = ("request|", RowKeys.After("request"));
        return await RemoveAsync<RequestRow>(
            TableClient.CreateQueryFilter($"PartitionKey eq {note.TaxpayerId} and RowKey ge {from} and RowKey lt {to} and PurgeAt le {now}"),
            note,
            cancellation);
    }

    private async Task<int> PurgeEventsAsync(DueRow note, DateTimeOffset now, CancellationToken cancellation)
    {
        var (older, to) = (RowKeys.EventsBefore(now - DueRows.EventRetention), RowKeys.After("event"));
        return await RemoveAsync<EventRow>(
            TableClient.CreateQueryFilter($"PartitionKey eq {note.TaxpayerId} and RowKey gt {older} and RowKey lt {to}"), note, cancellation);
    }

    private async Task<int> RemoveAsync<T>(string filter, DueRow note, CancellationToken cancellation)
        where T : Row
    {
        var removed = 0;
        await foreach (var row in tables.Taxpayers.QueryAsync<T>(filter, cancellationToken: cancellation))
        {
            removed += await tables.Taxpayers.TryDeleteAsync(row, cancellation) ? 1 : 0;
        }

        if (IsPast(note))
        {
            await tables.Due.TryDeleteAsync(note, cancellation);
        }

        return removed;
    }

    /// <summary>Rows of the note's own day fall due until its end; the note stays until then.</summary>
    private bool IsPast(DueRow note) => string.CompareOrdinal(note.PartitionKey, RowKeys.DuePartition(time.GetUtcNow())) < 0;

    private sealed class LeftoverRow : Row;
}
