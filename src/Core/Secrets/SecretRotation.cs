using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

public abstract record RotationResult
{
    /// <param name="Secret">The new one, if it was generated, told only now.</param>
    /// <param name="PreviousExpiresAt">Until then the old one works too; null: it does not.</param>
    public sealed record Rotated(int Version, ClientSecret? Secret, DateTimeOffset? PreviousExpiresAt) : RotationResult;

    /// <summary>The overlap of an earlier rotation is not over.</summary>
    public sealed record InProgress : RotationResult;

    /// <summary>The chosen secret is one that it was to replace.</summary>
    public sealed record Unchanged : RotationResult;

    public sealed record NotFound : RotationResult;
}

/// <summary>
/// Gives all clients of a secret a new one. During the overlap both work, so that devices can be changed one by one; without an
/// overlap the old one is refused everywhere within 15 s, and its tokens with it.
/// </summary>
public sealed class SecretRotation(Batches batches, SecretStore secrets, PurgeQueue purgeQueue, SecretHasher hasher, TimeProvider time)
{
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromHours(720);

    /// <summary>Whoever did not get the answer of a rotation without an overlap may repeat it for so long, and gets it then.</summary>
    private static readonly TimeSpan Repeatable = TimeSpan.FromHours(24);

    public static bool IsSecretId(string? text) => text is not null && RowKeys.IsSecretId(text);

    /// <param name="chosen">Null: one is generated.</param>
    /// <param name="overlap">0 to <see cref="MaxOverlap"/>.</param>
    public async Task<RotationResult> StartAsync(
        Caller caller, string secretId, ClientSecret? chosen, TimeSpan overlap, CancellationToken cancellation)
    {
        var generated = chosen is null ? ClientSecret.Generate() : null;
        var secret = chosen ?? generated!;
        SecretRow? rotated = null;
        var result = await ChangeAsync(caller, secretId, "secret-rotated", async (row, now) =>
        {
            var isRotating = row.IsRotating(now);
            if (isRotating && overlap > TimeSpan.Zero)
            {
                return new RotationResult.InProgress();
            }

            // Without an overlap both secrets of a running rotation are replaced, so neither may come back.
            if (chosen is not null && await IsAnyAsync(chosen, row.Valid(now), cancellation))
            {
                return !isRotating && overlap == TimeSpan.Zero && now - row.RotatedAt < Repeatable
                    ? new RotationResult.Rotated(row.Version, null, null)
                    : new RotationResult.Unchanged();
            }

            var hash = await hasher.HashAsync(secret, beside: overlap == TimeSpan.Zero ? null : row.Hash, cancellation);
            Replace(row, secret, hash, overlap, now);
            rotated = row;
            return null;
        }, cancellation);
        if (result is not null)
        {
            return result;
        }

        Metrics.SecretsRotated(1);
        return new RotationResult.Rotated(rotated!.Version, generated, rotated.PreviousExpiresAt);
    }

    internal static void Replace(SecretRow row, ClientSecret secret, string hash, TimeSpan overlap, DateTimeOffset now)
    {
        (row.PreviousVersion, row.PreviousKind, row.PreviousHash, row.PreviousExpiresAt) =
            overlap == TimeSpan.Zero
                ? default((int?, string?, string?, DateTimeOffset?))
                : (row.Version, row.Kind, row.Hash, now + overlap);
        row.Version = row.LastVersion = row.LastVersion + 1;
        (row.Kind, row.Hash, row.RotatedAt, row.TouchedAt) = (secret.Kind.ToString().ToLowerInvariant(), hash, now, now);
        row.RotationRequest = null;
    }

    /// <summary>Brings the old secret back and drops the new one, whose version never returns.</summary>
    /// <returns>False: nothing is being rotated.</returns>
    public Task<bool> CancelAsync(Caller caller, string secretId, CancellationToken cancellation) =>
        EndAsync(caller, secretId, "rotation-cancelled", row =>
        {
            (row.Version, row.Kind, row.Hash) = (row.PreviousVersion!.Value, row.PreviousKind!, row.PreviousHash!);
            (row.RotatedAt, row.RotationRequest) = (null, null);
        }, cancellation);

    /// <summary>Ends the old secret of a running rotation now.</summary>
    /// <returns>False: nothing is being rotated.</returns>
    public Task<bool> CompleteAsync(Caller caller, string secretId, CancellationToken cancellation) =>
        EndAsync(caller, secretId, "rotation-completed", _ => { }, cancellation);

    private async Task<bool> EndAsync(
        Caller caller, string secretId, string action, Action<SecretRow> change, CancellationToken cancellation) =>
        await ChangeAsync(caller, secretId, action, (row, now) =>
        {
            if (!row.IsRotating(now))
            {
                return ValueTask.FromResult<RotationResult?>(new RotationResult.NotFound());
            }

            change(row);
            (row.PreviousVersion, row.PreviousKind, row.PreviousHash, row.PreviousExpiresAt) = (null, null, null, null);
            return ValueTask.FromResult<RotationResult?>(null);
        }, cancellation) is null;

    private async ValueTask<bool> IsAnyAsync(
        ClientSecret chosen, IEnumerable<(int Version, string Hash)> valid, CancellationToken cancellation)
    {
        try
        {
            return (await hasher.CheckAsync(chosen, [.. valid.Select(each => each.Hash)], cancellation)).Check is not SecretCheck.Wrong;
        }
        // The row's pepper is disabled or lost, or the hash corrupt: nobody can tell, and a rotation is the way out.
        catch (Exception e) when (e is KeysUnavailableException or InvalidDataException)
        {
            return false;
        }
    }

    /// <returns>Null: the change was made; else why not.</returns>
    private async Task<RotationResult?> ChangeAsync(
        Caller caller, string secretId, string action, Func<SecretRow, DateTimeOffset, ValueTask<RotationResult?>> change,
        CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var auditEvent = AuditLog.NewEvent(caller.TaxpayerId, now, action, Actor.User(caller));
        auditEvent.SecretId = secretId;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (!RowKeys.IsSecretId(secretId)
                || await batches.FindAsync<SecretRow>(caller.TaxpayerId, RowKeys.Secret(secretId), cancellation) is not { } row)
            {
                return new RotationResult.NotFound();
            }

            if (await change(row, now) is { } refusal)
            {
                return refusal;
            }

            row.TouchedAt = now;
            if (await purgeQueue.TrySubmitWithEventAsync([TableClientExtensions.Replace(row)], auditEvent, cancellation))
            {
                secrets.Forget(row);
                return null;
            }
        }

        throw new ContentionException();
    }
}
