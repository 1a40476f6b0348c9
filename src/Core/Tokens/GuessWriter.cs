using System.Threading.Channels;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eds.Core;

/// <summary>Writes counts of guesses behind the requests. Under a flood notes are dropped: this instance's memory still counts.</summary>
public sealed class GuessWriter(EdsTables tables, DueRows due, TimeProvider time, ILogger<GuessWriter> logger) : BackgroundService
{
    private static readonly TimeSpan MarkEvery = TimeSpan.FromHours(12);

    /// <summary>As long as a success makes a network known; a failure is forgotten sooner.</summary>
    private static readonly TimeSpan SuccessRetention = TimeSpan.FromDays(31);
    private static readonly TimeSpan FailureRetention = TimeSpan.FromDays(1);

    private readonly Channel<Note> _notes =
        Channel.CreateBounded<Note>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal void Write(ClientRow client, IReadOnlyList<(string Network, GuessCount Count)> counts, bool mark) =>
        _notes.Writer.TryWrite(new Note(client.PartitionKey, client.RowKey, counts, mark && !(time.GetUtcNow() - client.GuessedAt < MarkEvery)));

    /// <summary>What is noted already is still written, for as long as the host waits.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _notes.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var note in _notes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(note, stoppingToken);
            }
            catch (Exception e) when (StorageOutage.Is(e) && !stoppingToken.IsCancellationRequested)
            {
                logger.GuessesNotWritten(e);
            }
        }
    }

    private async Task WriteAsync(Note note, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var clientId = note.RowKey[RowKeys.Range("client").From.Length..];
        foreach (var (network, count) in note.Counts)
        {
            var purgeAt = now + (count.SucceededAt is null ? FailureRetention : SuccessRetention);
            await due.GuessesAsync(note.TaxpayerId, clientId, purgeAt, cancellation);
            await MergeAsync(clientId, network, count, purgeAt, cancellation);
        }

        if (note.Mark)
        {
            try
            {
                await tables.Taxpayers.UpdateEntityAsync(
                    new TableEntity(note.TaxpayerId, note.RowKey) { [nameof(ClientRow.GuessedAt)] = now }, ETag.All, TableUpdateMode.Merge, cancellation);
            }
            catch (RequestFailedException e) when (Transactions.IsConflict(e))
            {
                // purged since
            }
        }
    }

    private async Task MergeAsync(string clientId, string network, GuessCount count, DateTimeOffset purgeAt, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Transactions.Attempts; attempt++)
        {
            var row = await tables.Guesses.FindAsync<GuessRow>(clientId, network, cancellation);
            try
            {
                if (row is null)
                {
                    await tables.Guesses.AddEntityAsync(new GuessRow { PartitionKey = clientId, RowKey = network, Count = count, PurgeAt = purgeAt }, cancellation);
                }
                else
                {
                    row.Count = row.Count.With(count);
                    row.PurgeAt = row.PurgeAt > purgeAt ? row.PurgeAt : purgeAt;
                    await tables.Guesses.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
                }

                return;
            }
            catch (RequestFailedException e) when (Transactions.IsConflict(e))
            {
                // another instance counts the same client: once more, on top of it
            }
        }
    }

    private sealed record Note(string TaxpayerId, string RowKey, IReadOnlyList<(string Network, GuessCount Count)> Counts, bool Mark);
}
