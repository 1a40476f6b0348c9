using Azure.Data.Tables;
using Eds.Core;

namespace Eds.Tests;

/// <summary>What fails behind the requests is dropped, and the next is written: the host never stops for it.</summary>
[Trait("Host", "Own")]
public sealed class BackgroundWritesTest
{
    [Fact]
    public async Task Answers_of_storage_that_end_early_stop_nothing()
    {
        await using var host = await OwnHost.StartAsync();

        // A token request itself only reads. The answer to a last use has no body to cut.
        await FirstIsDroppedAndSecondWrittenAsync(host, () => host.Faults.CutsAnswers = true, lastUseToo: false);

        Assert.NotEqual(0, host.Faults.AnswersCut);
    }

    [Fact]
    public async Task A_bug_stops_nothing()
    {
        await using var host = await OwnHost.StartAsync();
        var failed = 0;

        await FirstIsDroppedAndSecondWrittenAsync(
            host,
            () =>
            {
                Interlocked.Increment(ref failed);
                throw new InvalidOperationException("Injected.");
            },
            lastUseToo: true);

        Assert.Equal(2, failed);
    }

    private static async Task FirstIsDroppedAndSecondWrittenAsync(OwnHost host, Action fault, bool lastUseToo)
    {
        var taxpayer = await host.Client.EnrolAsync();
        var clientIds = await taxpayer.RegisteredAsync(TestPerson.Drivers(2));

        host.Faults.OnWrite = fault;
        (await host.Client.IssueTokenAsync(clientIds[0], Leaks.ChosenSecret)).Expect(200);
        await host.FlushAsync();
        (host.Faults.OnWrite, host.Faults.CutsAnswers) = (null, false);
        (await host.Client.IssueTokenAsync(clientIds[1], Leaks.ChosenSecret)).Expect(200);
        await host.FlushAsync();

        Assert.True(await IsCountedAsync(host, clientIds[1]));
        Assert.True(await IsUsedAsync(taxpayer, clientIds[1]));
        Assert.False(await IsCountedAsync(host, clientIds[0]));
        Assert.Equal(!lastUseToo, await IsUsedAsync(taxpayer, clientIds[0]));
    }

    private static async Task<bool> IsUsedAsync(TestTaxpayer taxpayer, string clientId) =>
        (await taxpayer.Client.GetClientAsync(taxpayer.Id, clientId)).Expect(200).Value.LastUsedAt is not null;

    /// <summary>A first success from a network is written, so that it is known as the driver's.</summary>
    private static async Task<bool> IsCountedAsync(OwnHost host, string clientId)
    {
        Assert.True(ClientId.TryParse(clientId, out var id));
        var rows = host.Tables.Guesses.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {id.Compact}"), cancellationToken: TestContext.Current.CancellationToken);
        return await rows.AnyAsync(TestContext.Current.CancellationToken);
    }
}
