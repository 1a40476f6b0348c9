using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

public enum UserChange
{
    Made,

    /// <summary>The caller is no longer a rights manager: he lost the privilege since the gate looked.</summary>
    NotPermitted,
    NotFound,
    UserExists,
    LastRightsManager,
    ChangedMeanwhile,
}

/// <summary>Users of a taxpayer and their rights.</summary>
public sealed class Users(EdsTables tables, PurgeQueue due, Keys keys, TimeProvider time)
{
    /// <summary>All users, by name.</summary>
    public async Task<IReadOnlyList<User>> ListAsync(string taxpayerId, CancellationToken cancellation)
    {
        var users = new List<User>();
        await foreach (var row in tables.Taxpayers.RowsOf<UserRow>(taxpayerId, "user", cancellation))
        {
            users.Add(FromRow(row));
        }

        return [.. users.OrderBy(user => user.Name, StringComparer.InvariantCultureIgnoreCase)];
    }

    /// <summary>Adds a user without any rights.</summary>
    public async Task<(UserChange Change, User? User)> AddAsync(Caller caller, Person person, CancellationToken cancellation)
    {
        var key = await keys.LookupAsync(cancellation);
        var user = NewRow(key, caller.TaxpayerId, person, time.GetUtcNow());

        // The hint comes first: without it the user would not find the taxpayer; without the user it means nothing.
        await tables.Lookups.UpsertEntityAsync(Hint(key, caller.TaxpayerId, person.Code), TableUpdateMode.Replace, cancellation);
        var change = await ChangeAsync(caller, IdOf(key, caller.TaxpayerId, person.Code), "user-added", (_, present, _) =>
            present is null ? (UserChange.Made, Add(user)) : (UserChange.UserExists, null), cancellation);
        return (change, change is UserChange.Made ? await FindAsync(user, cancellation) : null);
    }

    /// <summary>
    /// Removes a user; a rights manager may remove himself unless he is the last. The hint that led the person here stays: it says
    /// nothing without the user row, and removing it could take one that an adding at the same moment relies on.
    /// </summary>
    public Task<UserChange> RemoveAsync(Caller caller, string userId, CancellationToken cancellation) =>
        ChangeAsync(caller, userId, "user-removed", (taxpayer, user, _) =>
        {
            if (user is null)
            {
                return (UserChange.NotFound, null);
            }

            taxpayer.Managers -= user.RightsManager ? 1 : 0;
            return taxpayer.Managers == 0 ? (UserChange.LastRightsManager, null) : (UserChange.Made, Delete(user));
        }, cancellation);

    /// <param name="ifMatch">The user's ETag as the caller saw it.</param>
    /// <remarks>
    /// Rights that are already as asked are answered as made, whatever the ETag: a repeated request whose first answer was lost
    /// (RFC 9110 §13.1.1).
    /// </remarks>
    public async Task<(UserChange Change, User? User)> ChangeRightsAsync(
        Caller caller, string userId, Rights rights, string ifMatch, CancellationToken cancellation)
    {
        UserRow? changed = null;
        var change = await ChangeAsync(caller, userId, "rights-changed", (taxpayer, user, auditEvent) =>
        {
            changed = user;
            if (user is null)
            {
                return (UserChange.NotFound, null);
            }

            if (new Rights(user.RightsManager, user.TaxiApiConfiguration) == rights)
            {
                return (UserChange.Made, null);
            }

            if (user.ETag.ToString() != ifMatch)
            {
                return (UserChange.ChangedMeanwhile, null);
            }

            taxpayer.Managers += (rights.RightsManager ? 1 : 0) - (user.RightsManager ? 1 : 0);
            (user.RightsManager, user.TaxiApiConfiguration) = (rights.RightsManager, rights.TaxiApiConfiguration);
            (auditEvent.RightsManager, auditEvent.TaxiApiConfiguration) = (rights.RightsManager, rights.TaxiApiConfiguration);
            return taxpayer.Managers == 0 ? (UserChange.LastRightsManager, null) : (UserChange.Made, Replace(user));
        }, cancellation);
        return (change, change is UserChange.Made ? await FindAsync(changed!, cancellation) : null);
    }

    internal static string IdOf(LookupKey key, string taxpayerId, PersonalCode code) => key.Digest("user", taxpayerId, code.Digits);

    internal static LookupRow Hint(LookupKey key, string taxpayerId, PersonalCode code) => new()
    {
        PartitionKey = RowKeys.PersonPartition(Membership.PersonDigest(key, code)),
        RowKey = taxpayerId,
        TaxpayerId = taxpayerId,
    };

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
    /// Reads the taxpayer row first and writes it last, under its ETag, so that everything read in between is still true when the
    /// change is made: that the caller is a rights manager, who the user is, and how many managers there are.
    /// </summary>
    private async Task<UserChange> ChangeAsync(
        Caller caller,
        string userId,
        string action,
        Func<TaxpayerRow, UserRow?, EventRow, (UserChange, TableTransactionAction?)> plan,
        CancellationToken cancellation)
    {
        if (!RowKeys.IsUserId(userId))
        {
            return UserChange.NotFound;
        }

        var now = time.GetUtcNow();
        var auditEvent = AuditLog.NewEvent(caller.TaxpayerId, now, action, Actor.User(caller));
        auditEvent.UserId = userId;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var taxpayer = (await tables.Taxpayers.GetEntityAsync<TaxpayerRow>(caller.TaxpayerId, RowKeys.Taxpayer, cancellationToken: cancellation)).Value;
            var self = await tables.Taxpayers.FindAsync<UserRow>(caller.TaxpayerId, RowKeys.User(caller.User.UserId), cancellation);
            if (self is not { RightsManager: true })
            {
                return UserChange.NotPermitted;
            }

            var user = userId == caller.User.UserId
                ? self
                : await tables.Taxpayers.FindAsync<UserRow>(caller.TaxpayerId, RowKeys.User(userId), cancellation);
            var (change, write) = plan(taxpayer, user, auditEvent);
            if (write is null || await due.TrySubmitAsync([Replace(taxpayer), write], auditEvent, cancellation))
            {
                return change;
            }
        }

        throw new ContentionException();
    }

    private async Task<User?> FindAsync(UserRow user, CancellationToken cancellation) =>
        await tables.Taxpayers.FindAsync<UserRow>(user.PartitionKey, user.RowKey, cancellation) is { } row ? FromRow(row) : null;
}
