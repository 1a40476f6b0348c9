using Azure.Data.Tables;
using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>What must hold of a taxpayer's stored rows at any moment, whatever failed before.</summary>
internal static class Integrity
{
    public static async Task AssertWholeAsync(OwnHost host, string taxpayerId)
    {
        var rows = await RowsAsync(host, taxpayerId);
        var committed = rows.Of("batch").Where(row => row.GetString("State") == "committed").Select(row => row.RowKey["batch|".Length..]).ToHashSet();
        bool Exists(TableEntity row) => row.GetString("BatchId") is not { } batchId || committed.Contains(batchId);

        var clients = rows.Of("client").Where(Exists).ToDictionary(row => row.RowKey["client|".Length..]);
        var guards = rows.Of("driver").Where(Exists).ToList();
        var secrets = rows.Of("secret").Where(Exists).Select(row => row.RowKey["secret|".Length..]).ToHashSet();
        var active = clients.Where(client => client.Value.GetString("State") == "active").Select(client => client.Key).ToHashSet();

        Assert.Equal(active, guards.Select(guard => guard.GetString("ClientId")).ToHashSet());
        Assert.Equal(active.Count, guards.Count);
        Assert.All(clients.Values, client => Assert.Contains(client.GetString("SecretId"), secrets));
        Assert.Equal(
            rows.Single(row => row.RowKey == "taxpayer").GetInt32("Managers"),
            rows.Of("user").Count(user => user.GetBoolean("RightsManager") == true));

        var due = await DueAsync(host, taxpayerId);
        Assert.All(
            clients.Where(client => client.Value.GetString("State") == "annulled"),
            client => Assert.Contains(due, note => note.RowKey == $"client|{taxpayerId}|{client.Key}"));
        Assert.All(
            rows.Of("batch").Concat(rows.Of("client")).Select(row => row.GetString("BatchId") ?? (row.RowKey.StartsWith("batch|", StringComparison.Ordinal) ? row.RowKey["batch|".Length..] : null))
                .OfType<string>().Distinct().Where(batchId => !committed.Contains(batchId)),
            batchId => Assert.Contains(due, note => note.RowKey == $"batch|{taxpayerId}|{batchId}"));
    }

    public static async Task<IReadOnlyList<TableEntity>> RowsAsync(OwnHost host, string taxpayerId) =>
        await AllAsync(host.Services.GetRequiredService<EdsTables>().Taxpayers.QueryAsync<TableEntity>(row => row.PartitionKey == taxpayerId));

    public static async Task<IReadOnlyList<TableEntity>> DueAsync(OwnHost host, string taxpayerId) =>
        await AllAsync(host.Services.GetRequiredService<EdsTables>().Due.QueryAsync<TableEntity>(row => row.GetString("TaxpayerId") == taxpayerId));

    public static IEnumerable<TableEntity> Of(this IEnumerable<TableEntity> rows, string kind) =>
        rows.Where(row => row.RowKey.StartsWith(kind + "|", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<TableEntity>> AllAsync(IAsyncEnumerable<TableEntity> rows)
    {
        var all = new List<TableEntity>();
        await foreach (var row in rows)
        {
            all.Add(row);
        }

        return all;
    }
}
