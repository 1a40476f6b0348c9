namespace Eds.Bench;

/// <summary>What storage alone costs: the same SDK, one call, nothing of ours.</summary>
internal static class BareStorage
{
    public static Task ReadAsync(EdsTables tables, SimulatedDevice device) => ClientId.TryParse(device.ClientId, out var clientId)
        ? tables.Taxpayers.GetEntityAsync<TableEntity>(clientId.TaxpayerId, RowKeys.Client(clientId))
        : throw new FormatException(device.ClientId);

    public static Task InsertAsync(TableClient table) => table.AddEntityAsync(NewRow(Crockford.Draw(10)));

    /// <summary>One transaction of this number of rows.</summary>
    public static Task InsertAsync(TableClient table, int rows)
    {
        var partition = Crockford.Draw(10);
        return table.SubmitTransactionAsync(
            Enumerable.Range(0, rows).Select(_ => new TableTransactionAction(TableTransactionActionType.Add, NewRow(partition))));
    }

    /// <summary>The first page that a query gives.</summary>
    public static async Task QueryAsync(TableClient table, string filter, int rows)
    {
        var page = await table.QueryAsync<TableEntity>(filter, rows).AsPages().FirstAsync();
        if (page.Values.Count < rows)
        {
            throw new InvalidOperationException($"The page has {page.Values.Count} rows.");
        }
    }

    /// <summary>What a purge must do for each client: read its row, remove it, remove its purge entry.</summary>
    /// <returns>The mean time.</returns>
    public static async Task<TimeSpan> RemoveAsync(EdsTables tables, int rows)
    {
        List<TableEntity> clients = [.. Enumerable.Range(0, rows).Select(_ => NewRow(Crockford.Draw(10)))];
        foreach (var client in clients)
        {
            await tables.Taxpayers.AddEntityAsync(client);
            await tables.Due.AddEntityAsync(client);
        }

        var started = TimeProvider.System.GetTimestamp();
        foreach (var client in clients)
        {
            var read = (await tables.Taxpayers.GetEntityAsync<TableEntity>(client.PartitionKey, client.RowKey)).Value;
            await tables.Taxpayers.DeleteEntityAsync(read, read.ETag);
            await tables.Due.DeleteEntityAsync(client.PartitionKey, client.RowKey);
        }

        return TimeProvider.System.GetElapsedTime(started) / rows;
    }

    private static TableEntity NewRow(string partition) => new(partition, Crockford.Draw(26))
    {
        ["DriverName"] = "Vadītājs",
        ["PersonalCode"] = "39000000000",
        ["SecretId"] = Crockford.Draw(16),
        ["State"] = "active",
        ["CreatedBy"] = Crockford.Draw(26),
        ["Revision"] = 1,
    };
}
