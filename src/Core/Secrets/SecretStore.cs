using System.Text.Json.Serialization;

namespace Eds.Core;

/// <summary>A secret as its taxpayer sees it.</summary>
/// <param name="Clients">Active clients that use it.</param>
/// <param name="Rotation">Null: the old secret, if there was one, no longer works.</param>
/// <param name="Networks">From which it may be used; empty: from anywhere.</param>
/// <param name="ETag">To be sent back as If-Match, verbatim.</param>
public sealed record SecretSummary(
    string SecretId,
    string? Name,
    int Version,
    DateTimeOffset CreatedAt,
    string Kind,
    int Clients,
    RotationProgress? Rotation,
    IReadOnlyList<string> Networks,
    [property: JsonPropertyName("etag")] string ETag);

/// <param name="Clients">Active clients that are not suspended: a suspended one cannot move.</param>
/// <param name="ClientsMoved">Those of them whose last token was got with the new secret.</param>
public sealed record RotationProgress(DateTimeOffset StartedAt, DateTimeOffset PreviousExpiresAt, int ClientsMoved, int Clients);

/// <summary>
/// Secret rows. A cached one may be 15 s old; a caller about to refuse because of it reads it again, at most once a second per secret.
/// Absence is never cached.
/// </summary>
public sealed class SecretStore(EdsTables tables, Batches batches, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(1);

    private static readonly string[] Counted =
    [
        nameof(Row.RowKey), nameof(ClientRow.State), nameof(ClientRow.BatchId), nameof(ClientRow.SecretId),
        nameof(ClientRow.ValidUntil), nameof(ClientRow.LastUsedAt), nameof(ClientRow.LastUsedVersion),
    ];

    private readonly MemoryCache _rows = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>All secrets that active clients use or that wait for the purge, by id; counted now.</summary>
    public async Task<IReadOnlyList<SecretSummary>> ListAsync(string taxpayerId, CancellationToken cancellation) =>
        await ListAsync(taxpayerId, await ClientsAsync(taxpayerId, cancellation), cancellation);

    /// <param name="clients">From <see cref="ClientsAsync"/>.</param>
    internal Task<IReadOnlyList<SecretSummary>> ListAsync(
        string taxpayerId, IReadOnlyList<ClientRow> clients, CancellationToken cancellation) =>
        DescribeAsync(
            tables.Taxpayers.RowsOf<SecretRow>(taxpayerId, "secret", cancellation), clients, batches.Within(taxpayerId, cancellation));

    internal async Task<SecretSummary> DescribeAsync(SecretRow row) => (await DescribeAsync(
        new[] { row }.ToAsyncEnumerable(), await ClientsAsync(row.PartitionKey, CancellationToken.None),
        batches.Within(row.PartitionKey, CancellationToken.None)))[0];

    /// <summary>The clients that exist, with what is counted of them.</summary>
    internal async Task<IReadOnlyList<ClientRow>> ClientsAsync(string taxpayerId, CancellationToken cancellation)
    {
        var isCommitted = batches.Within(taxpayerId, cancellation);
        return await tables.Taxpayers.RowsOf<ClientRow>(taxpayerId, "client", cancellation, Counted)
            .Where((client, _) => isCommitted(client.BatchId)).ToListAsync(cancellation);
    }

    private async Task<IReadOnlyList<SecretSummary>> DescribeAsync(
        IAsyncEnumerable<SecretRow> rows, IReadOnlyList<ClientRow> clients, Func<string?, ValueTask<bool>> isCommitted)
    {
        var used = clients.Where(client => client.State == ClientRow.Active).ToLookup(client => client.SecretId);
        var (secrets, now) = (new List<SecretSummary>(), time.GetUtcNow());
        await foreach (var row in rows)
        {
            if (await isCommitted(row.BatchId))
            {
                var secretId = RowKeys.IdOf(row.RowKey);
                var users = used[secretId].ToList();
                var able = users.Where(client => client.StateAt(now) is ClientState.Active).ToList();
                var rotation = row.IsRotating(now)
                    ? new RotationProgress(
                        row.RotatedAt!.Value, row.PreviousExpiresAt!.Value, able.Count(client => client.LastUsedVersion == row.Version),
                        able.Count)
                    : null;
                secrets.Add(new SecretSummary(
                    secretId, row.Name, row.Version, row.CreatedAt, row.Kind, users.Count, rotation, row.Networks?.Split(',') ?? [],
                    row.ETagForCallers()));
            }
        }

        return secrets;
    }

    /// <summary>Null: no such secret.</summary>
    internal ValueTask<SecretRow?> FindAsync(string taxpayerId, string secretId, CancellationToken cancellation) =>
        FindAsync(taxpayerId, secretId, MaxAge, cancellation);

    /// <summary>
    /// For a caller who is about to refuse because of what <see cref="FindAsync(string, string, CancellationToken)"/> said.
    /// </summary>
    internal ValueTask<SecretRow?> FindRecentAsync(string taxpayerId, string secretId, CancellationToken cancellation) =>
        FindAsync(taxpayerId, secretId, MinAge, cancellation);

    /// <summary>Reads the row, whatever is cached.</summary>
    internal ValueTask<SecretRow?> ReadAsync(string taxpayerId, string secretId, CancellationToken cancellation) =>
        FindAsync(taxpayerId, secretId, TimeSpan.Zero, cancellation);

    /// <summary>Stores a better hash of the same secret; dropped if anyone else wrote the row meanwhile.</summary>
    internal async Task RehashAsync(SecretRow row, string hash, CancellationToken cancellation)
    {
        try
        {
            await tables.Taxpayers.UpdateEntityAsync(
                new TableEntity(row.PartitionKey, row.RowKey) { [nameof(SecretRow.Hash)] = hash }, row.ETag, TableUpdateMode.Merge,
                cancellation);
        }
        catch (Exception e) when (StorageOutage.Is(e) || (e is RequestFailedException failed && TableClientExtensions.IsConflict(failed)))
        {
            // another writer's row stands, or storage is failing: the secret was right all the same, the next success tries again
        }

        Forget(row);
    }

    /// <summary>The row has changed: this instance reads it anew at once, others within 15 s.</summary>
    internal void Forget(SecretRow row) => _rows.Remove((row.PartitionKey, row.RowKey));

    internal static SecretRow NewRow(string taxpayerId, string secretId, SecretKind kind, string hash, DateTimeOffset now) => new()
    {
        PartitionKey = taxpayerId,
        RowKey = RowKeys.Secret(secretId),
        Version = 1,
        Kind = kind.ToString().ToLowerInvariant(),
        Hash = hash,
        CreatedAt = now,
        TouchedAt = now,
    };

    public void Dispose() => _rows.Dispose();

    private async ValueTask<SecretRow?> FindAsync(string taxpayerId, string secretId, TimeSpan maxAge, CancellationToken cancellation)
    {
        var key = (taxpayerId, RowKeys.Secret(secretId));
        var now = time.GetTimestamp();
        if (_rows.TryGetValue(key, out Cached? cached) && time.GetElapsedTime(cached!.ReadAt, now) < maxAge)
        {
            return cached.Row;
        }

        var row = await tables.Taxpayers.FindAsync<SecretRow>(key.taxpayerId, key.Item2, cancellation);
        if (row is null)
        {
            _rows.Remove(key);
            return null;
        }

        _rows.Set(key, new Cached(row, now), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = MaxAge });
        return row;
    }

    private sealed record Cached(SecretRow Row, long ReadAt);
}
