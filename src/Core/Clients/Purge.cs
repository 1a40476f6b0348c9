namespace Eds.Core;

/// <param name="Clients">Client rows removed.</param>
/// <param name="Other">Secrets, batches' leftovers, events, idempotency rows, revoked tokens and rides removed.</param>
/// <param name="Finished">False: the run stopped at its bound; the next one goes on where it stopped.</param>
public sealed record PurgeReport(int Clients, int Other, bool Finished);

/// <summary>
/// Removes what is due. It reads the entries of table <c>Due</c> up to today, looks at the real rows, removes each only if its own time has
/// come and it is still as read, and then the entry. It may be killed anywhere: the next run reads the entries that are left.
/// </summary>
public sealed class Purge(
    EdsTables tables, PurgeQueue purgeQueue, Batches batches, EdsOptions options, TimeProvider time, ILogger<Purge> logger)
{
    /// <summary>Less than host.json's functionTimeout.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(8);

    public async Task<PurgeReport> RunAsync(CancellationToken cancellation)
    {
        using var bound = new CancellationTokenSource(MaxDuration, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellation);
        var steps = new PurgeSteps(tables, purgeQueue, batches, time.GetUtcNow());
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
        await foreach (var entry in EntriesAsync("", steps.Now, cancellation))
        {
            switch (entry.Kind)
            {
                case PurgeQueue.Client:
                    await steps.PurgeClientAsync(entry, cancellation);
                    break;
                case PurgeQueue.Batch:
                    await steps.PurgeBatchAsync(entry, cancellation);
                    break;
                case PurgeQueue.Events:
                    await steps.PurgeEventsAsync(entry, cancellation);
                    break;
                case PurgeQueue.Requests:
                    await steps.PurgePastAsync<IdempotencyRow>("request", entry, cancellation);
                    break;
                case PurgeQueue.Tokens:
                    await steps.PurgePastAsync<RevokedTokenRow>("token", entry, cancellation);
                    break;
                case PurgeQueue.Guesses:
                    await steps.PurgeGuessesAsync(entry, cancellation);
                    break;
                case PurgeQueue.Carriages:
                    await steps.PurgeCarriagesAsync(entry, options.Carriages, cancellation);
                    break;
                case PurgeQueue.Secret:
                    break; // below, when their clients are gone
                default:
                    logger.UnknownPurgeEntry(entry.PartitionKey, entry.RowKey); // a newer version wrote it, and will purge it
                    break;
            }
        }

        await PurgeSecretsAsync(steps, cancellation);
    }

    private async Task PurgeSecretsAsync(PurgeSteps steps, CancellationToken cancellation)
    {
        // Entries come sorted, so one look at a taxpayer's clients answers all of its entries.
        var together = new List<PurgeEntryRow>();
        await foreach (var entry in EntriesAsync(
            TableClient.CreateQueryFilter($" and Kind eq {PurgeQueue.Secret}"), steps.Now, cancellation))
        {
            if (together is [var first, ..] && first.TaxpayerId != entry.TaxpayerId)
            {
                await steps.PurgeSecretsAsync(together, cancellation);
                together.Clear();
            }

            together.Add(entry);
        }

        if (together.Count > 0)
        {
            await steps.PurgeSecretsAsync(together, cancellation);
        }
    }

    private AsyncPageable<PurgeEntryRow> EntriesAsync(string also, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = RowKeys.PurgeDay(now);
        return tables.Due.QueryAsync<PurgeEntryRow>(
            TableClient.CreateQueryFilter($"PartitionKey le {today}") + also, cancellationToken: cancellation);
    }
}
