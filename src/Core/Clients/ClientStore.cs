using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <summary>What to list. <paramref name="Search"/> is contained in the driver's name or the client_id, or is a whole personal code.</summary>
/// <param name="State">Null: both.</param>
/// <param name="Continuation">From the page before, or null.</param>
public sealed record ClientQuery(string? Search, ClientState? State, int Limit, string? Continuation)
{
    public override string ToString() => "[redacted]";
}

/// <param name="Continuation">Null at the end. A page may be shorter than asked, and still have a next one.</param>
public sealed record ClientPage(IReadOnlyList<ApiClient> Clients, string? Continuation);

public abstract record RenameResult
{
    private RenameResult()
    {
    }

    public sealed record Renamed(ApiClient Client) : RenameResult;

    /// <summary>Someone else changed the client since the ETag was read.</summary>
    public sealed record ChangedMeanwhile : RenameResult;

    public sealed record NotFound : RenameResult;
}

/// <summary>Reading a taxpayer's clients, and correcting a driver's name.</summary>
public sealed class ClientStore(EdsTables tables, Batches batches, PurgeQueue due, TimeProvider time)
{
    // One request is handed no more rows than this to look at, however rare the matches are.
    private const int MaxScanned = 10_000;

    /// <returns>Null: no such client here (or no longer, or not yet).</returns>
    public async Task<ApiClient?> FindAsync(string taxpayerId, ClientId clientId, CancellationToken cancellation) =>
        await FindRowAsync(taxpayerId, clientId, cancellation) is { } row ? ApiClient.FromRow(row) : null;

    /// <returns>Null if the continuation is unreadable.</returns>
    public async Task<ClientPage?> ListAsync(string taxpayerId, ClientQuery query, CancellationToken cancellation)
    {
        if (Continuation.After(taxpayerId, "client", query.Continuation) is not { } from)
        {
            return null;
        }

        var wanted = new SearchTerm(query.Search);
        var (found, scanned, isCommitted) = (new List<ApiClient>(), 0, batches.Within(taxpayerId, cancellation));
        await foreach (var row in RowsAfter(taxpayerId, from, query))
        {
            if (found.Count == query.Limit || scanned++ == MaxScanned)
            {
                return new ClientPage(found, Continuation.Write(taxpayerId, from));
            }

            from = row.RowKey;
            if (wanted.IsIn(row) && await isCommitted(row.BatchId))
            {
                found.Add(ApiClient.FromRow(row));
            }
        }

        return new ClientPage(found, null);

        AsyncPageable<ClientRow> RowsAfter(string partition, string after, ClientQuery q)
        {
            var end = RowKeys.Range("client").To;
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after} and RowKey lt {end}");
            if (q.State is { } state)
            {
                filter += " and " + TableClient.CreateQueryFilter($"State eq {(state is ClientState.Active ? ClientRow.Active : ClientRow.Annulled)}");
            }

            return tables.Taxpayers.QueryAsync<ClientRow>(filter, q.Search is null ? q.Limit + 1 : null, cancellationToken: cancellation);
        }
    }

    /// <summary>Corrects the driver's name. A name that is already as asked is answered as changed, whatever the ETag.</summary>
    public async Task<RenameResult> RenameDriverAsync(
        Caller caller, ClientId clientId, string name, string ifMatch, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var renamed = AuditLog.NewEvent(caller.TaxpayerId, now, "client-renamed", Actor.User(caller));
        renamed.ClientId = clientId.ToString();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await FindRowAsync(caller.TaxpayerId, clientId, cancellation) is not { } row)
            {
                return new RenameResult.NotFound();
            }

            if (row.DriverName == name)
            {
                return new RenameResult.Renamed(ApiClient.FromRow(row));
            }

            if (row.ETagForCallers() != ifMatch)
            {
                return new RenameResult.ChangedMeanwhile();
            }

            row.DriverName = name;
            row.Revision++;
            if (await due.TrySubmitAsync([Replace(row)], renamed, cancellation))
            {
                return new RenameResult.Renamed(ApiClient.FromRow(row));
            }
        }

        throw new ContentionException();
    }

    /// <summary>The row of a client that exists: of this taxpayer, its batch (if any) committed.</summary>
    internal async Task<ClientRow?> FindRowAsync(string taxpayerId, ClientId clientId, CancellationToken cancellation)
    {
        if (clientId.TaxpayerId != taxpayerId)
        {
            return null;
        }

        var row = await tables.Taxpayers.FindAsync<ClientRow>(taxpayerId, RowKeys.Client(clientId), cancellation);
        return row is not null && await batches.IsCommittedAsync(taxpayerId, row.BatchId, cancellation) ? row : null;
    }
}
