using System.Buffers.Binary;
using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <param name="Version">The new version; null if the secret was not rotated.</param>
/// <param name="Secret">Told only now; null in a replay.</param>
/// <param name="Refusal">"not-found", "rotation-in-progress", or null.</param>
public sealed record SecretRotated(string SecretId, int? Version, ClientSecret? Secret, DateTimeOffset? PreviousExpiresAt, string? Refusal);

/// <summary>
/// Gives each of many secrets a generated one of its own, once per Idempotency-Key. Each is rotated whole or not at all. Its row names the
/// request that rotated it: so a repeated request goes on where the first one stopped, and rotates nothing twice.
/// </summary>
public sealed class BulkRotation(
    EdsTables tables, Batches batches, SecretStore secrets, PurgeQueue purgeQueue, SecretHasher hasher, Keys keys, TimeProvider time)
{
    /// <summary>The secrets, and the event.</summary>
    private const int MaxPerTransaction = 99;

    private const int NotFound = -1;
    private const int InProgress = 0;

    /// <returns>Null: the key was used for another request. Otherwise in the order of <paramref name="secretIds"/>.</returns>
    public async Task<IReadOnlyList<SecretRotated>?> RotateAsync(
        Caller caller, string idempotencyKey, IReadOnlyList<string> secretIds, TimeSpan overlap)
    {
        var key = await keys.LookupAsync(CancellationToken.None);
        var request = await ClaimAsync(caller, key, idempotencyKey, secretIds, overlap);
        if (request is null)
        {
            return null;
        }

        if (request.Outcome is { } outcome)
        {
            return [.. secretIds.Select((id, i) => ToResult(
                id, BinaryPrimitives.ReadInt32BigEndian(outcome.AsSpan(i * sizeof(int))), null, request.StartedAt, overlap))];
        }

        var run = new Run(request, overlap, AuditLog.NewEvent(caller.TaxpayerId, time.GetUtcNow(), "secrets-rotated", Actor.User(caller)));
        await purgeQueue.EventAsync(run.Event);
        var rows = await batches.FindManyAsync<SecretRow>(caller.TaxpayerId, secretIds.Select(RowKeys.Secret));
        foreach (var chunk in rows.Values.Where(row => CanRotate(run, row)).Chunk(MaxPerTransaction))
        {
            await RotateAsync(run, [.. chunk]);
        }

        return await CompleteAsync(run, secretIds, rows);
    }

    private async Task<IdempotencyRow?> ClaimAsync(
        Caller caller, LookupKey key, string idempotencyKey, IReadOnlyList<string> secretIds, TimeSpan overlap)
    {
        var now = time.GetUtcNow();
        var row = new IdempotencyRow
        {
            PartitionKey = caller.TaxpayerId,
            RowKey = RowKeys.Request(key.Digest("rotation-request", caller.TaxpayerId, idempotencyKey)),
            Fingerprint = key.Mac("rotation-body", [overlap.TotalHours.ToString(CultureInfo.InvariantCulture), .. secretIds]),
            StartedAt = now,
            PurgeAt = now + PurgeQueue.RequestRetention,
        };
        await purgeQueue.RequestsAsync(caller.TaxpayerId, now, CancellationToken.None);
        if (await tables.Taxpayers.TryAddAsync(row, CancellationToken.None))
        {
            return row;
        }

        var stored = await tables.Taxpayers.FindAsync<IdempotencyRow>(row.PartitionKey, row.RowKey, CancellationToken.None);
        return stored is null ? throw new ContentionException()
            : CryptographicOperations.FixedTimeEquals(stored.Fingerprint, row.Fingerprint) ? stored : null;
    }

    private static bool CanRotate(Run run, SecretRow row) =>
        row.RotationRequest != run.Request.RowKey && (run.Overlap == TimeSpan.Zero || !row.IsRotating(run.Request.StartedAt));

    private async Task RotateAsync(Run run, List<SecretRow> chunk)
    {
        var changed = new List<SecretRow>();
        while (chunk.Count > 0 && await TryWriteAsync(run, chunk) is { } conflict)
        {
            chunk.Remove(conflict);
            changed.Add(conflict);
        }

        foreach (var row in changed)
        {
            await RotateAloneAsync(run, row);
        }
    }

    /// <summary>A secret that changed since it was read: rehashed, used by a registration, renamed, or rotated.</summary>
    private async Task RotateAloneAsync(Run run, SecretRow row)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var fresh = await tables.Taxpayers.FindAsync<SecretRow>(row.PartitionKey, row.RowKey, CancellationToken.None);
            run.Fresh[row.RowKey] = fresh;
            if (fresh is null || !CanRotate(run, fresh) || await TryWriteAsync(run, [fresh]) is null)
            {
                return;
            }
        }

        throw new ContentionException();
    }

    /// <returns>Null: written. Otherwise the secret that was not as it was read; nothing is written then.</returns>
    private async Task<SecretRow?> TryWriteAsync(Run run, List<SecretRow> chunk)
    {
        var generated = new List<(SecretRow Row, ClientSecret Secret)>();
        foreach (var row in chunk)
        {
            var secret = ClientSecret.Generate();
            var next = row.Copy();
            SecretRotation.Replace(
                next, secret, await hasher.HashAsync(secret, beside: null, CancellationToken.None), run.Overlap, run.Request.StartedAt);
            next.RotationRequest = run.Request.RowKey;
            generated.Add((next, secret));
        }

        run.Event.Secrets = run.Secrets.Count + chunk.Count;
        try
        {
            await tables.Taxpayers.SubmitTransactionAsync(
                [.. generated.Select(each => Replace(each.Row)), AddOrOverwrite(run.Event, isThere: run.Secrets.Count > 0)]);
        }
        catch (TableTransactionFailedException e) when (IsConflict(e))
        {
            var stored = await tables.Taxpayers.FindAsync<EventRow>(run.Event.PartitionKey, run.Event.RowKey, CancellationToken.None);
            if (stored?.Secrets != run.Event.Secrets)
            {
                return chunk[Math.Min(e.FailedTransactionActionIndex ?? 0, chunk.Count - 1)];
            }
        }

        foreach (var (row, secret) in generated)
        {
            run.Secrets.Add(row.RowKey, (row.Version, secret));
            secrets.Forget(row);
        }

        return null;
    }

    private async Task<IReadOnlyList<SecretRotated>> CompleteAsync(
        Run run, IReadOnlyList<string> secretIds, Dictionary<string, SecretRow> rows)
    {
        var results = new List<SecretRotated>();
        var outcome = new byte[secretIds.Count * sizeof(int)];
        for (var i = 0; i < secretIds.Count; i++)
        {
            var (id, key) = (secretIds[i], RowKeys.Secret(secretIds[i]));
            var row = run.Fresh.TryGetValue(key, out var fresh) ? fresh : rows.GetValueOrDefault(key);
            var (version, secret) = run.Secrets.TryGetValue(key, out var rotated) ? rotated
                : row is null ? (NotFound, null)
                : row.RotationRequest == run.Request.RowKey ? (row.Version, null)
                : (InProgress, (ClientSecret?)null);
            BinaryPrimitives.WriteInt32BigEndian(outcome.AsSpan(i * sizeof(int)), version);
            results.Add(ToResult(id, version, secret, run.Request.StartedAt, run.Overlap));
        }

        run.Request.Outcome = outcome;
        run.Request.CompletedAt = time.GetUtcNow();
        await tables.Taxpayers.UpsertEntityAsync(run.Request, TableUpdateMode.Replace);
        Metrics.SecretsRotated(run.Secrets.Count);
        return results;
    }

    private static SecretRotated ToResult(
        string secretId, int version, ClientSecret? secret, DateTimeOffset startedAt, TimeSpan overlap) =>
        version switch
        {
            NotFound => new SecretRotated(secretId, null, null, null, "not-found"),
            InProgress => new SecretRotated(secretId, null, null, null, "rotation-in-progress"),
            _ => new SecretRotated(secretId, version, secret, overlap == TimeSpan.Zero ? null : startedAt + overlap, null),
        };

    private sealed record Run(IdempotencyRow Request, TimeSpan Overlap, EventRow Event)
    {
        /// <summary>Rotated by this call, by row key.</summary>
        public Dictionary<string, (int Version, ClientSecret? Secret)> Secrets { get; } = [];

        /// <summary>Rows that changed meanwhile, by key, as last read; null: gone.</summary>
        public Dictionary<string, SecretRow?> Fresh { get; } = [];
    }
}
