using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

public sealed class Users(EdsTables tables, AuditLog auditLog, Keys keys, TimeProvider time)
{
    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<User>> ListAsync(string taxpayerId, CancellationToken cancellation)
    {
        var users = await tables.Taxpayers.RowsOf<UserRow>(taxpayerId, "user", cancellation).Select(FromRow).ToListAsync(cancellation);
        return [.. users.OrderBy(user => user.Name, StringComparer.InvariantCultureIgnoreCase)];
    }

    /// <summary>Adds a user without rights.</summary>
    public async Task<(ChangeOutcome Outcome, User? User)> AddAsync(Caller caller, Person person, CancellationToken cancellation)
    {
        var key = await keys.LookupAsync(cancellation);
        var (taxpayerId, added) = (caller.TaxpayerId, NewRow(key, caller.TaxpayerId, person, time.GetUtcNow()));

        // The hint comes first: without it the user could not find the taxpayer; without the user it means nothing.
        await tables.Lookups.UpsertEntityAsync(Membership.NewHint(key, taxpayerId, person.Code), TableUpdateMode.Replace, cancellation);
        return await ChangeAsync(caller, IdOf(key, taxpayerId, person.Code), "user-added", (_, user, _) =>
            user is null ? (ChangeOutcome.Made, Add(added)) : (ChangeOutcome.UserExists, null), cancellation);
    }

    /// <summary>The hint stays: it means nothing without the user row, and a concurrent addition may rely on it.</summary>
    public async Task<ChangeOutcome> RemoveAsync(Caller caller, string userId, CancellationToken cancellation) =>
        (await ChangeAsync(caller, userId, "user-removed", (taxpayer, user, _) =>
        {
            taxpayer.Managers -= user is { RightsManager: true } ? 1 : 0;
            return user is null ? (ChangeOutcome.NotFound, null)
                : taxpayer.Managers == 0 ? (ChangeOutcome.LastRightsManager, null)
                : (ChangeOutcome.Made, Delete(user));
        }, cancellation)).Outcome;

    /// <param name="ifMatch">The user's ETag as the caller saw it.</param>
    public Task<(ChangeOutcome Outcome, User? User)> ChangeRightsAsync(
        Caller caller, string userId, Rights rights, string ifMatch, CancellationToken cancellation) =>
        ChangeAsync(caller, userId, "rights-changed", (taxpayer, user, auditEvent) =>
        {
            if (user is null)
            {
                return (ChangeOutcome.NotFound, null);
            }

            if (new Rights(user.RightsManager, user.TaxiApiConfiguration) == rights)
            {
                return (ChangeOutcome.Made, null); // whatever the ETag: a retry whose first answer was lost (RFC 9110 §13.1.1)
            }

            if (user.ETag.ToString() != ifMatch)
            {
                return (ChangeOutcome.ChangedMeanwhile, null);
            }

            taxpayer.Managers += (rights.RightsManager ? 1 : 0) - (user.RightsManager ? 1 : 0);
            (user.RightsManager, user.TaxiApiConfiguration) = (rights.RightsManager, rights.TaxiApiConfiguration);
            (auditEvent.RightsManager, auditEvent.TaxiApiConfiguration) = (rights.RightsManager, rights.TaxiApiConfiguration);
            return taxpayer.Managers == 0 ? (ChangeOutcome.LastRightsManager, null) : (ChangeOutcome.Made, Replace(user));
        }, cancellation);

    internal static string IdOf(LookupKey key, string taxpayerId, PersonalCode code) => key.Digest("user", taxpayerId, code.Digits);

    internal static UserRow NewRow(LookupKey key, string taxpayerId, Person person, DateTimeOffset now) => new()
    {
        PartitionKey = taxpayerId,
        RowKey = RowKeys.User(IdOf(key, taxpayerId, person.Code)),
        Name = person.Name,
        PersonalCode = person.Code.Digits,
        CreatedAt = now,
    };

    internal static User FromRow(UserRow row) => new(
        RowKeys.IdOf(row.RowKey),
        row.Name,
        PersonalCode.FromStored(row.PersonalCode),
        new Rights(row.RightsManager, row.TaxiApiConfiguration),
        row.ETag.ToString());

    /// <summary>
    /// Reads the taxpayer row first and writes it last, under its ETag, so that what is read in between still holds when the change is
    /// made: that the caller is a rights manager, the state of the user, and the number of managers.
    /// </summary>
    /// <returns>The user after the change; null if it was not made or the user was removed.</returns>
    private async Task<(ChangeOutcome Outcome, User? User)> ChangeAsync(
        Caller caller,
        string userId,
        string action,
        Func<TaxpayerRow, UserRow?, EventRow, (ChangeOutcome Outcome, TableTransactionAction? Write)> plan,
        CancellationToken cancellation)
    {
        if (!RowKeys.IsUserId(userId))
        {
            return (ChangeOutcome.NotFound, null);
        }

        var (taxpayerId, table) = (caller.TaxpayerId, tables.Taxpayers);
        var auditEvent = AuditLog.NewEvent(caller, time.GetUtcNow(), action);
        auditEvent.UserId = userId;
        for (var attempt = 1; ; attempt = Retry(attempt))
        {
            var taxpayer = await table.GetEntityAsync<TaxpayerRow>(taxpayerId, RowKeys.Taxpayer, cancellationToken: cancellation);
            var self = await table.FindAsync<UserRow>(taxpayerId, RowKeys.User(caller.User.UserId), cancellation);
            if (self is not { RightsManager: true })
            {
                return (ChangeOutcome.NotPermitted, null);
            }

            var user = userId == caller.User.UserId ? self : await table.FindAsync<UserRow>(taxpayerId, RowKeys.User(userId), cancellation);
            var (outcome, write) = plan(taxpayer.Value, user, auditEvent);
            if (write is null || await auditLog.TrySubmitAsync([Replace(taxpayer.Value), write], auditEvent, cancellation))
            {
                var changed = outcome is ChangeOutcome.Made && write?.ActionType is not TableTransactionActionType.Delete
                    ? await table.FindAsync<UserRow>(taxpayerId, RowKeys.User(userId), cancellation)
                    : null;
                return (outcome, changed is null ? null : FromRow(changed));
            }
        }
    }
}
