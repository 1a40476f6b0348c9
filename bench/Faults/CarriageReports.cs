using System.Collections.Concurrent;

namespace Eds.Bench;

/// <summary>
/// Devices report rides to four servers on one storage, each until it is answered with 201 or 409, and some of them again. Meanwhile
/// servers are killed, storage is restarted, and a <see cref="FaultyProxy"/> cuts and doubles what goes between them. In the end each ride
/// is stored exactly once under its receipt, and nothing else is.
/// </summary>
internal sealed class CarriageReports(RetryingClient client)
{
    private const int Servers = 4;
    private const int Fleets = 4;
    private const int RidesPerDevice = 100;
    private const int FaultPercent = 2;
    private const int ReportedAgainPercent = 5;
    private static readonly ParallelOptions DevicesAtOnce = new() { MaxDegreeOfParallelism = 64 };
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(500);

    /// <summary>Taxpayer's id and receipt.</summary>
    private readonly ConcurrentBag<(string, string)> _receipts = [];

    public static async Task<int> RunAsync(int rides, int restarts)
    {
        await using var storage = await BenchStorage.StartAsync(onDisk: true);
        var counters = new FaultCounters();
        var fleets = await new StorageSeeder(storage).AddFleetsAsync(Fleets, rides / RidesPerDevice / Fleets);
        await using var proxy = new FaultyProxy(storage.Azurite.Port, counters);
        await using var servers = await ServerPool.StartAsync(Servers, proxy.Between(storage.ServerOptions));
        proxy.FaultPercent = FaultPercent;
        var reports = new CarriageReports(new RetryingClient(servers.Any, counters));
        var devices = fleets.SelectMany(fleet => fleet.Clients.Select(clientId => (clientId, fleet.Secret))).ToList();
        var work = Parallel.ForEachAsync(
            devices, DevicesAtOnce, async (device, _) => await reports.ReportAllAsync(device.clientId, device.Secret));
        for (var i = 0; i < restarts && !work.IsCompleted; i++)
        {
            // The long form has more restarts, and as much longer to spread them over.
            await Task.WhenAny(work, Task.Delay(RandomChoice.Milliseconds(500, 1_000 * restarts)));
            counters.CountFault();
            await servers.ReplaceFirstAsync();
            counters.CountFault();
            await storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.Delay(RandomChoice.Milliseconds(0, 1_000)));
        }

        await work;
        proxy.FaultPercent = 0;
        counters.ExpectSame(reports._receipts, await StoredAsync(storage.Tables), "the ride of taxpayer and receipt");
        return counters.Print("rides", $"{reports._receipts.Count} rides of {devices.Count} devices");
    }

    private async Task ReportAllAsync(ClientId clientId, string secret)
    {
        var token = (await client.SendAsync(null, api => api.IssueTokenAsync($"{clientId}", secret))).Answer.Value.AccessToken;
        var device = (await client.SendAsync(null, api => api.As(token).WhoAmIAsync())).Answer.Value;
        var began = TimeProvider.System.GetUtcNow().AddDays(-1);
        for (var i = 0; i < RidesPerDevice; i++)
        {
            var ride = SimulatedDevice.Ride(device, began.AddMinutes(10 * i));
            var receipt = await ReportAsync(token, ride);
            _receipts.Add((device.TaxpayerId, receipt));
            if (RandomChoice.Occurs(ReportedAgainPercent) && await ReportAsync(token, ride) != receipt)
            {
                client.Counters.AddPartial($"the ride of {receipt} got another receipt when it was reported again");
            }
        }
    }

    private async Task<string> ReportAsync(string token, CarriageToReport ride)
    {
        while (true)
        {
            var answer = (await client.SendAsync(null, api => api.As(token).ReportCarriageAsync(ride))).Answer;
            switch (answer.Status)
            {
                case 201:
                    return answer.Value;
                case 409:
                    return answer.Problem!.Receipt!;
                case 429:
                    await Task.Delay(Backoff);
                    break;
                default:
                    throw new InvalidOperationException($"A ride was answered with {answer}.");
            }
        }
    }

    private static async Task<List<(string, string)>> StoredAsync(EdsTables tables) => await tables.Carriages
        .QueryAsync<TableEntity>(select: [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey)])
        .Select(row => (row.PartitionKey[..^"202601".Length], Carriage.Receipt(RowKeys.CarriageDigest(row.RowKey))))
        .ToListAsync();
}
