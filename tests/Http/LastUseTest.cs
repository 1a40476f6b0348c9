namespace Eds.Tests;

public sealed class LastUseTest : OwnDeviceTest
{
    [Fact]
    public async Task The_last_use_is_told_to_the_minute_and_changes_no_etag()
    {
        var before = await ClientAsync();
        Assert.Null(before.LastUsedAt);
        var first = Host.Clock.GetUtcNow();
        Assert.True(await UseAsync() > 0);
        Assert.Equal((first, before.ETag), ((await ClientAsync()).LastUsedAt, (await ClientAsync()).ETag));

        Host.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, await UseAsync());
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await UseAsync();
        Assert.Equal(first.AddMinutes(1), (await ClientAsync()).LastUsedAt);

        async Task<int> UseAsync()
        {
            Host.Faults.Count();
            await Device.TokenAsync();
            await Host.FlushAsync();
            return Host.Faults.Writes;
        }
    }

    [Fact]
    public async Task A_last_use_that_meets_another_change_is_dropped()
    {
        // Two writes count the attempt and take it back; the third is the last use.
        Host.Faults.Meanwhile(write: 2, async () => (await Device.Taxpayer.AnnulAsync(Device.ClientId)).Expect(204));

        await Device.TokenAsync();
        await Host.FlushAsync();

        var client = await ClientAsync();
        Assert.Equal((ClientState.Annulled, null), (client.State, client.LastUsedAt));
    }

    private Task<ClientBody> ClientAsync() => Device.Taxpayer.ClientAsync(Device.ClientId);
}
