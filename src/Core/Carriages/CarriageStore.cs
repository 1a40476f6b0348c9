namespace Eds.Core;

/// <param name="IsNew">False: identical data were received before.</param>
public sealed record CarriageReceipt(string Text, bool IsNew);

/// <summary>Receives rides.</summary>
public sealed class CarriageStore(
    EdsTables tables, Keys keys, PurgeQueue purgeQueue, LastUse lastUse, EdsOptions options, TimeProvider time)
{
    /// <summary>One insert decides between new and duplicate, as the key is the ride.</summary>
    public async Task<CarriageReceipt> AddAsync(ApiClient client, Carriage carriage)
    {
        var now = time.GetUtcNow();
        var row = CarriageRow.Of(await keys.LookupAsync(CancellationToken.None), client, carriage, now);
        await purgeQueue.OncePerDayAsync(
            PurgeQueue.Carriages, client.ClientId.TaxpayerId, options.Carriages.PurgeAt(carriage.StartedAt), CancellationToken.None,
            RowKeys.Month(carriage.StartedAt));
        var isNew = await TryInsertAsync(row);
        lastUse.RecordRide(client, now);
        Metrics.CarriageReceived(isNew);
        return new CarriageReceipt(Carriage.Receipt(RowKeys.CarriageDigest(row.RowKey)), isNew);
    }

    private async Task<bool> TryInsertAsync(CarriageRow row)
    {
        if (await tables.Carriages.TryAddAsync(row, CancellationToken.None))
        {
            return true;
        }

        // When the answer to a first attempt was lost, the SDK tries again and meets its own row.
        var stored = await tables.Carriages.FindAsync<CarriageRow>(row.PartitionKey, row.RowKey, CancellationToken.None);
        return stored?.AttemptId == row.AttemptId;
    }
}
