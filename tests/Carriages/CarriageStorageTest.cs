namespace Eds.Tests;

public sealed class CarriageFaultTest : FaultTest
{
    [Fact]
    public Task Reporting_a_ride() => EveryWriteFailsAsync(async (taxpayer, fails) =>
    {
        var device = await ReportingDevice.RegisterAsync(taxpayer);
        var ride = device.Ride(Host.Clock.GetUtcNow());
        await fails(async () => await device.ReportAsync(ride));

        Assert.Contains((await device.ReportAsync(ride)).Status, new[] { 201, 409 });
        (await device.ReportAsync(ride)).Expect(409, "carriage-exists");
        Assert.Single(await device.ReceivedAsync());
        Assert.Single((await Host.PurgeEntriesAsync(taxpayer.Id)).Of("carriages"));
    });

    [Fact]
    public async Task Of_many_at_once_exactly_one_is_new()
    {
        var device = await ReportingDevice.RegisterAsync(Host.Client);
        var ride = device.Ride(Host.Clock.GetUtcNow());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => device.ReportAsync(ride)));

        Assert.Equal(Enumerable.Repeat(409, 15).Prepend(201), answers.Select(answer => answer.Status).Order());
        Assert.Single(await device.ReceivedAsync());
    }
}

[Trait("Host", "Own")]
public sealed class CarriagePurgeTest
{
    private const int OfTheMonth = 201; // three transactions

    private static readonly Dictionary<string, string?> OneYear = new() { ["Carriages:RetentionYears"] = "1" };
    private static readonly Dictionary<string, string?> TwoYears = new() { ["Carriages:RetentionYears"] = "2" };

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task Killed_at_any_write_the_next_run_finishes(FaultMoment moment)
    {
        var fired = true;
        for (var write = 0; fired; write++)
        {
            await using var host = await OwnHost.StartAsync(settings: OneYear);
            var device = await ReportingDevice.RegisterAsync(host.Client);
            await FillAsync(host, device, host.Clock.GetUtcNow().AddDays(-31));
            (await device.ReportAsync(device.Ride(host.Clock.GetUtcNow()))).Expect(201); // of a month that is not due in a year
            await host.FlushAsync();
            host.Clock.Advance(TimeSpan.FromDays(365));

            host.Faults.Arm(write, moment, FaultSpan.FromThenOn);
            var killed = await Record.ExceptionAsync(() => host.PurgeAsync());
            fired = host.Faults.Fired;
            host.Faults.Disarm();
            Assert.Equal(fired, killed is not null);
            await host.PurgeAsync();

            Assert.Equal(1, await CountAsync(host, device.Taxpayer));
            Assert.Single((await host.PurgeEntriesAsync(device.Taxpayer.Id)).Of("carriages"));
        }
    }

    [Fact]
    public async Task What_is_kept_longer_by_now_stays()
    {
        await using var before = await OwnHost.StartAsync(settings: OneYear);
        var device = await ReportingDevice.RegisterAsync(before.Client);
        (await device.ReportAsync(device.Ride(before.Clock.GetUtcNow()))).Expect(201);
        await using var host = await before.StartSecondAsync(TimeSpan.FromDays(400), TwoYears);

        await host.PurgeAsync();
        Assert.Equal(1, await CountAsync(host, device.Taxpayer));
        host.Clock.Advance(TimeSpan.FromDays(365));
        await host.PurgeAsync();

        Assert.Equal(0, await CountAsync(host, device.Taxpayer));
        Assert.Empty((await host.PurgeEntriesAsync(device.Taxpayer.Id)).Of("carriages"));
    }

    /// <summary>One ride as a device reports it, the others beside it: more than a device may send.</summary>
    private static async Task FillAsync(OwnHost host, ReportingDevice device, DateTimeOffset start)
    {
        (await device.ReportAsync(device.Ride(start))).Expect(201);
        var others = Enumerable.Range(0, OfTheMonth - 1).Select(i => new TableTransactionAction(
            TableTransactionActionType.Add,
            new TableEntity(RowKeys.CarriagePartition(device.Taxpayer.Id, start), RowKeys.Carriage(start, i.ToString("D30", null)))));
        await Task.WhenAll(others.Chunk(100).Select(part => host.Tables.Carriages.SubmitTransactionAsync(part, Cancellation)));
    }

    private static async Task<int> CountAsync(OwnHost host, TestTaxpayer taxpayer)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey gt {taxpayer.Id} and PartitionKey lt {taxpayer.Id + "}"}");
        return await host.Tables.Carriages.QueryAsync<TableEntity>(filter).CountAsync(Cancellation);
    }
}
