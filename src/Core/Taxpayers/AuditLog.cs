using System.Text.Json.Serialization;

namespace Eds.Core;

/// <param name="Kind">"user", "operator" or "system".</param>
/// <param name="Id">userId, or the keyed digest of the operator's personal code.</param>
public sealed record Actor(string Kind, string Id)
{
    internal static readonly Actor System = new("system", "sign-in-throttle");
}

public sealed record AuditEvent(
    string EventId,
    DateTimeOffset At,
    string Action,
    Actor Actor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SecretId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Clients,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rights? Rights,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Secrets,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Networks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? PreviousValidUntil,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ValidUntil);

/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record EventQuery(string? Action, string? ClientId, DateTimeOffset? From, DateTimeOffset? To, string? Continuation);

public sealed record EventPage(IReadOnlyList<AuditEvent> Events, string? Continuation);

/// <summary>Who did what and when. Written in the transaction of the change itself, kept 365 days.</summary>
public sealed class AuditLog(EdsTables tables, PurgeQueue purgeQueue)
{
    private const int PageSize = 100;

    /// <summary>A page of up to 100, newest first; a shorter one may have a next page. Null: the continuation is invalid.</summary>
    public async Task<EventPage?> ListAsync(string taxpayerId, EventQuery query, CancellationToken cancellation)
    {
        if (Continuation.After(taxpayerId, "event", query.Continuation) is not { } after)
        {
            return null;
        }

        // Newest first: the end of the period is the lower bound of the keys.
        if (query.To is { } to && string.CompareOrdinal(RowKeys.EventsBefore(to), after) > 0)
        {
            after = RowKeys.EventsBefore(to);
        }

        var end = query.From is { } from ? RowKeys.EventsBefore(from) : RowKeys.Range("event").To;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {taxpayerId} and RowKey gt {after} and RowKey lt {end}");
        var rows = tables.Taxpayers.QueryAsync<EventRow>(filter, cancellationToken: cancellation);
        var (found, next) = await Continuation.PageAsync(taxpayerId, rows, after, PageSize, row => ValueTask.FromResult(
            (query.Action is null || row.Action == query.Action) && (query.ClientId is null || row.ClientId == query.ClientId)
                ? FromRow(row)
                : null));
        return new EventPage(found, next);
    }

    /// <summary>Writes a change and its event to table Taxpayers, in one transaction.</summary>
    /// <returns>False: a row was not as expected, and nothing was written. The event is the receipt.</returns>
    internal async Task<bool> TrySubmitAsync(
        IEnumerable<TableTransactionAction> actions, EventRow auditEvent, CancellationToken cancellation)
    {
        await purgeQueue.EventAsync(auditEvent, cancellation);
        return await tables.Taxpayers.TrySubmitAsync(actions, auditEvent, cancellation);
    }

    internal static EventRow NewEvent(Caller caller, DateTimeOffset at, string action) =>
        NewEvent(caller.TaxpayerId, at, action, new Actor("user", caller.User.UserId));

    internal static EventRow NewEvent(string taxpayerId, DateTimeOffset at, string action, Actor actor)
    {
        var eventId = Crockford.Draw(16);
        return new EventRow
        {
            PartitionKey = taxpayerId,
            RowKey = RowKeys.Event(at, eventId),
            EventId = eventId,
            At = at,
            Action = action,
            ActorKind = actor.Kind,
            ActorId = actor.Id,
        };
    }

    private static AuditEvent FromRow(EventRow row) => new(
        row.EventId,
        row.At,
        row.Action,
        new Actor(row.ActorKind, row.ActorId),
        row.UserId,
        row.ClientId,
        row.SecretId,
        row.Clients,
        row.Reason,
        row is { RightsManager: { } manager, TaxiApiConfiguration: { } taxi } ? new Rights(manager, taxi) : null,
        row.Secrets,
        row.Name,
        row.Networks?.Split(',') ?? (row.Action == "secret-restricted" ? [] : null),
        row.PreviousValidUntil,
        row.ValidUntil);
}
