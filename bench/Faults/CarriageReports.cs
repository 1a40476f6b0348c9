using System.Collections.Concurrent;

namespace Eds.Bench;

/// <summary>
/// Devices report rides to four servers on one storage, each until it is answered with 201 or 409, and some of them again. Meanwhile
/// servers are killed, storage is restarted, and a <see cref="FaultyProxy"/> cuts and doubles what goes between them. In the end each ride
/// is stored exactly once under its receipt, and nothing else is.
/// </summary>
internal static class CarriageReports
{
    private const int Servers = 4;
    private const int Fleets = 4;
    private const int RidesPerDevice = 100;
    private const int DevicesAtOnce = 64;
    private const int FaultPercent = 2;
    private const int ReportedAgainPercent = 5;
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync(int rides, int restarts)
    {
        await using var storage = await BenchStorage.StartAsync(onDisk: true);
        var counters = new FaultCounters();
        var fleets = await new StorageSeeder(storage).AddFleetsAsync(Fleets, rides / RidesPerDevice / Fleets);
        await using var proxy = new FaultyProxy(storage.Azurite.Port, counters);
        var options = proxy.Between(storage.ServerOptions);
        await using var servers = await ServerPool.StartAsync(Servers, options);
        proxy.FaultPercent = FaultPercent;
        var (client, receipts) = (new RetryingClient(servers.Any, counters), new ConcurrentDictionary<string, bool>());
        var work = Parallel.ForEachAsync(
            fleets.SelectMany(fleet => fleet.Clients.Select(id => (fleet, id))),
            new ParallelOptions { MaxDegreeOfParallelism = DevicesAtOnce },
            async (device, _) => await ReportAllAsync(device.fleet, device.id));
        for (var i = 0; i < restarts && !work.IsCompleted; i++)
        {
            // The long form has more restarts, and as much longer to spread them over.
            await Task.WhenAny(work, Task.Delay(RandomChoice.Milliseconds(500, 1_000 * restarts)));
            counters.CountFault();
            await servers.KillFirstAsync();
            await servers.ReplaceFirstAsync(options);
            counters.CountFault();
            await storage.RestartAzuriteAsync(kill: false, whileDown: () => Task.Delay(RandomChoice.Milliseconds(0, 1_000)));
        }

        await work;
        proxy.FaultPercent = 0;
        await VerifyAsync(storage.Tables, [.. fleets.Select(fleet => fleet.TaxpayerId)], receipts, counters);
        return counters.Print("rides", $"{receipts.Count} rides of {fleets.Sum(fleet => fleet.Clients.Count)} devices");

        async Task ReportAllAsync(Fleet fleet, ClientId clientId)
        {
            var token = (await client.SendAsync(null, api => api.IssueTokenAsync($"{clientId}", fleet.Secret))).Answer.Value.AccessToken;
            var driver = (await client.SendAsync(null, api => api.As(token).WhoAmIAsync())).Answer.Value;
            var began = TimeProvider.System.GetUtcNow().AddDays(-1);
            for (var i = 0; i < RidesPerDevice; i++)
            {
                var start = began.AddMinutes(10 * i);
                var ride = new CarriageToReport(
                    driver.RegistrationNumber, driver.Driver.PersonalCode, "TX1234", $"{start:s}Z", $"{start.AddMinutes(8):s}Z", 7.4m,
                    9.85m);
                var receipt = await ReportAsync(token, ride);
                if (!receipts.TryAdd(receipt, true))
                {
                    counters.AddLost($"two rides have the receipt {receipt}");
                }

                if (RandomChoice.Occurs(ReportedAgainPercent) && await ReportAsync(token, ride) != receipt)
                {
                    counters.AddPartial($"the ride of {receipt} got another receipt when it was reported again");
                }
            }
        }

        async Task<string> ReportAsync(string token, CarriageToReport ride)
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
    }

    private static async Task VerifyAsync(
        EdsTables tables, HashSet<string> taxpayerIds, ConcurrentDictionary<string, bool> receipts, FaultCounters counters)
    {
        var stored = new HashSet<string>();
        await foreach (var row in tables.Carriages.QueryAsync<TableEntity>(
            select: [nameof(ITableEntity.PartitionKey), nameof(ITableEntity.RowKey)]))
        {
            var receipt = Carriage.Receipt(RowKeys.CarriageDigest(row.RowKey));
            if (!taxpayerIds.Any(id => row.PartitionKey.StartsWith(id, StringComparison.Ordinal)) || !receipts.ContainsKey(receipt))
            {
                counters.AddPartial($"nobody was told of the ride {receipt}");
            }

            if (!stored.Add(receipt))
            {
                counters.AddPartial($"the ride {receipt} is stored twice");
            }
        }

        foreach (var receipt in receipts.Keys.Where(receipt => !stored.Contains(receipt)))
        {
            counters.AddLost($"the ride {receipt}");
        }
    }
}
