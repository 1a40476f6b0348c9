using Azure.Data.Tables;
using Eds.Core;
using Eds.LocalHost;

namespace Eds.Tests;

/// <summary>A search that matches hardly anything. On an Azurite of its own, which its rows would slow down for others.</summary>
[Trait("Host", "Own")]
public sealed class SearchBoundTest
{
    [Fact]
    public async Task One_request_looks_at_10_000_clients_and_the_next_goes_on()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions { PreferredPort = 0 }, cancellation);
        await using var host = await OwnHost.StartAsync(connectionString: azurite.ConnectionString);
        var tables = host.Tables;
        await tables.CreateAsync(cancellation);
        var taxpayer = await host.Client.EnrolAsync();
        var rows = Enumerable.Range(0, 10_001).Select(_ => new ClientRow { PartitionKey = taxpayer.Id, RowKey = RowKeys.Client(ClientId.Draw(taxpayer.Id)), DriverName = "Anna" });
        foreach (var some in rows.Chunk(100))
        {
            await tables.Taxpayers.SubmitTransactionAsync(some.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellation);
        }

        var first = (await taxpayer.Client.ListClientsAsync(taxpayer.Id, "nobody")).Expect(200).Value;
        Assert.Empty(first.Clients);
        Assert.NotNull(first.Continuation);
        var second = (await taxpayer.Client.ListClientsAsync(taxpayer.Id, "nobody", continuation: first.Continuation)).Expect(200).Value;
        Assert.Empty(second.Clients);
        Assert.Null(second.Continuation);
    }
}
