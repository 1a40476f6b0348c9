using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

public enum SecretChange
{
    Made,
    NotFound,

    /// <summary>Someone else changed the secret since its ETag was read.</summary>
    ChangedMeanwhile,

    /// <summary>Another secret of the taxpayer has the name.</summary>
    NameTaken,
}

/// <summary>What people call a secret, and from where it may be used.</summary>
public sealed class SecretSettings(
    EdsTables tables, Batches batches, SecretStore secrets, PurgeQueue purgeQueue, Keys keys, TimeProvider time)
{
    /// <param name="name">Null: none.</param>
    public async Task<(SecretChange Change, SecretSummary? Secret)> RenameAsync(
        Caller caller, string secretId, string? name, string ifMatch)
    {
        var key = await keys.LookupAsync(CancellationToken.None);
        return await ChangeAsync(caller, secretId, ifMatch, "secret-renamed", (row, auditEvent) =>
        {
            if (row.Name == name)
            {
                return null;
            }

            var (oldGuard, newGuard) = (row.NameGuard, GuardOf(key, caller.TaxpayerId, name));
            (row.Name, row.NameGuard, auditEvent.Name) = (name, newGuard, name);
            return oldGuard == newGuard ? [] : [.. Delete(caller.TaxpayerId, oldGuard), .. Add(caller.TaxpayerId, newGuard, secretId)];
        });
    }

    /// <param name="networks">Canonical; empty: from anywhere.</param>
    public Task<(SecretChange Change, SecretSummary? Secret)> RestrictAsync(
        Caller caller, string secretId, IReadOnlyList<string> networks, string ifMatch)
    {
        var joined = networks.Count == 0 ? null : string.Join(',', networks);
        return ChangeAsync(caller, secretId, ifMatch, "secret-restricted", (row, auditEvent) =>
        {
            if (row.Networks == joined)
            {
                return null;
            }

            (row.Networks, auditEvent.Networks) = (joined, joined);
            return [];
        });
    }

    /// <summary>The row that keeps a name the only one of its taxpayer, however it is written; null without a name.</summary>
    internal static string? GuardOf(LookupKey key, string taxpayerId, string? name) =>
        name is null ? null : RowKeys.SecretName(key.Digest("secret-name", taxpayerId, SearchText.Fold(name)));

    internal static IEnumerable<TableTransactionAction> Add(string taxpayerId, string? guard, string secretId) => guard is null
        ? []
        : [new(TableTransactionActionType.Add, new TableEntity(taxpayerId, guard) { ["SecretId"] = secretId })];

    internal static IEnumerable<TableTransactionAction> Delete(string taxpayerId, string? guard) =>
        guard is null ? [] : [new(TableTransactionActionType.Delete, new TableEntity(taxpayerId, guard))];

    /// <param name="change">Changes the row and names the other rows to write; null: it is already as asked.</param>
    private async Task<(SecretChange Change, SecretSummary? Secret)> ChangeAsync(
        Caller caller,
        string secretId,
        string ifMatch,
        string action,
        Func<SecretRow, EventRow, IReadOnlyList<TableTransactionAction>?> change)
    {
        var auditEvent = AuditLog.NewEvent(caller.TaxpayerId, time.GetUtcNow(), action, Actor.User(caller));
        auditEvent.SecretId = secretId;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (!RowKeys.IsSecretId(secretId)
                || await batches.FindAsync<SecretRow>(caller.TaxpayerId, RowKeys.Secret(secretId), CancellationToken.None) is not { } row)
            {
                return (SecretChange.NotFound, null);
            }

            var isAsRead = row.ETagForCallers() == ifMatch;
            if (change(row, auditEvent) is not { } others)
            {
                return (SecretChange.Made, await secrets.DescribeAsync(row));
            }

            if (!isAsRead)
            {
                return (SecretChange.ChangedMeanwhile, null);
            }

            row.Revision++;
            if (await purgeQueue.TrySubmitWithEventAsync([Replace(row), .. others], auditEvent, CancellationToken.None))
            {
                secrets.Forget(row);
                return (SecretChange.Made, await secrets.DescribeAsync(row));
            }

            if (others.Any(other => other.ActionType is TableTransactionActionType.Add)
                && await tables.Taxpayers.FindAsync<TableEntity>(
                    caller.TaxpayerId, others[^1].Entity.RowKey, CancellationToken.None) is { } guard
                && guard.GetString("SecretId") != secretId)
            {
                return (SecretChange.NameTaken, null);
            }
        }

        throw new ContentionException();
    }
}
