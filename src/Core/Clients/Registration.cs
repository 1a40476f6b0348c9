namespace Eds.Core;

/// <summary>The secret that the clients of one registration get.</summary>
public abstract record SecretChoice
{
    /// <summary>One secret for all, chosen by the manager.</summary>
    public sealed record Chosen(ClientSecret Secret) : SecretChoice;

    /// <summary>One generated secret for all, or one for each.</summary>
    public sealed record Generated(bool Each) : SecretChoice;

    /// <summary>A secret that other clients of the taxpayer use already.</summary>
    public sealed record Existing(string SecretId) : SecretChoice;
}

/// <param name="IdempotencyKey">1 to 255 characters.</param>
/// <param name="Drivers">1 to 1,000, no personal code twice.</param>
public sealed record RegistrationRequest(Caller By, string IdempotencyKey, SecretChoice Secret, IReadOnlyList<Driver> Drivers)
{
    /// <summary>What users call the new secret for all; null: it has no name.</summary>
    public string? SecretName { get; init; }

    /// <summary>Every client has a secret of its own.</summary>
    internal bool OneEach => Secret is SecretChoice.Generated { Each: true };
}

/// <param name="Secret">The client's own generated secret, delivered only now; else null.</param>
public sealed record NewClient(ClientId ClientId, Driver Driver, string SecretId, ClientSecret? Secret);

/// <param name="InProgress">True: by another registration that is still running.</param>
public sealed record TakenDriver(int Index, bool InProgress);

public abstract record RegistrationResult
{
    /// <param name="SecretId">The one for all; null with one each.</param>
    /// <param name="Secret">The generated one for all, delivered only now; else null.</param>
    /// <param name="Replayed">The same request was completed before; nothing was done now.</param>
    public sealed record Registered(
        string? SecretId, ClientSecret? Secret, IReadOnlyList<NewClient> Clients, DateTimeOffset CreatedAt, bool Replayed)
            : RegistrationResult;

    /// <summary>These drivers have an active client of this taxpayer, or are being registered. Nothing was registered.</summary>
    public sealed record DriversTaken(IReadOnlyList<TakenDriver> Drivers) : RegistrationResult;

    /// <param name="Why">RegistrationInProgress, KeyReused, SecretNotFound or NameTaken.</param>
    public sealed record Refused(ChangeOutcome Why) : RegistrationResult;
}

