using System.Collections.Concurrent;
using Azure;

namespace Eds.Bench;

/// <summary>
/// Rides that are reported, beside bare inserts; and the first page of the report of a month of them, beside the bare query.
/// </summary>
internal static class CarriageBenchmarks
{
    private const int Callers = 16;
    private const int ListCallers = 2;
    private const int PageSize = 100;

    /// <summary>So many drivers that none of them meets the limit of two rides a second.</summary>
    private const int Taxpayers = 50, DriversEach = 20;

    public static async Task<(IReadOnlyList<MeasuredOperation> Operations, IReadOnlyList<Target> Targets)> MeasureAsync(WorkloadSize size)
    {
        await using var storage = await BenchStorage.StartAsync();
        await using var server = await ServerProcess.StartAsync(storage.ServerOptions);
        using var client = new LoadClient(server);
        var seeder = new StorageSeeder(storage);
        var devices = await SignInAsync(client, await seeder.AddFleetsAsync(Taxpayers, DriversEach));
        var (read, ride, began) = (0, 0, TimeProvider.System.GetUtcNow().AddDays(-2));

        var listed = await seeder.AddFleetAsync(1, new SecretChoice.Generated(Each: false));
        var (manager, newest) = (await client.SignInAsync(listed), await StoreAsync(storage, listed, size.Stored));

        var insert = new MeasuredOperation("bare insert", Callers, isOurs: false, _ => BareStorage.InsertAsync(storage.Tables.Carriages));
        var readAndInsert = new MeasuredOperation(
            "bare read and insert, one after the other", Callers, isOurs: false, _ => ReadAndInsertAsync());
        var report = new MeasuredOperation("ride", Callers, isOurs: true, _ => ReportAsync(Interlocked.Increment(ref ride)));
        var query = new MeasuredOperation(
            $"bare query, {PageSize + 1} of {size.Stored:N0} rides", ListCallers, isOurs: false,
            _ => QueryAsync(storage.Tables, listed.TaxpayerId, newest));
        var list = new MeasuredOperation(
            $"report, a page of {PageSize} of {size.Stored:N0} rides", ListCallers, isOurs: true,
            _ => LoadClient.SuccessAsync(manager.ListCarriagesAsync(
                listed.TaxpayerId, from: $"{newest.AddDays(-31):s}Z", to: $"{newest.AddMinutes(1):s}Z", limit: PageSize)));
        IReadOnlyList<MeasuredOperation> operations = [insert, readAndInsert, report, query, list];
        foreach (var operation in operations)
        {
            await operation.WarmUpAsync(size.Round);
        }

        await MeasuredOperation.TakeTurnsAsync(storage, server, size.Rounds, size.Round / 2, operations);
        var (rate, page) = (report.Sample.PerSecond / insert.Sample.PerSecond, list.Sample.Percentile(50) / query.Sample.Percentile(50));
        return (
            operations,
            [
                new($"ride, {Callers} callers", "≥ 60 % of the bare inserts", $"{rate:P0}", rate >= 0.6),
                new($"the report's first page of {PageSize} of {size.Stored:N0} rides", "< 2 × the bare query", $"{page:F2} ×", page < 2),
            ]);

        async Task ReadAndInsertAsync()
        {
            var clientId = devices[Interlocked.Increment(ref read) % devices.Count].ClientId;
            await BareStorage.ReadAsync(storage.Tables, clientId.TaxpayerId, clientId);
            await BareStorage.InsertAsync(storage.Tables.Carriages);
        }

        Task ReportAsync(int number)
        {
            var (device, start) = (devices[number % devices.Count], began.AddSeconds(number));
            return LoadClient.SuccessAsync(device.Client.ReportCarriageAsync(new CarriageToReport(
                device.Carrier, device.PersonalCode, "TX1234", $"{start:s}Z", $"{start.AddMinutes(15):s}Z", 7.4m, 9.85m)));
        }
    }

    private static async Task<IReadOnlyList<Device>> SignInAsync(LoadClient client, IReadOnlyList<Fleet> fleets)
    {
        var signedIn = new ConcurrentBag<Device>();
        var clients = fleets.SelectMany(fleet => fleet.Clients.Select(clientId => (clientId, fleet.Secret)));
        await Parallel.ForEachAsync(clients, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (each, _) =>
        {
            var device = await client.SignInAsync(each.clientId, each.Secret);
            var driver = (await LoadClient.SuccessAsync(device.WhoAmIAsync())).Value;
            signedIn.Add(new Device(device, each.clientId, driver.RegistrationNumber, driver.Driver.PersonalCode));
        });
        return [.. signedIn];
    }

    /// <summary>Rides of one driver, one every five minutes back from the newest.</summary>
    /// <returns>When the newest began.</returns>
    private static async Task<DateTimeOffset> StoreAsync(BenchStorage storage, Fleet fleet, int rides)
    {
        var everyone = new ClientQuery(null, ClientState.Active, null, 500, null);
        var clients = await storage.Services.GetRequiredService<ClientStore>()
            .ListAsync(fleet.TaxpayerId, everyone, CancellationToken.None);
        var (client, key) = (clients!.Clients[0], await storage.Services.GetRequiredService<Keys>().LookupAsync(CancellationToken.None));
        var now = TimeProvider.System.GetUtcNow();
        var newest = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(-1);
        var rows = Enumerable.Range(0, rides).Select(i => newest.AddMinutes(-5 * i)).Select(start => CarriageRow.Of(
            key, client,
            new Carriage("40003521600", client.Driver.Code, "TX1234", start, start.AddMinutes(9), 7.4m, 9.85m, null, null, null, null),
            now));

        // One by one, over months: the more rows a partition has, the longer a write takes Azurite.
        await Parallel.ForEachAsync(
            rows, new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (row, ended) => await storage.Tables.Carriages.AddEntityAsync(row, ended));
        return newest;
    }

    private static async Task QueryAsync(EdsTables tables, string taxpayerId, DateTimeOffset newest)
    {
        var partition = RowKeys.CarriagePartition(taxpayerId, newest);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {RowKeys.CarriagesBefore(newest.AddMinutes(1))}");
        await foreach (var page in tables.Carriages.QueryAsync<TableEntity>(filter, PageSize + 1).AsPages())
        {
            if (page.Values.Count <= PageSize)
            {
                throw new RequestFailedException($"The page has {page.Values.Count} rows.");
            }

            return;
        }
    }

    private sealed record Device(EdsClient Client, ClientId ClientId, string Carrier, string PersonalCode);
}
