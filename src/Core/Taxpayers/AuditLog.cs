using System.Text.Json.Serialization;

namespace Eds.Core;

/// <param name="Kind">"user" or "operator".</param>
/// <param name="Id">userId, or the keyed digest of the operator's personal code.</param>
public sealed record Actor(string Kind, string Id)
{
    internal static Actor User(Caller caller) => new("user", caller.User.UserId);

    internal static Actor Operator(string digest) => new("operator", digest);
}

/// <summary>What happened to a taxpayer, as the API shows it. Ids only; properties that do not apply are left out.</summary>
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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Rights? Rights);

/// <summary>Who did what to what and when. Written in the transaction of the change itself, kept 365 days.</summary>
public sealed class AuditLog(EdsTables tables)
{
    private const int PageSize = 100;

    /// <summary>A page of 100, newest first.</summary>
    /// <param name="continuation">From the page before, or null.</param>
    /// <returns>Null if <paramref name="continuation"/> is unreadable.</returns>
    public async Task<(IReadOnlyList<AuditEvent> Events, string? Continuation)?> ListAsync(
        string taxpayerId, string? continuation, CancellationToken cancellation)
    {
        if (Continuation.After(taxpayerId, "event", continuation) is not { } from)
        {
            return null;
        }

        var end = RowKeys.Range("event").To;
        var rows = tables.Taxpayers.QueryAsync<EventRow>(
            TableClient.CreateQueryFilter($"PartitionKey eq {taxpayerId} and RowKey gt {from} and RowKey lt {end}"),
            maxPerPage: PageSize + 1,
            cancellationToken: cancellation);
        var page = new List<EventRow>(PageSize + 1);
        await foreach (var row in rows)
        {
            page.Add(row);
            if (page.Count > PageSize)
            {
                break;
            }
        }

        var more = page.Count > PageSize ? Continuation.Write(taxpayerId, page[PageSize - 1].RowKey) : null;
        return ([.. page.Take(PageSize).Select(FromRow)], more);
    }

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
        row is { RightsManager: { } manager, TaxiApiConfiguration: { } taxi } ? new Rights(manager, taxi) : null);
}
