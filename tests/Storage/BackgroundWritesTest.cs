namespace Eds.Tests;

/// <summary>What fails behind the requests is dropped, and the next is written: the host never stops for it.</summary>
[Trait("Host", "Own")]
public sealed class BackgroundWritesTest
{
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
            });

        Assert.Equal(1, failed);
    }

    private static async Task FirstIsDroppedAndSecondWrittenAsync(OwnHost host, Action fault)
    {
        var taxpayer = await host.Client.EnrolAsync();
        var clientIds = await taxpayer.RegisteredAsync(TestPerson.Drivers(2));
        foreach (var clientId in clientIds)
        {
            (await host.Client.IssueTokenAsync(clientId, Leaks.ChosenSecret)).Expect(200); // the first sign-in of a day writes itself
        }

        await host.FlushAsync();
        var before = host.Clock.GetUtcNow();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        host.Faults.OnWrite = fault;
        (await host.Client.IssueTokenAsync(clientIds[0], Leaks.ChosenSecret)).Expect(200);
        await host.FlushAsync();
        host.Faults.OnWrite = null;
        (await host.Client.IssueTokenAsync(clientIds[1], Leaks.ChosenSecret)).Expect(200);
        await host.FlushAsync();

        Assert.Equal([before, host.Clock.GetUtcNow()], [await LastUsedAsync(taxpayer, clientIds[0]), await LastUsedAsync(taxpayer, clientIds[1])]);
    }

    private static async Task<DateTimeOffset?> LastUsedAsync(TestTaxpayer taxpayer, string clientId) =>
        (await taxpayer.Client.GetClientAsync(taxpayer.Id, clientId)).Expect(200).Value.LastUsedAt;
}
