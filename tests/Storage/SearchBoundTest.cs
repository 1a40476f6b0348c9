using Azure.Data.Tables;
using Eds.Core;
using Eds.LocalHost;
using Microsoft.Extensions.DependencyInjection;

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
        var tables = host.Services.GetRequiredService<EdsTables>();
        await tables.CreateAsync(cancellation);
        var taxpayer = await host.Api.EnrolAsync();
        var rows = Enumerable.Range(0, 10_001).Select(_ => new ClientRow { PartitionKey = taxpayer.Id, RowKey = RowKeys.Client(ClientId.Draw(taxpayer.Id)), DriverName = "Anna" });
        foreach (var some in rows.Chunk(100))
        {
            await tables.Taxpayers.SubmitTransactionAsync(some.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellation);
        }

        var first = (await taxpayer.GetAsync("taxi/clients?search=nobody")).Expect(200).Body;
        Assert.Empty(first["clients"]!.AsArray());
        Assert.NotNull(first["continuation"]);
        var second = (await taxpayer.GetAsync($"taxi/clients?search=nobody&continuation={first["continuation"]}")).Expect(200).Body;
        Assert.Empty(second["clients"]!.AsArray());
        Assert.Null(second["continuation"]);
    }
}
