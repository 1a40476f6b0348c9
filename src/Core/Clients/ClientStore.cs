using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <summary>
/// What to list. <paramref name="Search"/> is contained in the driver's name or the client_id, or is a whole personal code.
/// </summary>
/// <param name="State">Null: all.</param>
/// <param name="SecretId">Null: of any secret.</param>
/// <param name="Continuation">From the page before, or null.</param>
public sealed record ClientQuery(string? Search, ClientState? State, string? SecretId, int Limit, string? Continuation) : Redacted;

/// <param name="Continuation">Null at the end. A page may be shorter than asked, and still have a next one.</param>
public sealed record ClientPage(IReadOnlyList<ApiClient> Clients, string? Continuation);

/// <summary>What a person changes of a client. Null: stays as it is.</summary>
/// <param name="ValidUntil">Its value null: without an end.</param>
public sealed record ClientChange(string? DriverName, ValidUntilChange? ValidUntil);

public sealed record ValidUntilChange(DateTimeOffset? Value);

/// <summary>Reads a taxpayer's clients, and changes single ones.</summary>
public sealed class ClientStore(EdsTables tables, Batches batches, AuditLog auditLog, TimeProvider time)
{
    /// <returns>Null: no such client here (or no longer, or not yet).</returns>
    public async Task<ApiClient?> FindAsync(string taxpayerId, ClientId clientId, CancellationToken cancellation) =>
        await FindRowAsync(taxpayerId, clientId, cancellation) is { } row ? ApiClient.FromRow(row, time.GetUtcNow()) : null;

    /// <returns>Null if the continuation is unreadable.</returns>
    public async Task<ClientPage?> ListAsync(string taxpayerId, ClientQuery query, CancellationToken cancellation)
    {
        if (Continuation.After(taxpayerId, "client", query.Continuation) is not { } from)
        {
            return null;
        }

        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {taxpayerId} and RowKey gt {from} and RowKey lt {RowKeys.Range("client").To}");
        if (query.State is { } state)
        {
            var stored = state is ClientState.Annulled ? ClientRow.Annulled : ClientRow.Active;
            filter += TableClient.CreateQueryFilter($" and State eq {stored}");
        }

        if (query.SecretId is { } secretId)
        {
            filter += TableClient.CreateQueryFilter($" and SecretId eq {secretId}");
        }

        // Where few rows match, pages of the limit would be many calls.
        var isDense = query is { Search: null, SecretId: null, State: not ClientState.Suspended };
        var rows = tables.Taxpayers.QueryAsync<ClientRow>(filter, isDense ? query.Limit + 1 : null, cancellationToken: cancellation);
        var (wanted, now, isCommitted) = (new SearchTerm(query.Search), time.GetUtcNow(), batches.Within(taxpayerId, cancellation));
        var (found, next) = await Continuation.PageAsync(taxpayerId, rows, from, query.Limit, async row =>
            wanted.IsIn(row) && (query.State is null || row.StateAt(now) == query.State) && await isCommitted(row.BatchId)
                ? ApiClient.FromRow(row, now)
                : null);
        return new ClientPage(found, next);
    }

    /// <summary>
    /// Corrects the driver's name, or says until when the client is valid. What is already as asked counts as changed, whatever the ETag.
    /// </summary>
    public async Task<(ChangeOutcome Outcome, ApiClient? Client)> ChangeAsync(
        Caller caller, ClientId clientId, ClientChange change, string ifMatch)
    {
        var now = time.GetUtcNow();
        for (var attempt = 1; ; attempt = Retry(attempt))
        {
            if (await FindRowAsync(caller.TaxpayerId, clientId, CancellationToken.None) is not { } row)
            {
                return (ChangeOutcome.NotFound, null);
            }

            var isAsRead = row.ETagForCallers() == ifMatch;
            var events = Apply(change, row, caller, clientId, now);
            if (events.Count > 0 && !isAsRead)
            {
                return (ChangeOutcome.ChangedMeanwhile, null);
            }

            row.Revision += events.Count > 0 ? 1 : 0;
            if (events.Count == 0
                || await auditLog.TrySubmitAsync(
                    [Replace(row), .. events.Skip(1).Select(Add)], events[0], CancellationToken.None))
            {
                return (ChangeOutcome.Made, ApiClient.FromRow(row, now));
            }
        }
    }

    /// <returns>An event for each thing that differs.</returns>
    private static List<EventRow> Apply(ClientChange change, ClientRow row, Caller caller, ClientId clientId, DateTimeOffset now)
    {
        var events = new List<EventRow>();
        if (change.DriverName is { } name && name != row.DriverName)
        {
            row.DriverName = name;
            events.Add(AuditLog.NewEvent(caller, now, "client-renamed"));
        }

        if (change.ValidUntil is { Value: var validUntil } && validUntil != row.ValidUntil)
        {
            var changed = AuditLog.NewEvent(caller, now, "client-validity-changed");
            (changed.PreviousValidUntil, changed.ValidUntil) = (row.ValidUntil, validUntil);
            row.ValidUntil = validUntil;
            events.Add(changed);
        }

        events.ForEach(each => each.ClientId = clientId.ToString());
        return events;
    }

    /// <summary>The row of a client that exists: of this taxpayer, its batch (if any) committed.</summary>
    internal async Task<ClientRow?> FindRowAsync(string taxpayerId, ClientId clientId, CancellationToken cancellation) =>
        clientId.TaxpayerId == taxpayerId ? await batches.FindAsync<ClientRow>(taxpayerId, RowKeys.Client(clientId), cancellation) : null;
}
