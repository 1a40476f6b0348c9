namespace Eds.Core;

/// <summary>
/// Registrations by their Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). The fingerprint of the body is keyed and leaves the
/// chosen secret out, as a digest would be a fast oracle for it. The stored hash checks the secret.
/// </summary>
internal sealed class IdempotentRequests(EdsTables tables, Batches batches, SecretHasher hasher)
{
    public static string RowKeyOf(LookupKey key, RegistrationRequest request) =>
        RowKeys.Request(key.Digest("request", request.By.TaxpayerId, request.IdempotencyKey));

    public static byte[] FingerprintOf(LookupKey key, RegistrationRequest request)
    {
        var choice = request.Secret switch
        {
            SecretChoice.Chosen => "chosen",
            SecretChoice.Generated { Each: var each } => each ? "generated-each" : "generated",
            SecretChoice.Existing { SecretId: var secretId } => "existing " + secretId,
            var other => throw new UnreachableException(other.GetType().Name),
        };
        return key.Mac("registration-body", [
            choice, request.SecretName ?? "",
            .. request.Drivers.SelectMany(driver => new[] { driver.Code.Digits, driver.Name, driver.ValidUntil?.ToString("O") ?? "" }),
        ]);
    }

    /// <summary>
    /// The result of an earlier request with the same key. One whose batch was aborted (now, if it is overdue) counts as never made, and
    /// its row may be replaced.
    /// </summary>
    public async Task<(RegistrationResult? Earlier, IdempotencyRow? Abandoned)> FindAsync(
        RegistrationDraft draft, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt = TableClientExtensions.Retry(attempt))
        {
            var row = await tables.Taxpayers.FindAsync<IdempotencyRow>(draft.TaxpayerId, draft.IdempotencyRow.RowKey, cancellation);
            if (row is null)
            {
                return (null, null);
            }

            if (row.CompletedAt is { } completedAt)
            {
                return (await ReplayAsync(draft, row, completedAt, cancellation), null);
            }

            switch (await batches.SettleAsync(draft.TaxpayerId, row.BatchId!, row.StartedAt, cancellation))
            {
                case BatchState.Aborted:
                    return (null, row);
                case BatchState.Pending:
                    return (new RegistrationResult.Refused(
                        IsSame(draft, row) ? ChangeOutcome.RegistrationInProgress : ChangeOutcome.KeyReused), null);
                case BatchState.Committed:
                    continue; // completed since it was read
            }
        }
    }

    private async Task<RegistrationResult> ReplayAsync(
        RegistrationDraft draft, IdempotencyRow row, DateTimeOffset completedAt, CancellationToken cancellation)
    {
        if (!IsSame(draft, row)
            || (draft.Request.Secret is SecretChoice.Chosen { Secret: var presented }
                && await hasher.CheckAsync(presented, row.SecretHash, cancellation) is SecretCheck.Wrong))
        {
            return new RegistrationResult.Refused(ChangeOutcome.KeyReused);
        }

        var clientIds = Split(row.ClientIds!, ClientId.Length);
        var secretIds = Split(row.SecretIds!, RowKeys.SecretIdLength);
        var oneEach = draft.Request.OneEach;
        var clients = draft.Request.Drivers.Select((driver, i) => new NewClient(
            ClientId.FromStored(clientIds[i]), driver, secretIds[oneEach ? i : 0], Secret: null)).ToList();
        return new RegistrationResult.Registered(oneEach ? null : secretIds[0], null, clients, completedAt, Replayed: true);
    }

    private static bool IsSame(RegistrationDraft draft, IdempotencyRow row) =>
        CryptographicOperations.FixedTimeEquals(draft.IdempotencyRow.Fingerprint, row.Fingerprint);

    private static List<string> Split(byte[] text, int length) => [.. text.Chunk(length).Select(Encoding.ASCII.GetString)];
}
