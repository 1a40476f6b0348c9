using Azure.Data.Tables;

namespace Eds.LocalHost;

/// <summary>A month of rides of the demo company's drivers who work: the same at each first start, but for the time.</summary>
internal sealed class DemoRides(LookupKey key, string carrier, DateTimeOffset now)
{
    private const int Days = 31;

    private uint _state = 2026;

    public static async Task SeedAsync(IServiceProvider services, TaxpayerMembership company, CancellationToken cancellation)
    {
        var everyClient = new ClientQuery(null, ClientState.Active, null, 500, null);
        var clients = (await services.GetRequiredService<ClientStore>().ListAsync(company.TaxpayerId, everyClient, cancellation))!.Clients;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var rides = new DemoRides(await services.GetRequiredService<Keys>().LookupAsync(cancellation), company.RegistrationNumber, now);
        var working = clients.Where(client => client.LastUsedAt > now.AddDays(-2));
        var rows = working.SelectMany(rides.Of).DistinctBy(row => row.RowKey).ToList();
        var (tables, due) = (services.GetRequiredService<EdsTables>(), services.GetRequiredService<PurgeQueue>());
        var retention = services.GetRequiredService<EdsOptions>().Carriages;
        foreach (var month in rows.DistinctBy(row => row.PartitionKey))
        {
            await due.CarriagesAsync(company.TaxpayerId, RowKeys.Month(month.StartedAt), retention.PurgeAt(month.StartedAt), cancellation);
        }

        var transactions = rows.GroupBy(row => row.PartitionKey).SelectMany(month => month.Chunk(TableClientExtensions.TransactionRows));
        await Parallel.ForEachAsync(transactions, cancellation, async (part, ended) =>
            await tables.Carriages.SubmitTransactionAsync(part.Select(TableClientExtensions.Add), ended));
        foreach (var last in rows.GroupBy(row => row.ClientId))
        {
            var noted = new TableEntity(company.TaxpayerId, RowKeys.Client(last.Key));
            noted[nameof(ClientRow.LastRideAt)] = noted[nameof(ClientRow.LastUsedAt)] = last.Max(row => row.ReceivedAt);
            await tables.Taxpayers.UpdateEntityAsync(noted, Azure.ETag.All, cancellationToken: cancellation);
        }
    }

    /// <summary>Two to five rides on five days of seven. Every third driver works for a platform, the others have a taximeter.</summary>
    private IEnumerable<CarriageRow> Of(ApiClient client, int number)
    {
        for (var day = 0; day < Days; day++)
        {
            var rides = Next(7) < 2 ? 0 : 2 + Next(4);
            for (var ride = 0; ride < rides; ride++)
            {
                var (start, distance) = (now.Date.AddDays(-day).AddMinutes(300 + Next(900)).AddSeconds(Next(60)), (12 + Next(240)) / 10m);
                var end = start.AddSeconds((double)(60 + (distance * 140)));
                var received = end.AddSeconds(Next(20) == 0 ? Next(20_000) : 2 + Next(5)); // now and then without a network for hours
                if (received < now.UtcDateTime)
                {
                    yield return Row(client, number, Utc(start), Utc(end), distance, Utc(received));
                }
            }
        }
    }

    private CarriageRow Row(
        ApiClient client, int number, DateTimeOffset start, DateTimeOffset end, decimal distance, DateTimeOffset received)
    {
        var (isPlatform, fee) = (number % 3 == 0, decimal.Round(2.40m + (distance * 0.72m), 2));
        var (commission, payment, meter) = isPlatform
            ? ((decimal?)decimal.Round(fee * 0.2m, 2), "mobileApplication", (string?)null)
            : (null, Next(3) == 0 ? "cash" : "paymentCard", $"TM-{4000 + number}");
        var plate = $"TX{1000 + (number * 37)}";
        var carriage = new Carriage(carrier, client.Driver.Code, plate, start, end, distance, fee, commission, payment, meter, null);
        return CarriageRow.Of(key, client, carriage, received);
    }

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);

    private int Next(int below)
    {
        _state = (_state * 1_664_525) + 1_013_904_223;
        return (int)((_state >> 8) % (uint)below);
    }
}
