namespace Eds.Core;

/// <summary>
/// Entries for the purge, written before the change that it will have to clean up: a crash in between leaves an entry without work,
/// never work without an entry.
/// </summary>
public sealed class PurgeQueue(EdsTables tables) : IDisposable
{
    internal const string Client = "client";
    internal const string Batch = "batch";
    internal const string Secret = "secret";
    internal const string Requests = "requests";
    internal const string Events = "events";
    internal const string Tokens = "tokens";
    internal const string FailedAttempts = "guesses"; // as the table
    internal const string Carriages = "carriages";

    internal static readonly TimeSpan EventRetention = TimeSpan.FromDays(365);
    internal static readonly TimeSpan RequestRetention = TimeSpan.FromHours(24);

    // Entries of one per taxpayer and day need to be written once a day, not with every change.
    private readonly MemoryCache _written = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <summary>All on one day, 100 in a transaction.</summary>
    internal async Task ClientsAsync(string taxpayerId, IReadOnlyList<string> clientIds, DateTimeOffset due)
    {
        foreach (var chunk in clientIds.Chunk(TableClientExtensions.TransactionRows))
        {
            await UpsertAsync([.. chunk.Select(id => Row(due, Client, taxpayerId, id))], CancellationToken.None);
        }
    }

    internal Task SecretAsync(string taxpayerId, string secretId, DateTimeOffset due, CancellationToken cancellation) =>
        UpsertAsync([Row(due, Secret, taxpayerId, secretId)], cancellation);

    internal Task EventAsync(EventRow auditEvent, CancellationToken cancellation = default) =>
        OncePerDayAsync(Events, auditEvent.PartitionKey, auditEvent.At + EventRetention, cancellation);

    /// <summary>A large batch and its idempotency row, in one transaction: both fall due on the same day.</summary>
    internal Task BatchAsync(string taxpayerId, string batchId, DateTimeOffset now, CancellationToken cancellation) =>
        UpsertAsync(
            [Row(now + RequestRetention, Batch, taxpayerId, batchId), Row(now + RequestRetention, Requests, taxpayerId, null)],
            cancellation);

    public void Dispose() => _written.Dispose();

    /// <summary>For what a taxpayer has one entry of a day, or of a month of rides.</summary>
    /// <param name="month">As <see cref="RowKeys.Month"/> writes it.</param>
    internal async Task OncePerDayAsync(
        string kind, string taxpayerId, DateTimeOffset due, CancellationToken cancellation, string? month = null)
    {
        var row = Row(due, kind, taxpayerId, month);
        var key = (row.PartitionKey, row.RowKey);
        if (_written.TryGetValue(key, out _))
        {
            return;
        }

        await UpsertAsync([row], cancellation);
        _written.Set(key, true, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromDays(1) });
    }

    private async Task UpsertAsync(IReadOnlyList<PurgeEntryRow> rows, CancellationToken cancellation)
    {
        var upserts = rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToList();
        for (var attempt = 1; !await tables.Due.TrySubmitAsync(upserts, cancellation); attempt = TableClientExtensions.Retry(attempt))
        {
            // a purge removed the same entry at the same moment
        }
    }

    private static PurgeEntryRow Row(DateTimeOffset due, string kind, string taxpayerId, string? id) => new()
    {
        PartitionKey = RowKeys.PurgeDay(due),
        RowKey = id is null ? RowKeys.Due(kind, taxpayerId) : RowKeys.Due(kind, taxpayerId, id),
        Kind = kind,
        TaxpayerId = taxpayerId,
        Id = id,
    };
}
