namespace Eds.Tests;

/// <summary>When a client last got a token, written in the background.</summary>
[Trait("Host", "Own")]
public sealed class LastUseTest
{
    [Fact]
    public async Task The_last_use_is_told_to_the_minute_and_changes_no_etag()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Client);
        var before = await ClientAsync();
        Assert.Null(before.LastUsedAt);
        var first = host.Clock.GetUtcNow();
        Assert.True(await UseAsync() > 0);
        Assert.Equal((first, before.ETag), ((await ClientAsync()).LastUsedAt, (await ClientAsync()).ETag));

        host.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, await UseAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await UseAsync();
        Assert.Equal(first.AddMinutes(1), (await ClientAsync()).LastUsedAt);

        async Task<Functions.ClientBody> ClientAsync() => (await device.Taxpayer.ClientsAsync()).Single();

        async Task<int> UseAsync()
        {
            host.Faults.Count();
            await device.TokenAsync();
            await host.FlushAsync();
            return host.Faults.Writes;
        }
    }

    [Fact]
    public async Task A_last_use_that_meets_another_change_is_dropped()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Client);
        Assert.True(ClientId.TryParse(device.ClientId, out var id));
        var store = host.Services.GetRequiredService<ClientStore>();
        async Task<ClientRow> RowAsync() => (await store.FindRowAsync(device.Taxpayer.Id, id, TestContext.Current.CancellationToken))!;
        var stale = await RowAsync();
        (await device.Taxpayer.AnnulAsync(device.ClientId)).Expect(204);
        var fresh = await RowAsync();

        var lastUse = host.Services.GetRequiredService<LastUse>();
        lastUse.Record(stale, 7);
        await host.FlushAsync();
        Assert.Null((await RowAsync()).LastUsedVersion);
        lastUse.Record(fresh, 8);
        await host.FlushAsync();

        var row = await RowAsync();
        Assert.Equal((8, ClientRow.Annulled, 2), (row.LastUsedVersion, row.State, row.Revision));
    }
}
