namespace Eds.Core;

/// <param name="Clients">Client rows removed.</param>
/// <param name="Other">Secrets, batches' leftovers, events, idempotency rows and revoked tokens removed.</param>
/// <param name="Finished">False: the run stopped at its bound; the next one goes on where it stopped.</param>
public sealed record PurgeReport(int Clients, int Other, bool Finished);

/// <summary>
/// Removes what is due. It reads the notes in <c>Due</c> up to today, looks at the real rows, removes each only if its own time has
/// come and it is still as read, and then the note. It may be killed anywhere: the notes that are left are read again.
/// </summary>
public sealed class Purge(EdsTables tables, PurgeQueue due, Batches batches, TimeProvider time, ILogger<Purge> logger)
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
        await foreach (var note in EntriesAsync("", steps.Now, cancellation))
        {
            switch (note.Kind)
            {
                case PurgeQueue.Client:
                    await steps.PurgeClientAsync(note, cancellation);
                    break;
                case PurgeQueue.Batch:
                    await steps.PurgeBatchAsync(note, cancellation);
                    break;
                case PurgeQueue.Events:
                    await steps.PurgeEventsAsync(note, cancellation);
                    break;
                case PurgeQueue.Requests:
                    await steps.PurgePastAsync<IdempotencyRow>("request", note, cancellation);
                    break;
                case PurgeQueue.Tokens:
                    await steps.PurgePastAsync<RevokedTokenRow>("token", note, cancellation);
                    break;
                case PurgeQueue.Guesses:
                    await steps.PurgeGuessesAsync(note, cancellation);
                    break;
                case PurgeQueue.Secret:
                    break; // below, when their clients are gone
                default:
                    logger.UnknownPurgeEntry(note.PartitionKey, note.RowKey); // of a newer version, which will see to it
                    break;
            }
        }

        await PurgeSecretsAsync(steps, cancellation);
    }

    private async Task PurgeSecretsAsync(PurgeSteps steps, CancellationToken cancellation)
    {
        // Notes come sorted: those of one taxpayer stand together, and one look at its clients answers them all.
        var together = new List<PurgeEntryRow>();
        await foreach (var note in EntriesAsync(TableClient.CreateQueryFilter($" and Kind eq {PurgeQueue.Secret}"), steps.Now, cancellation))
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

    private AsyncPageable<PurgeEntryRow> EntriesAsync(string also, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = RowKeys.PurgeDay(now);
        return tables.Due.QueryAsync<PurgeEntryRow>(TableClient.CreateQueryFilter($"PartitionKey le {today}") + also, cancellationToken: cancellation);
    }
}
