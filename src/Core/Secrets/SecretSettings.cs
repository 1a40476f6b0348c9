using static Eds.Core.TableClientExtensions;

namespace Eds.Core;

/// <summary>What people call a secret, and from where it may be used.</summary>
public sealed class SecretSettings(EdsTables tables, SecretStore secrets, Fleet fleet, Keys keys, TimeProvider time)
{
    /// <param name="name">Null: none.</param>
    public async Task<(ChangeOutcome Outcome, SecretSummary? Secret)> RenameAsync(
        Caller caller, string secretId, string? name, string ifMatch)
    {
        var nameRowKey = NameRowKeyOf(await keys.LookupAsync(CancellationToken.None), caller.TaxpayerId, name);
        return await ChangeAsync(caller, secretId, ifMatch, "secret-renamed", (row, renamed) =>
        {
            if (row.Name == name)
            {
                return null;
            }

            var oldRowKey = row.NameRowKey;
            (row.Name, row.NameRowKey, renamed.Name) = (name, nameRowKey, name);
            return oldRowKey == nameRowKey ? []
                : [.. DeleteName(caller.TaxpayerId, oldRowKey), .. AddName(caller.TaxpayerId, nameRowKey, secretId)];
        });
    }

    /// <param name="networks">Canonical; empty: from anywhere.</param>
    public Task<(ChangeOutcome Outcome, SecretSummary? Secret)> RestrictAsync(
        Caller caller, string secretId, IReadOnlyList<string> networks, string ifMatch)
    {
        var joined = networks.Count == 0 ? null : string.Join(',', networks);
        return ChangeAsync(caller, secretId, ifMatch, "secret-restricted", (row, restricted) =>
        {
            if (row.Networks == joined)
            {
                return null;
            }

            row.Networks = restricted.Networks = joined;
            return [];
        });
    }

    /// <summary>The row with this key keeps a name the only one of its taxpayer, however it is written; null without a name.</summary>
    internal static string? NameRowKeyOf(LookupKey key, string taxpayerId, string? name) =>
        name is null ? null : RowKeys.SecretName(key.Digest("secret-name", taxpayerId, SearchText.Fold(name)));

    internal static IEnumerable<TableTransactionAction> AddName(string taxpayerId, string? nameRowKey, string secretId) =>
        nameRowKey is null ? []
        : [new(TableTransactionActionType.Add, new TableEntity(taxpayerId, nameRowKey) { ["SecretId"] = secretId })];

    internal static IEnumerable<TableTransactionAction> DeleteName(string taxpayerId, string? nameRowKey) =>
        nameRowKey is null ? [] : [new(TableTransactionActionType.Delete, new TableEntity(taxpayerId, nameRowKey))];

    /// <param name="change">Changes the row and names the other rows to write; null: it is already as asked.</param>
    private async Task<(ChangeOutcome Outcome, SecretSummary? Secret)> ChangeAsync(
        Caller caller, string secretId, string ifMatch, string action,
        Func<SecretRow, EventRow, IReadOnlyList<TableTransactionAction>?> change)
    {
        var auditEvent = AuditLog.NewEvent(caller, time.GetUtcNow(), action);
        auditEvent.SecretId = secretId;
        for (var attempt = 1; ; attempt = Retry(attempt))
        {
            if (await secrets.FindRowAsync(caller.TaxpayerId, secretId) is not { } row)
            {
                return (ChangeOutcome.NotFound, null);
            }

            var isAsRead = row.ETagForCallers() == ifMatch;
            var nameRows = change(row, auditEvent);
            if (nameRows is not null && !isAsRead)
            {
                return (ChangeOutcome.ChangedMeanwhile, null);
            }

            row.Revision += nameRows is null ? 0 : 1;
            if (nameRows is null || await secrets.TryReplaceAsync(row, auditEvent, nameRows))
            {
                return (ChangeOutcome.Made, await fleet.DescribeAsync(row));
            }

            if (nameRows is [.., { ActionType: TableTransactionActionType.Add, Entity: var name }]
                && await tables.Taxpayers.FindAsync<TableEntity>(caller.TaxpayerId, name.RowKey, CancellationToken.None) is { } taken
                && taken.GetString("SecretId") != secretId)
            {
                return (ChangeOutcome.NameTaken, null);
            }
        }
    }
}
