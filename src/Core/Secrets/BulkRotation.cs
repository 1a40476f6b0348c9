using System.Buffers.Binary;
using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <summary>
/// Gives each of many secrets a generated one of its own, once per Idempotency-Key. A repeated request goes on where the first one
/// stopped, and leaves alone what it has rotated, unless that was cancelled.
/// </summary>
public sealed class BulkRotation(
    EdsTables tables, Batches batches, SecretStore secrets, PurgeQueue purgeQueue, SecretHasher hasher, Keys keys, TimeProvider time)
{
    private const int NotFound = -1;
    private const int InProgress = 0;

    /// <returns>Null: the key was used for another request. Otherwise in the order of <paramref name="secretIds"/>.</returns>
    public async Task<IReadOnlyList<SecretRotated>?> RotateAsync(
        Caller caller, string idempotencyKey, IReadOnlyList<string> secretIds, TimeSpan overlap)
    {
        if (await ClaimAsync(caller, idempotencyKey, secretIds, overlap) is not { } request)
        {
            return null;
        }

        if (request.Outcome is { } outcome)
        {
            return [.. secretIds.Select((id, i) => ToResult(
                id, BinaryPrimitives.ReadInt32BigEndian(outcome.AsSpan(i * sizeof(int))), null,
                overlap == TimeSpan.Zero ? null : request.StartedAt + overlap))];
        }

        var rotated = AuditLog.NewEvent(caller, time.GetUtcNow(), "secrets-rotated");
        var generated = new Dictionary<string, ClientSecret>(); // by row key
        var change = new BulkChange<SecretRow>(tables, rotated)
        {
            ActionsPerRow = 1,
            IsWanted = row => !IsRotatedBy(request, row) && (overlap == TimeSpan.Zero || !row.IsRotating(request.StartedAt)),
            SetCount = count => rotated.Secrets = count,
            ChangeAsync = async row =>
            {
                var secret = generated[row.RowKey] = ClientSecret.Generate();
                var hash = await hasher.HashAsync(secret, beside: null, CancellationToken.None);
                SecretRotation.Replace(row, secret, hash, overlap, request.StartedAt);
                row.RotationRequest = request.RowKey;
                return [Replace(row)];
            },
        };
        await purgeQueue.EventAsync(rotated);
        var rows = await batches.FindManyAsync<SecretRow>(caller.TaxpayerId, secretIds.Select(RowKeys.Secret));
        try
        {
            await change.RunAsync(rows);
        }
        finally
        {
            Metrics.SecretsRotated.Add(change.Changed.Count);
            foreach (var key in change.Changed)
            {
                secrets.Forget(rows[key]);
            }
        }

        return await CompleteAsync(request, secretIds, rows, key => change.Changed.Contains(key) ? generated[key] : null);
    }

    private async Task<IdempotencyRow?> ClaimAsync(
        Caller caller, string idempotencyKey, IReadOnlyList<string> secretIds, TimeSpan overlap)
    {
        var (key, now) = (await keys.LookupAsync(CancellationToken.None), time.GetUtcNow());
        var row = new IdempotencyRow
        {
            PartitionKey = caller.TaxpayerId,
            RowKey = RowKeys.Request(key.Digest("rotation-request", caller.TaxpayerId, idempotencyKey)),
            Fingerprint = key.Mac("rotation-body", [overlap.TotalHours.ToString(CultureInfo.InvariantCulture), .. secretIds]),
            StartedAt = now,
            PurgeAt = now + PurgeQueue.RequestRetention,
        };
        await purgeQueue.OncePerDayAsync(PurgeQueue.Requests, caller.TaxpayerId, row.PurgeAt, CancellationToken.None);
        if (await tables.Taxpayers.TryAddAsync(row, CancellationToken.None))
        {
            return row;
        }

        var stored = await tables.Taxpayers.FindAsync<IdempotencyRow>(row.PartitionKey, row.RowKey, CancellationToken.None);
        return stored is null ? throw new ContentionException()
            : CryptographicOperations.FixedTimeEquals(stored.Fingerprint, row.Fingerprint) ? stored : null;
    }

    /// <param name="secretOf">The secret that this call generated for a row; null: none.</param>
    private async Task<IReadOnlyList<SecretRotated>> CompleteAsync(
        IdempotencyRow request, IReadOnlyList<string> secretIds, Dictionary<string, SecretRow> rows,
        Func<string, ClientSecret?> secretOf)
    {
        var results = new List<SecretRotated>();
        request.Outcome = new byte[secretIds.Count * sizeof(int)];
        foreach (var secretId in secretIds)
        {
            var row = rows.GetValueOrDefault(RowKeys.Secret(secretId));
            var version = row is null ? NotFound : IsRotatedBy(request, row) ? row.Version : InProgress;
            BinaryPrimitives.WriteInt32BigEndian(request.Outcome.AsSpan(results.Count * sizeof(int)), version);
            results.Add(ToResult(secretId, version, secretOf(RowKeys.Secret(secretId)), row?.PreviousExpiresAt));
        }

        request.CompletedAt = time.GetUtcNow();
        await tables.Taxpayers.UpsertEntityAsync(request, TableUpdateMode.Replace);
        return results;
    }

    // The time counts too: a key may be used again once its row is purged, and a cancelled rotation has none.
    private static bool IsRotatedBy(IdempotencyRow request, SecretRow row) =>
        row.RotationRequest == request.RowKey && row.RotatedAt >= request.StartedAt;

    private static SecretRotated ToResult(string secretId, int version, ClientSecret? secret, DateTimeOffset? previousExpiresAt) =>
        version switch
        {
            NotFound => new SecretRotated(secretId, ChangeOutcome.NotFound),
            InProgress => new SecretRotated(secretId, ChangeOutcome.RotationInProgress),
            _ => new SecretRotated(secretId, ChangeOutcome.Made, version, secret, previousExpiresAt),
        };
}
