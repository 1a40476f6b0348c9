namespace Eds.Core;

/// <summary>Which drivers of a registration have an active client; read only after a conflict.</summary>
internal sealed class DriverConflicts(EdsTables tables, Batches batches, LookupKey key, RegistrationRequest request)
{
    private readonly Dictionary<string, ActiveDriverRow> _free = [];

    /// <summary>Guards of aborted batches, by row key; found by <see cref="FindTakenAsync"/>.</summary>
    public IReadOnlyDictionary<string, ActiveDriverRow> Free => _free;

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
        _free.Clear();
        var (first, last) = (wanted.Keys.Min(StringComparer.Ordinal)!, wanted.Keys.Max(StringComparer.Ordinal)!);
        await foreach (var guard in tables.Taxpayers.QueryAsync<ActiveDriverRow>(
            TableClient.CreateQueryFilter($"PartitionKey eq {taxpayerId} and RowKey ge {first} and RowKey le {last}"),
            cancellationToken: cancellation))
        {
            if (!wanted.TryGetValue(guard.RowKey, out var index))
            {
                continue;
            }

            var state = BatchState.Committed;
            if (guard.BatchId is { } batchId && !settled.TryGetValue(batchId, out state))
            {
                state = settled[batchId] = await batches.SettleAsync(taxpayerId, batchId, guard.StartedAt!.Value, cancellation);
            }

            if (state is BatchState.Aborted)
            {
                _free.Add(guard.RowKey, guard);
            }
            else
            {
                taken.Add(new TakenDriver(index, InProgress: state is BatchState.Pending));
            }
        }

        return [.. taken.OrderBy(driver => driver.Index)];
    }
}
