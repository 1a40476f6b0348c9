namespace Eds.Core;

/// <summary>Which drivers of a registration have an active client; read only after a conflict.</summary>
internal sealed class DriverConflicts(EdsTables tables, Batches batches, LookupKey key, RegistrationRequest request)
{
    /// <summary>Rows of aborted batches, by row key; found by <see cref="FindTakenAsync"/>.</summary>
    public Dictionary<string, ActiveDriverRow> Free { get; } = [];

    public static string RowKeyOf(LookupKey key, string taxpayerId, string personalCodeDigits) =>
        RowKeys.Driver(key.Digest("driver", taxpayerId, personalCodeDigits));

    /// <summary>Drivers that cannot be registered now, in the order of the request. Overdue batches are aborted.</summary>
    public async Task<IReadOnlyList<TakenDriver>> FindTakenAsync(CancellationToken cancellation)
    {
        var taxpayerId = request.By.TaxpayerId;
        var wanted = request.Drivers
            .Select((driver, index) => (Key: RowKeyOf(key, taxpayerId, driver.Code.Digits), index))
            .ToDictionary(driver => driver.Key, driver => driver.index);
        var (taken, settled) = (new List<TakenDriver>(), new Dictionary<string, BatchState>());
        Free.Clear();
        await foreach (var row in tables.Taxpayers.RowsAmong<ActiveDriverRow>(taxpayerId, wanted.Keys, cancellation))
        {
            var state = BatchState.Committed;
            if (row.BatchId is { } batchId && !settled.TryGetValue(batchId, out state))
            {
                state = settled[batchId] = await batches.SettleAsync(taxpayerId, batchId, row.StartedAt!.Value, cancellation);
            }

            if (state is BatchState.Aborted)
            {
                Free.Add(row.RowKey, row);
            }
            else
            {
                taken.Add(new TakenDriver(wanted[row.RowKey], InProgress: state is BatchState.Pending));
            }
        }

        return [.. taken.OrderBy(driver => driver.Index)];
    }
}
