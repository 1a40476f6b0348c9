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

        Task<ClientBody> ClientAsync() => Device.Taxpayer.ClientAsync(Device.ClientId);

        async Task<int> UseAsync()
        {
            Host.Faults.Count();
            await Device.TokenAsync();
            await Host.FlushAsync();
            return Host.Faults.Writes;
        }
    }
}
