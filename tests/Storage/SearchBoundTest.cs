namespace Eds.Tests;

/// <summary>A search or filter that matches hardly anything. On an Azurite of its own, which its rows would slow down for others.</summary>
[Trait("Host", "Own")]
public sealed class SearchBoundTest
{
    [Fact]
    public async Task One_request_looks_at_10_000_rows_and_the_next_goes_on()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions { PreferredPort = 0 }, Cancellation);
        await using var host = await OwnHost.StartAsync(connectionString: azurite.ConnectionString);
        await host.Tables.CreateAsync(Cancellation);
        await OfClientsAsync(host, await host.Client.EnrolAsync());
        await OfEventsAsync(host, await host.Client.EnrolAsync());
    }

    private static async Task OfClientsAsync(OwnHost host, TestTaxpayer taxpayer)
    {
        var rows = Enumerable.Range(0, 10_001).Select(_ => new ClientRow
        {
            PartitionKey = taxpayer.Id,
            RowKey = RowKeys.Client(ClientId.Draw(taxpayer.Id)),
            DriverName = "Anna",
            PersonalCode = "39000000001",
        });
        await AddAsync(host, rows);

        host.Faults.Count();
        Assert.Empty((await taxpayer.Client.ListClientsAsync(taxpayer.Id, state: "suspended", limit: 1)).Expect(200).Value.Clients);
        Assert.InRange(host.Faults.Reads, 10, 13); // pages of a thousand

        var first = (await taxpayer.Client.ListClientsAsync(taxpayer.Id, "nobody")).Expect(200).Value;
        Assert.Empty(first.Clients);
        Assert.NotNull(first.Continuation);
        var second = (await taxpayer.Client.ListClientsAsync(taxpayer.Id, "nobody", continuation: first.Continuation)).Expect(200).Value;
        Assert.Empty(second.Clients);
        Assert.Null(second.Continuation);
    }

    private static async Task OfEventsAsync(OwnHost host, TestTaxpayer taxpayer)
    {
        var at = host.Clock.GetUtcNow();
        var events = Enumerable.Range(1, 10_000)
            .Select(i => AuditLog.NewEvent(taxpayer.Id, at.AddSeconds(i), "client-renamed", new Actor("user", "x")));
        await AddAsync(host, events);

        host.Faults.Count();
        var newest = (await taxpayer.Client.ListEventsAsync(taxpayer.Id, action: "taxpayer-enrolled")).Expect(200).Value;
        Assert.Empty(newest.Events);
        Assert.InRange(host.Faults.Reads, 10, 13);
        var oldest = (await taxpayer.Client.ListEventsAsync(taxpayer.Id, newest.Continuation, "taxpayer-enrolled")).Expect(200).Value;
        Assert.Equal((1, null), (oldest.Events.Count, oldest.Continuation));
        host.Faults.Count();
        (await taxpayer.Client.ListEventsAsync(taxpayer.Id, action: "x", from: at.AddSeconds(9_990).ToString("O"))).Expect(200);
        Assert.InRange(host.Faults.Reads, 1, 3); // only those of the time are read
    }

    private static async Task AddAsync(OwnHost host, IEnumerable<Row> rows)
    {
        foreach (var some in rows.Chunk(100))
        {
            await host.Tables.Taxpayers.SubmitTransactionAsync(some.Select(TableClientExtensions.Add), Cancellation);
        }
    }
}
