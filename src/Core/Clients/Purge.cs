using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Eds.Core;

/// <param name="Clients">Client rows removed.</param>
/// <param name="Other">Secrets, batches' leftovers, events, idempotency rows and revoked tokens removed.</param>
/// <param name="Finished">False: the run stopped at its bound; the next one goes on where it stopped.</param>
public sealed record PurgeReport(int Clients, int Other, bool Finished);

/// <summary>
/// Removes what is due. It reads the notes in <c>Due</c> up to today, looks at the real rows, removes each only if its own time has
/// come and it is still as read, and then the note. It may be killed anywhere: the notes that are left are read again.
/// </summary>
public sealed class Purge(EdsTables tables, DueRows due, Batches batches, TimeProvider time, ILogger<Purge> logger)
{
    /// <summary>Less than host.json's functionTimeout.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(8);

    public async Task<PurgeReport> RunAsync(CancellationToken cancellation)
    {
        using var bound = new CancellationTokenSource(MaxDuration, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellation);
        var steps = new PurgeSteps(tables, due, batches, time.GetUtcNow());
        var finished = true;
        try
        {
            await RunAsync(steps, either.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            finished = false;
        }

        var report = new PurgeReport(steps.Clients, steps.Other, finished);
        logger.Purged(report.Clients, report.Other, report.Finished);
        Metrics.Purged(report);
        return report;
    }

    private async Task RunAsync(PurgeSteps steps, CancellationToken cancellation)
    {
        await foreach (var note in NotesAsync("", steps.Now, cancellation))
        {
            switch (note.Kind)
            {
                case DueRows.Client:
                    await steps.PurgeClientAsync(note, cancellation);
                    break;
                case DueRows.Batch:
                    await steps.PurgeBatchAsync(note, cancellation);
                    break;
                case DueRows.Events:
                    await steps.PurgeEventsAsync(note, cancellation);
                    break;
                case DueRows.Requests:
                    await steps.PurgePastAsync<RequestRow>("request", note, cancellation);
                    break;
                case DueRows.Tokens:
                    await steps.PurgePastAsync<TokenRow>("token", note, cancellation);
                    break;
                case DueRows.Guesses:
                    await steps.PurgeGuessesAsync(note, cancellation);
                    break;
                case DueRows.Secret:
                    break; // below, when their clients are gone
                default:
                    logger.NoteOfUnknownKind(note.PartitionKey, note.RowKey); // of a newer version, which will see to it
                    break;
            }
        }

        await PurgeSecretsAsync(steps, cancellation);
    }

    private async Task PurgeSecretsAsync(PurgeSteps steps, CancellationToken cancellation)
    {
        // Notes come sorted: those of one taxpayer stand together, and one look at its clients answers them all.
        var together = new List<DueRow>();
        await foreach (var note in NotesAsync(TableClient.CreateQueryFilter($" and Kind eq {DueRows.Secret}"), steps.Now, cancellation))
        {
            if (together is [var first, ..] && first.TaxpayerId != note.TaxpayerId)
            {
                await steps.PurgeSecretsAsync(together, cancellation);
                together.Clear();
            }

            together.Add(note);
        }

        if (together.Count > 0)
        {
            await steps.PurgeSecretsAsync(together, cancellation);
        }
    }

    private AsyncPageable<DueRow> NotesAsync(string also, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = RowKeys.DuePartition(now);
        return tables.Due.QueryAsync<DueRow>(TableClient.CreateQueryFilter($"PartitionKey le {today}") + also, cancellationToken: cancellation);
    }
}