/// <summary>
/// Registers 1 to 1,000 drivers with one call: all or nothing, once per Idempotency-Key, one active client per driver and taxpayer.
/// It writes first, and reads only after a conflict; ARCHITECTURE.md has the protocol.
/// </summary>
public sealed class Registration(
    EdsTables tables, Batches batches, SecretStore secrets, AuditLog auditLog, PurgeQueue purgeQueue, SecretHasher hasher, Keys keys,
    TimeProvider time)
{
    public async Task<RegistrationResult> RegisterAsync(RegistrationRequest request, CancellationToken cancellation)
    {
        if (!await ExistingSecretIsThereAsync(request, cancellation))
        {
            return new RegistrationResult.Refused(ChangeOutcome.SecretNotFound);
        }

        var key = await keys.LookupAsync(cancellation);
        var issued = await IssuedSecret.IssueAsync(request, hasher, cancellation);
        var idempotentRequests = new IdempotentRequests(tables, batches, hasher);
        var conflicts = new DriverConflicts(tables, batches, key, request);
        IdempotencyRow? abandoned = null;
        for (var attempt = 1; ; attempt = TableClientExtensions.Retry(attempt))
        {
            var draft = new RegistrationDraft(request, issued, key, time.GetUtcNow(), conflicts.Free, abandoned);
            if (await WriteAsync(draft, cancellation))
            {
                Metrics.ClientsRegistered.Add(request.Drivers.Count);
                return draft.Result();
            }

            // A row was in the way: of the same request, of a driver's active client, of a secret's name, or of an aborted batch
            // that may be replaced.
            (var earlier, abandoned) = await idempotentRequests.FindAsync(draft, cancellation);
            if (earlier is not null)
            {
                return earlier;
            }

            if (await conflicts.FindTakenAsync(cancellation) is { Count: > 0 } taken)
            {
                return new RegistrationResult.DriversTaken(taken);
            }

            if (draft.SecretNameRowKey is { } nameRowKey
                && await tables.Taxpayers.FindAsync<TableEntity>(request.By.TaxpayerId, nameRowKey, cancellation) is not null)
            {
                return new RegistrationResult.Refused(ChangeOutcome.NameTaken);
            }

            if (!await ExistingSecretIsThereAsync(request, cancellation))
            {
                return new RegistrationResult.Refused(ChangeOutcome.SecretNotFound);
            }
        }
    }

    /// <returns>False: a row was in the way, and nothing of the draft will ever be visible.</returns>
    private async Task<bool> WriteAsync(RegistrationDraft draft, CancellationToken cancellation)
    {
        if (draft.BatchId is null)
        {
            await purgeQueue.OncePerDayAsync(PurgeQueue.Requests, draft.TaxpayerId, draft.IdempotencyRow.PurgeAt, cancellation);
            return await auditLog.TrySubmitAsync(draft.ToTransaction(), draft.Event, cancellation);
        }

        await purgeQueue.BatchAsync(draft.TaxpayerId, draft.BatchId, draft.At, cancellation);
        try
        {
            if (!await TryClaimRequestAsync(draft, cancellation))
            {
                return false;
            }

            return await TryWriteBatchAsync(draft, cancellation) || await AbortAsync(draft) is BatchState.Committed;
        }
        catch when (draft.HasPartialWrites)
        {
            // An outage, or the caller is gone. The batch row decides whether the last transaction was applied.
            if (await AbortAsync(draft) is BatchState.Committed)
            {
                return true;
            }

            throw;
        }
    }

    private Task<BatchState> AbortAsync(RegistrationDraft draft) =>
        batches.AbortAsync(draft.TaxpayerId, draft.BatchId!, CancellationToken.None);

    private async Task<bool> TryClaimRequestAsync(RegistrationDraft draft, CancellationToken cancellation)
    {
        var row = draft.IdempotencyRow;
        draft.HasPartialWrites = true;
        try
        {
            var response = row.ETag == default
                ? await tables.Taxpayers.AddEntityAsync(row, cancellation)
                : await tables.Taxpayers.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
            row.ETag = response.Headers.ETag!.Value;
            return true;
        }
        catch (RequestFailedException e) when (TableClientExtensions.IsConflict(e))
        {
            // Unless it is our own row, of a first attempt of the SDK whose answer was lost.
            var stored = await tables.Taxpayers.FindAsync<IdempotencyRow>(row.PartitionKey, row.RowKey, cancellation);
            row.ETag = stored?.ETag ?? default;
            draft.HasPartialWrites = stored?.BatchId == draft.BatchId;
            return draft.HasPartialWrites;
        }
    }

    private async Task<bool> TryWriteBatchAsync(RegistrationDraft draft, CancellationToken cancellation)
    {
        // In the order of the drivers' keys: of two batches that share drivers, the one that reaches the first shared driver first goes
        // through, and only the other aborts.
        foreach (var transaction in draft.ClientTransactions())
        {
            if (!await tables.Taxpayers.TrySubmitAsync(transaction, cancellation)
                && !await WasAppliedAsync(transaction, cancellation))
            {
                return false;
            }
        }

        return await auditLog.TrySubmitAsync(draft.CommitRows(batches), draft.Event, cancellation);
    }

    /// <summary>Whether the conflict is with our own rows, of a first attempt of the SDK whose answer was lost.</summary>
    private async Task<bool> WasAppliedAsync(IReadOnlyList<TableTransactionAction> transaction, CancellationToken cancellation)
    {
        var first = transaction.Select(action => action.Entity).OfType<ClientRow>().First();
        return await tables.Taxpayers.FindAsync<ClientRow>(first.PartitionKey, first.RowKey, cancellation) is not null;
    }

    private async Task<bool> ExistingSecretIsThereAsync(RegistrationRequest request, CancellationToken cancellation) =>
        request.Secret is not SecretChoice.Existing { SecretId: var secretId }
        || await secrets.FindRowAsync(request.By.TaxpayerId, secretId, cancellation) is not null;
}
