namespace Eds.Core;

/// <summary>Writes counts of guesses. Under a flood some are dropped: this instance's memory still counts.</summary>
public sealed class FailedAttemptWriter(EdsTables tables, PurgeQueue due, TimeProvider time, ILogger<FailedAttemptWriter> logger) : BackgroundWrites(logger)
{
    private static readonly TimeSpan MarkEvery = TimeSpan.FromHours(12);

    /// <summary>How long counts may be stored for a marked client: a failure just before the mark is renewed counts for a day.</summary>
    internal static readonly TimeSpan MarkedFor = MarkEvery + FailedAttempts.Memory;

    /// <summary>As long as a success makes a network known; a failure is forgotten sooner (<see cref="FailedAttempts.Memory"/>).</summary>
    private static readonly TimeSpan SuccessRetention = TimeSpan.FromDays(31);

    internal void Write(ClientRow client, IReadOnlyList<(string Network, FailedAttempts Count)> counts, bool mark)
    {
        var (taxpayerId, rowKey) = (client.PartitionKey, client.RowKey);
        mark = mark && !(time.GetUtcNow() - client.GuessedAt < MarkEvery);
        Enqueue(cancellation => WriteAsync(taxpayerId, rowKey, counts, mark, cancellation));
    }

    private async Task WriteAsync(
        string taxpayerId, string rowKey, IReadOnlyList<(string Network, FailedAttempts Count)> counts, bool mark, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var clientId = RowKeys.IdOf(rowKey);
        foreach (var (network, count) in counts)
        {
            var purgeAt = now + (count.SucceededAt is null ? FailedAttempts.Memory : SuccessRetention);
            await due.GuessesAsync(taxpayerId, clientId, purgeAt, cancellation);
            await MergeAsync(clientId, network, count, purgeAt, cancellation);
        }

        if (mark)
        {
            try
            {
                await tables.Taxpayers.UpdateEntityAsync(
                    new TableEntity(taxpayerId, rowKey) { [nameof(ClientRow.GuessedAt)] = now }, ETag.All, TableUpdateMode.Merge, cancellation);
            }
            catch (RequestFailedException e) when (TableClientExtensions.IsConflict(e))
            {
                // purged since
            }
        }
    }

    private async Task MergeAsync(string clientId, string network, FailedAttempts count, DateTimeOffset purgeAt, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < TableClientExtensions.Attempts; attempt++)
        {
            var row = await tables.Guesses.FindAsync<FailedAttemptsRow>(clientId, network, cancellation);
            try
            {
                if (row is null)
                {
                    await tables.Guesses.AddEntityAsync(new FailedAttemptsRow { PartitionKey = clientId, RowKey = network, Count = count, PurgeAt = purgeAt }, cancellation);
                }
                else
                {
                    row.Count = row.Count.With(count);
                    row.PurgeAt = row.PurgeAt > purgeAt ? row.PurgeAt : purgeAt;
                    await tables.Guesses.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
                }

                return;
            }
            catch (RequestFailedException e) when (TableClientExtensions.IsConflict(e))
            {
                // another instance counts the same client: once more, on top of it
            }
        }
    }
}
