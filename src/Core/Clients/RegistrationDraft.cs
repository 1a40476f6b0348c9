using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <summary>
/// The rows of one attempt at a registration. Up to 100 go in one transaction; more are a batch, whose client and active driver rows mean
/// nothing until <see cref="CommitRows"/> are written.
/// </summary>
internal sealed class RegistrationDraft
{
    private readonly IReadOnlyList<IssuedSecret> _issued;
    private readonly List<(string DriverKey, TableTransactionAction[] Actions)> _rows = [];
    private readonly List<NewClient> _clients = [];

    /// <param name="free">Active driver rows of aborted batches, by row key, which this attempt replaces.</param>
    /// <param name="abandoned">The idempotency row of an aborted batch with the same key, which this attempt replaces.</param>
    public RegistrationDraft(
        RegistrationRequest request, IReadOnlyList<IssuedSecret> issued, LookupKey key, DateTimeOffset at,
        IReadOnlyDictionary<string, ActiveDriverRow> free, IdempotencyRow? abandoned)
    {
        (Request, _issued, At) = (request, issued, at);
        var rowsPerDriver = request.OneEach ? 3 : 2;
        const int otherRows = 4; // request, event, the secret for all and the row of its name
        BatchId = (request.Drivers.Count * rowsPerDriver) + otherRows > TransactionRows ? Crockford.Draw(16) : null;
        Event = AuditLog.NewEvent(request.By, at, "clients-registered");
        for (var i = 0; i < request.Drivers.Count; i++)
        {
            AddDriver(request.Drivers[i], issued[request.OneEach ? i : 0], key, free);
        }

        SecretNameRowKey = SecretSettings.NameRowKeyOf(key, TaxpayerId, request.SecretName);
        Event.Name = request.SecretName;
        Event.Clients = _clients.Count;
        Event.ClientId = _clients is [var only] ? only.ClientId.ToString() : null;
        Event.SecretId = request.OneEach ? null : issued[0].SecretId;
        IdempotencyRow = new IdempotencyRow
        {
            PartitionKey = TaxpayerId,
            RowKey = IdempotentRequests.RowKeyOf(key, request),
            ETag = abandoned?.ETag ?? default,
            Fingerprint = IdempotentRequests.FingerprintOf(key, request),
            BatchId = BatchId,
            StartedAt = at,
            PurgeAt = at + PurgeQueue.RequestRetention,
        };
    }

    public string TaxpayerId => Request.By.TaxpayerId;

    public RegistrationRequest Request { get; }

    public DateTimeOffset At { get; }

    /// <summary>Null: everything fits one transaction.</summary>
    public string? BatchId { get; }

    /// <summary>Something of the batch is written: if it stops here, it must be aborted.</summary>
    public bool HasPartialWrites { get; set; }

    public EventRow Event { get; }

    /// <summary>Row key; null without a name.</summary>
    public string? SecretNameRowKey { get; }

    public IdempotencyRow IdempotencyRow { get; }

    /// <summary>All rows but the event.</summary>
    public IEnumerable<TableTransactionAction> ToTransaction()
    {
        Complete();
        return [AddOrReplace(IdempotencyRow), .. _rows.SelectMany(row => row.Actions), .. SharedSecret()];
    }

    /// <summary>Transactions of client and active driver rows (and secrets, with one each), in the order of the drivers' keys.</summary>
    public IEnumerable<IReadOnlyList<TableTransactionAction>> ClientTransactions() =>
        _rows.OrderBy(row => row.DriverKey, StringComparer.Ordinal)
            .Chunk(TransactionRows / (Request.OneEach ? 3 : 2))
            .Select(rows => rows.SelectMany(row => row.Actions).ToList());

    /// <summary>The rows that make the batch exist, but for the event.</summary>
    public IEnumerable<TableTransactionAction> CommitRows(Batches batches)
    {
        Complete();
        return [Add(batches.NewRow(TaxpayerId, BatchId!, BatchRow.Committed)), Replace(IdempotencyRow), .. SharedSecret()];
    }

    public RegistrationResult.Registered Result() =>
        new(Event.SecretId, Request.OneEach ? null : _issued[0].Generated, _clients, At, Replayed: false);

    private void AddDriver(Driver driver, IssuedSecret secret, LookupKey key, IReadOnlyDictionary<string, ActiveDriverRow> free)
    {
        var clientId = ClientId.Draw(TaxpayerId);
        _clients.Add(new NewClient(clientId, driver, secret.SecretId, Request.OneEach ? secret.Generated : null));
        var client = new ClientRow
        {
            PartitionKey = TaxpayerId,
            RowKey = RowKeys.Client(clientId),
            DriverName = driver.Name,
            PersonalCode = driver.Code.Digits,
            SecretId = secret.SecretId,
            BatchId = BatchId,
            CreatedAt = At,
            CreatedBy = Request.By.User.UserId,
            CreatedByName = Request.By.User.Name,
            ValidUntil = driver.ValidUntil,
        };
        var activeDriver = new ActiveDriverRow
        {
            PartitionKey = TaxpayerId,
            RowKey = DriverConflicts.RowKeyOf(key, TaxpayerId, driver.Code.Digits),
            ClientId = clientId.Compact,
            BatchId = BatchId,
            StartedAt = BatchId is null ? null : At,
        };
        activeDriver.ETag = free.GetValueOrDefault(activeDriver.RowKey)?.ETag ?? default;
        TableTransactionAction[] own = Request.OneEach ? [Add(NewSecret(secret))] : [];
        _rows.Add((activeDriver.RowKey, [Add(client), AddOrReplace(activeDriver), .. own]));
    }

    private void Complete()
    {
        IdempotencyRow.CompletedAt = At;
        IdempotencyRow.ClientIds = Encoding.ASCII.GetBytes(string.Concat(_clients.Select(client => client.ClientId.Compact)));
        IdempotencyRow.SecretIds = Encoding.ASCII.GetBytes(
            Request.OneEach ? string.Concat(_clients.Select(client => client.SecretId)) : _issued[0].SecretId);
        IdempotencyRow.SecretHash = Request.Secret is SecretChoice.Chosen ? _issued[0].Hash : null;
    }

    private IEnumerable<TableTransactionAction> SharedSecret()
    {
        if (Request.OneEach)
        {
            return [];
        }

        var secret = _issued[0];
        if (Request.Secret is SecretChoice.Existing)
        {
            // Fails with 404 when the purge was faster; changes the ETag, so that a purge which has counted no clients loses.
            var touched = new TableEntity(TaxpayerId, RowKeys.Secret(secret.SecretId)) { [nameof(SecretRow.TouchedAt)] = At };
            return [new TableTransactionAction(TableTransactionActionType.UpdateMerge, touched, ETag.All)];
        }

        return [Add(NewSecret(secret)), .. SecretSettings.AddName(TaxpayerId, SecretNameRowKey, secret.SecretId)];
    }

    private SecretRow NewSecret(IssuedSecret secret) => new()
    {
        PartitionKey = TaxpayerId,
        RowKey = RowKeys.Secret(secret.SecretId),
        BatchId = Request.OneEach ? BatchId : null,
        Version = 1,
        Kind = secret.Kind.ToString().ToLowerInvariant(),
        Hash = secret.Hash!,
        CreatedAt = At,
        TouchedAt = At,
        Name = Request.SecretName,
        NameRowKey = SecretNameRowKey,
    };
}
