using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Caching.Memory;

namespace Eds.Core;

/// <summary>A secret as its taxpayer sees it. <paramref name="Clients"/>: active clients that use it.</summary>
public sealed record SecretInUse(string SecretId, int Version, DateTimeOffset CreatedAt, string Kind, int Clients);

/// <summary>
/// Secret rows. One may be 15 s old when it is read for a token; a caller who does not like what he got reads it afresh, at most once
/// a second per secret. Absence is never remembered, but that of <see cref="RowKeys.NoSecretId"/>, so that an unknown client costs
/// what a known one does.
/// </summary>
public sealed class Secrets(EdsTables tables, Batches batches, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(1);

    private readonly MemoryCache _rows = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>All secrets that active clients use or that wait for the purge, by id; counted now.</summary>
    public async Task<IReadOnlyList<SecretInUse>> ListAsync(string taxpayerId, CancellationToken cancellation)
    {
        var (clients, isCommitted) = (new Dictionary<string, int>(), batches.Within(taxpayerId, cancellation));
        await foreach (var client in tables.Taxpayers.RowsOf<ClientRow>(
            taxpayerId, "client", cancellation, nameof(ClientRow.SecretId), nameof(ClientRow.State), nameof(ClientRow.BatchId)))
        {
            if (client.State == ClientRow.Active && await isCommitted(client.BatchId))
            {
                clients[client.SecretId] = clients.GetValueOrDefault(client.SecretId) + 1;
            }
        }

        var secrets = new List<SecretInUse>();
        await foreach (var row in tables.Taxpayers.RowsOf<SecretRow>(taxpayerId, "secret", cancellation))
        {
            if (await isCommitted(row.BatchId))
            {
                var secretId = row.RowKey["secret|".Length..];
                secrets.Add(new SecretInUse(secretId, row.Version, row.CreatedAt, row.Kind, clients.GetValueOrDefault(secretId)));
            }
        }

        return secrets;
    }

    /// <summary>Null: no such secret.</summary>
    internal ValueTask<SecretRow?> FindAsync(string taxpayerId, string secretId, CancellationToken cancellation) =>
        FindAsync(taxpayerId, secretId, MaxAge, cancellation);

    /// <summary>For a caller who is about to refuse because of what <see cref="FindAsync(string, string, CancellationToken)"/> said.</summary>
    internal ValueTask<SecretRow?> FindAfreshAsync(string taxpayerId, string secretId, CancellationToken cancellation) =>
        FindAsync(taxpayerId, secretId, MinAge, cancellation);

    /// <summary>Stores a better hash of the same secret; dropped if anyone else wrote the row meanwhile.</summary>
    internal async Task RehashAsync(SecretRow row, string hash, CancellationToken cancellation)
    {
        try
        {
            await tables.Taxpayers.UpdateEntityAsync(
                new TableEntity(row.PartitionKey, row.RowKey) { [nameof(SecretRow.Hash)] = hash }, row.ETag, TableUpdateMode.Merge, cancellation);
        }
        catch (RequestFailedException e) when (Transactions.IsConflict(e))
        {
            // the other writer's row stands; the next success tries again
        }

        _rows.Remove((row.PartitionKey, row.RowKey));
    }

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
        if (row is null && secretId != RowKeys.NoSecretId)
        {
            _rows.Remove(key);
        }
        else
        {
            _rows.Set(key, new Cached(row, now), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = MaxAge });
        }

        return row;
    }

    private sealed record Cached(SecretRow? Row, long ReadAt);
}
