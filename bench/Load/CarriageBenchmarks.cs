using System.Collections.Concurrent;

namespace Eds.Bench;

/// <summary>Rides that are reported, and the first page of a month's report, each beside what storage alone takes.</summary>
internal static class CarriageBenchmarks
{
    private const int Callers = 16;
    private const int ListCallers = 2;
    private const int PageSize = 100;

    /// <summary>So many drivers that none of them meets the limit of two rides a second.</summary>
    private const int Taxpayers = 50, DriversEach = 20;

    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = Callers };

    public static async Task MeasureAsync(WorkloadSize size, Report report)
    {
        await using var system = await MeasuredSystem.StartAsync();
        var (devices, began) = (await SignInAsync(system), TimeProvider.System.GetUtcNow().AddDays(-2));
        var listed = await system.Storage.EnrolAsync(1, SharedSecret.Generated());
        var (manager, newest) = (await system.SignInAsync(listed), await StoreAsync(system.Storage, listed, size.Stored));
        var (partition, last) = (RowKeys.CarriagePartition(listed.Id, newest), RowKeys.CarriagesBefore(newest.AddMinutes(1)));
        var month = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {last}");

        var insert = system.Bare("bare insert", Callers, _ => BareStorage.InsertAsync(system.Tables.Carriages));
        var readAndInsert = system.Bare("bare read and insert, one after the other", Callers, async turn =>
        {
            await BareStorage.ReadAsync(system.Tables, devices[turn % devices.Count].Device);
            await BareStorage.InsertAsync(system.Tables.Carriages);
        });
        var ride = system.Ours("ride", Callers, turn =>
        {
            var (device, start) = (devices[turn % devices.Count], began.AddSeconds(turn));
            return device.Client.ReportCarriageAsync(SimulatedDevice.Ride(device.WhoAmI, start));
        });
        var query = system.Bare(
            $"bare query, {PageSize + 1} of {size.Stored:N0} rides", ListCallers,
            _ => BareStorage.QueryAsync(system.Tables.Carriages, month, PageSize + 1));
        var list = system.Ours($"report, a page of {PageSize} of {size.Stored:N0} rides", ListCallers, _ => manager.ListCarriagesAsync(
            listed.Id, from: $"{newest.AddDays(-31):s}Z", to: $"{newest.AddMinutes(1):s}Z", limit: PageSize));
        MeasuredOperation[] operations = [insert, readAndInsert, ride, query, list];
        await MeasuredOperation.TakeTurnsAsync(size, operations);
        report.AddShare($"ride, {Callers} callers", ride.PerSecond / insert.PerSecond, 0.6, "of the bare inserts");
        report.AddMultiple(
            $"the report's first page of {PageSize} of {size.Stored:N0} rides", list.MedianSeconds / query.MedianSeconds, 2,
            "the bare query");
        report.AddTable("Rides", operations);
    }

    private static async Task<List<(EdsClient Client, SimulatedDevice Device, WhoAmIBody WhoAmI)>> SignInAsync(MeasuredSystem system)
    {
        var signedIn = new ConcurrentBag<(EdsClient, SimulatedDevice, WhoAmIBody)>();
        var taxpayers = await system.Storage.EnrolAsync(Taxpayers, DriversEach);
        await Parallel.ForEachAsync(taxpayers.SelectMany(taxpayer => taxpayer.Active), Parallelism, async (device, _) =>
        {
            var client = await system.SignInAsync(device);
            signedIn.Add((client, device, (await MeasuredSystem.SuccessAsync(client.WhoAmIAsync())).Value));
        });
        return [.. signedIn];
    }

    /// <summary>Rides of one driver, one every five minutes back from the newest.</summary>
    /// <returns>When the newest began.</returns>
    private static async Task<DateTimeOffset> StoreAsync(BenchStorage storage, SimulatedTaxpayer taxpayer, int rides)
    {
        var client = (await storage.Get<ClientStore>().ListAsync(
            taxpayer.Id, new ClientQuery(null, ClientState.Active, null, 500, null), CancellationToken.None))!.Clients[0];
        var (key, now) = (await storage.Get<Keys>().LookupAsync(CancellationToken.None), TimeProvider.System.GetUtcNow());
        var newest = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(-2);

        // One by one, over months: the more rows a partition has, the longer a write takes Azurite.
        await Parallel.ForAsync(0, rides, Parallelism, async (i, ended) =>
        {
            var start = newest.AddMinutes(-5 * i);
            var ride = new Carriage(
                "40003521600", client.Driver.Code, "TX1234", start, start.AddMinutes(9), 7.4m, 9.85m, null, null, null, null);
            await storage.Tables.Carriages.AddEntityAsync(CarriageRow.Of(key, client, ride, now), ended);
        });
        return newest;
    }
}
