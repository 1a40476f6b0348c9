using Azure;
using Azure.Data.Tables;

namespace Eds.LocalHost;

/// <summary>
/// What the demo company's drivers did in half a year. Of the day, every eighth has been idle for a third of it and every tenth has never
/// begun; of the night, two have the new password. Who works has a month of rides: the same at each first start, but for the time.
/// </summary>
internal sealed class DemoHistory(EdsTables tables, PurgeQueue purgeQueue, Keys keys, EdsOptions options, TimeProvider time)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();
    private uint _state = 2026;

    /// <param name="clients">First those of the day, then those of the night.</param>
    public async Task AddAsync(TaxpayerMembership company, IEnumerable<ApiClient> clients, CancellationToken cancellation)
    {
        var key = await keys.LookupAsync(cancellation);
        var rides = new List<CarriageRow>();
        foreach (var (number, client) in clients.Index())
        {
            var row = new TableEntity(company.TaxpayerId, RowKeys.Client(client.ClientId));
            row[nameof(ClientRow.CreatedAt)] = _now.AddDays(-180);
            if (LastUse(number) is { } lastUse)
            {
                var own = lastUse < _now.AddDays(-2) ? [] : RidesOf(client, number, company.RegistrationNumber, key).ToList();
                var lastRide = own.Max(ride => (DateTimeOffset?)ride.ReceivedAt);
                row[nameof(ClientRow.LastRideAt)] = lastRide;
                row[nameof(ClientRow.LastUsedAt)] = lastRide > lastUse ? lastRide : lastUse;
                row[nameof(ClientRow.LastUsedVersion)] = number is DemoData.DayDrivers or DemoData.DayDrivers + 1 ? 2 : 1;
                rides.AddRange(own);
            }

            await tables.Taxpayers.UpdateEntityAsync(row, ETag.All, cancellationToken: cancellation);
        }

        foreach (var month in rides.GroupBy(ride => ride.PartitionKey))
        {
            var start = month.First().StartedAt;
            await purgeQueue.OncePerDayAsync(
                PurgeQueue.Carriages, company.TaxpayerId, options.Carriages.PurgeAt(start), cancellation, RowKeys.Month(start));
            await Parallel.ForEachAsync(month.Chunk(TableClientExtensions.TransactionRows), cancellation, async (part, ended) =>
                await tables.Carriages.SubmitTransactionAsync(part.Select(TableClientExtensions.Add), ended));
        }
    }

    private DateTimeOffset? LastUse(int number) =>
        number >= DemoData.DayDrivers ? _now.AddHours(-9 + DemoData.DayDrivers - number)
        : number % 10 == 9 ? null
        : number % 8 == 3 ? _now.AddDays(-100 - number)
        : _now.AddMinutes(-17 * (number + 1));

    /// <summary>Two to five rides on five days of seven. Every third driver works for a platform, the others have a taximeter.</summary>
    private IEnumerable<CarriageRow> RidesOf(ApiClient client, int number, string carrier, LookupKey key)
    {
        for (var day = _now.UtcDateTime.Date; day > _now.AddDays(-31); day = day.AddDays(-1))
        {
            var rides = Next(7) < 2 ? 0 : 2 + Next(4);
            for (var ride = 0; ride < rides; ride++)
            {
                DateTimeOffset start = day.AddHours(5 + (3 * ride)).AddSeconds(Next(7_200)); // three hours for each, so that none overlap
                var distance = (12 + Next(240)) / 10m;
                var end = start.AddSeconds((double)(60 + (distance * 140)));
                var received = end.AddSeconds(Next(20) == 0 ? Next(20_000) : 2 + Next(5)); // now and then without a network for hours
                var fee = decimal.Round(2.40m + (distance * 0.72m), 2);
                var (commission, payment, meter) = number % 3 == 0
                    ? ((decimal?)decimal.Round(fee * 0.2m, 2), "mobileApplication", (string?)null)
                    : (null, Next(3) == 0 ? "cash" : "paymentCard", $"TM-{4000 + number}");
                var carriage = new Carriage(
                    carrier, client.Driver.Code, $"TX{1000 + (number * 37)}", start, end, distance, fee, commission, payment, meter, null);
                if (received < _now)
                {
                    yield return CarriageRow.Of(key, client, carriage, received);
                }
            }
        }
    }

    private int Next(int below)
    {
        _state = (_state * 1_664_525) + 1_013_904_223;
        return (int)((_state >> 8) % (uint)below);
    }
}
