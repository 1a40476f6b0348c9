namespace Eds.Tests;

/// <summary>What must hold of a taxpayer's stored rows at any moment, whatever failed before. Tests and fault programs check it.</summary>
internal static class StorageInvariants
{
    public static async Task<IReadOnlyList<string>> ViolationsAsync(EdsTables tables, string taxpayerId) =>
        Violations(await RowsAsync(tables, taxpayerId), await DueAsync(tables, taxpayerId), taxpayerId);

    public static async Task<IReadOnlyList<TableEntity>> RowsAsync(EdsTables tables, string taxpayerId) =>
        await tables.Taxpayers.QueryAsync<TableEntity>(row => row.PartitionKey == taxpayerId).ToListAsync();

    public static async Task<IReadOnlyList<TableEntity>> DueAsync(EdsTables tables, string taxpayerId) =>
        await tables.Due.QueryAsync<TableEntity>(row => row.GetString("TaxpayerId") == taxpayerId).ToListAsync();

    public static IEnumerable<TableEntity> Of(this IEnumerable<TableEntity> rows, string kind) =>
        rows.Where(row => row.RowKey.StartsWith(kind + "|", StringComparison.Ordinal));

    private static List<string> Violations(IReadOnlyList<TableEntity> rows, IReadOnlyList<TableEntity> due, string taxpayerId)
    {
        var committed = rows.Of("batch").Where(row => row.GetString("State") == "committed").Select(IdOf).ToHashSet();
        bool Exists(TableEntity row) => row.GetString("BatchId") is not { } batchId || committed.Contains(batchId);

        var clients = rows.Of("client").Where(Exists).ToDictionary(IdOf);
        var guards = rows.Of("driver").Where(Exists).Select(guard => guard.GetString("ClientId")).ToList();
        var secrets = rows.Of("secret").Where(Exists).Select(IdOf).ToHashSet();
        var active = clients.Where(client => client.Value.GetString("State") == "active").Select(client => client.Key).ToHashSet();
        var purgeEntries = due.Select(entry => entry.RowKey).ToHashSet();
        var eventEntries = due.Where(entry => entry.RowKey == $"events|{taxpayerId}").Select(entry => entry.PartitionKey).ToHashSet();
        var managers = rows.Of("user").Count(user => user.GetBoolean("RightsManager") == true);
        var pending = rows.Of("batch").Select(IdOf).Union(rows.Of("client").Select(row => row.GetString("BatchId"))).OfType<string>()
            .Except(committed);

        return
        [
            .. active.Except(guards).Select(clientId => $"The active client {clientId} has no guard."),
            .. guards.Except(active).Select(clientId => $"A guard names {clientId}, which is no active client."),
            .. guards.GroupBy(clientId => clientId).Where(same => same.Count() > 1)
                .Select(same => $"{same.Count()} guards name {same.Key}."),
            .. clients.Where(client => !secrets.Contains(client.Value.GetString("SecretId")))
                .Select(client => $"The secret of {client.Key} is missing."),
            .. rows.Where(row => row.RowKey == "taxpayer" && row.GetInt32("Managers") != managers)
                .Select(row => $"The taxpayer counts {row.GetInt32("Managers")} managers, but there are {managers}."),
            .. rows.Any(row => row.RowKey == "taxpayer") ? Array.Empty<string>() : ["The taxpayer's row is missing."],
            .. managers > 0 ? Array.Empty<string>() : ["There is no rights manager."],
            .. clients.Where(client => client.Value.GetString("State") == "annulled")
                .Where(client => !purgeEntries.Contains($"client|{taxpayerId}|{client.Key}"))
                .Select(client => $"The purge has no entry for {client.Key}."),
            .. pending.Where(batchId => !purgeEntries.Contains($"batch|{taxpayerId}|{batchId}"))
                .Select(batchId => $"The purge has no entry for the batch {batchId}."),
            .. rows.Of("event").Where(row => !eventEntries.Contains(YearAfter(row.GetDateTimeOffset("At")!.Value)))
                .Select(row => $"The purge has no entry for the event {row.GetString("Action")} of {row.GetDateTimeOffset("At"):O}."),
        ];
    }

    private static string IdOf(TableEntity row) => row.RowKey[(row.RowKey.IndexOf('|', StringComparison.Ordinal) + 1)..];
    private static string YearAfter(DateTimeOffset at) => at.UtcDateTime.AddDays(365).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
