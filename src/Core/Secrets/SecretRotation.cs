using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <param name="Outcome">Made, NotFound, RotationInProgress or SecretUnchanged.</param>
/// <param name="Version">The new version; null if the secret was not rotated.</param>
/// <param name="Secret">The new one, if it was generated, told only now.</param>
/// <param name="PreviousExpiresAt">Until then the old one works too; null: it does not.</param>
public sealed record SecretRotated(
    string SecretId, ChangeOutcome Outcome, int? Version = null, ClientSecret? Secret = null, DateTimeOffset? PreviousExpiresAt = null);

/// <summary>
/// Gives all clients of a secret a new one. During the overlap both work, so that devices can be changed one by one; without an
/// overlap the old one is refused everywhere within 15 s, and its tokens with it.
/// </summary>
public sealed class SecretRotation(SecretStore secrets, SecretHasher hasher, TimeProvider time)
{
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromHours(720);

    /// <summary>Whoever did not get the answer of a rotation without an overlap may repeat it for so long, and gets it then.</summary>
    private static readonly TimeSpan Repeatable = TimeSpan.FromHours(24);

    /// <summary>Null: no id of a secret.</summary>
    public static string? ValidId(string? text) => text is not null && RowKeys.IsSecretId(text) ? text : null;

    /// <param name="chosen">Null: one is generated.</param>
    /// <param name="overlap">0 to <see cref="MaxOverlap"/>.</param>
    public async Task<SecretRotated> StartAsync(Caller caller, string secretId, ClientSecret? chosen, TimeSpan overlap)
    {
        var (secret, now) = (chosen ?? ClientSecret.Generate(), time.GetUtcNow());
        var rotated = AuditLog.NewEvent(caller, now, "secret-rotated");
        rotated.SecretId = secretId;
        for (var attempt = 1; ; attempt = Retry(attempt))
        {
            if (await secrets.FindRowAsync(caller.TaxpayerId, secretId) is not { } row)
            {
                return new SecretRotated(secretId, ChangeOutcome.NotFound);
            }

            var isRotating = row.IsRotating(now);
            if (isRotating && overlap > TimeSpan.Zero)
            {
                return new SecretRotated(secretId, ChangeOutcome.RotationInProgress);
            }

            // Without an overlap both secrets of a running rotation are replaced, so neither may come back.
            if (chosen is not null && await IsAnyAsync(chosen, row.Valid(now)))
            {
                return !isRotating && overlap == TimeSpan.Zero && now - row.RotatedAt < Repeatable
                    ? new SecretRotated(secretId, ChangeOutcome.Made, row.Version)
                    : new SecretRotated(secretId, ChangeOutcome.SecretUnchanged);
            }

            var beside = overlap == TimeSpan.Zero ? null : row.Hash;
            Replace(row, secret, await hasher.HashAsync(secret, beside, CancellationToken.None), overlap, now);
            if (await secrets.TryReplaceAsync(row, rotated))
            {
                Metrics.SecretsRotated.Add(1);
                return new SecretRotated(
                    secretId, ChangeOutcome.Made, row.Version, chosen is null ? secret : null, row.PreviousExpiresAt);
            }
        }
    }

    internal static void Replace(SecretRow row, ClientSecret secret, string hash, TimeSpan overlap, DateTimeOffset now)
    {
        (row.PreviousVersion, row.PreviousKind, row.PreviousHash, row.PreviousExpiresAt) =
            overlap == TimeSpan.Zero
                ? default((int?, string?, string?, DateTimeOffset?))
                : (row.Version, row.Kind, row.Hash, now + overlap);
        row.Version = row.LastVersion = row.LastVersion + 1;
        (row.Kind, row.Hash, row.RotatedAt, row.TouchedAt) = (secret.Kind.ToString().ToLowerInvariant(), hash, now, now);
    }

    /// <summary>Brings the old secret back and drops the new one, whose version never returns.</summary>
    /// <returns>False: nothing is being rotated.</returns>
    public Task<bool> CancelAsync(Caller caller, string secretId) => EndAsync(caller, secretId, "rotation-cancelled", row =>
    {
        (row.Version, row.Kind, row.Hash) = (row.PreviousVersion!.Value, row.PreviousKind!, row.PreviousHash!);
        row.RotatedAt = null;
    });

    /// <summary>Ends the old secret of a running rotation now.</summary>
    /// <returns>False: nothing is being rotated.</returns>
    public Task<bool> CompleteAsync(Caller caller, string secretId) => EndAsync(caller, secretId, "rotation-completed", _ => { });

    private async Task<bool> EndAsync(Caller caller, string secretId, string action, Action<SecretRow> change)
    {
        var now = time.GetUtcNow();
        var ended = AuditLog.NewEvent(caller, now, action);
        ended.SecretId = secretId;
        for (var attempt = 1; ; attempt = Retry(attempt))
        {
            if (await secrets.FindRowAsync(caller.TaxpayerId, secretId) is not { } row || !row.IsRotating(now))
            {
                return false;
            }

            change(row);
            (row.PreviousVersion, row.PreviousKind, row.PreviousHash, row.PreviousExpiresAt) = (null, null, null, null);
            row.TouchedAt = now;
            if (await secrets.TryReplaceAsync(row, ended))
            {
                return true;
            }
        }
    }

    private async ValueTask<bool> IsAnyAsync(ClientSecret chosen, IEnumerable<(int Version, string Hash)> valid)
    {
        try
        {
            var (_, check) = await hasher.CheckAsync(chosen, [.. valid.Select(each => each.Hash)], CancellationToken.None);
            return check is not SecretCheck.Wrong;
        }
        // The row's pepper is disabled or lost, or the hash corrupt: nobody can tell, and a rotation is the way out.
        catch (Exception e) when (e is KeysUnavailableException or InvalidDataException)
        {
            return false;
        }
    }
}
