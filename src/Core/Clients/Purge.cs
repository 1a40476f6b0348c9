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
            await (entry.Kind switch
            {
                PurgeQueue.Client => steps.PurgeClientAsync(entry, cancellation),
                PurgeQueue.Batch => steps.PurgeBatchAsync(entry, cancellation),
                PurgeQueue.Events => steps.PurgeEventsAsync(entry, cancellation),
                PurgeQueue.Requests => steps.PurgePastAsync<IdempotencyRow>("request", entry, cancellation),
                PurgeQueue.Tokens => steps.PurgePastAsync<RevokedTokenRow>("token", entry, cancellation),
                PurgeQueue.FailedAttempts => steps.PurgeFailedAttemptsAsync(entry, cancellation),
                PurgeQueue.Carriages => steps.PurgeCarriagesAsync(entry, options.Carriages, cancellation),
                PurgeQueue.Secret => Task.CompletedTask, // below, when their clients are gone
                _ => LeaveAsync(entry),
            });
        }

        // One look at a taxpayer's clients answers all of its entries.
        var ofSecrets = TableClient.CreateQueryFilter($" and Kind eq {PurgeQueue.Secret}");
        var entries = await EntriesAsync(ofSecrets, steps.Now, cancellation).ToListAsync(cancellation);
        foreach (var ofTaxpayer in entries.GroupBy(entry => entry.TaxpayerId))
        {
            await steps.PurgeSecretsAsync([.. ofTaxpayer], cancellation);
        }
    }

    /// <summary>A newer version wrote it, and will purge it.</summary>
    private Task LeaveAsync(PurgeEntryRow entry)
    {
        logger.UnknownPurgeEntry(entry.PartitionKey, entry.RowKey);
        return Task.CompletedTask;
    }

    private AsyncPageable<PurgeEntryRow> EntriesAsync(string also, DateTimeOffset now, CancellationToken cancellation) =>
        tables.Due.QueryAsync<PurgeEntryRow>(
            TableClient.CreateQueryFilter($"PartitionKey le {RowKeys.PurgeDay(now)}") + also, cancellationToken: cancellation);
}
