namespace Eds.Tests;

/// <summary>
/// What is written behind the requests: what fails is dropped and stops nothing, and a host that ends finishes the rest first.
/// </summary>
public sealed class BackgroundWritesTest : OwnTaxpayerTest
{
    private IReadOnlyList<string> _clients = null!;
    private string _secret = null!;
    private DateTimeOffset _before;

    /// <summary>Clients some time after the first sign-in of a day, which writes itself.</summary>
    protected override async Task ArrangeAsync()
    {
        await base.ArrangeAsync();
        (_clients, _, _secret) = await Taxpayer.RegisterFleetAsync(10);
        _before = Host.Clock.GetUtcNow();
        await UseAsync(_clients);
        await Host.FlushAsync();
        Host.Clock.Advance(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_bug_stops_nothing()
    {
        var failed = 0;
        Host.Faults.OnWrite = () =>
        {
            Interlocked.Increment(ref failed);
            throw new InvalidOperationException("Injected.");
        };
        await UseAsync(_clients.Take(1));
        await Host.FlushAsync();
        Host.Faults.OnWrite = null;
        await UseAsync(_clients.Skip(1).Take(1));
        await Host.FlushAsync();

        Assert.Equal(1, failed);
        var used = (await Taxpayer.ClientsAsync()).ToDictionary(client => client.ClientId, client => client.LastUsedAt);
        Assert.Equal((_before, Host.Clock.GetUtcNow()), (used[_clients[0]], used[_clients[1]]));
    }

    [Fact]
    public async Task Uses_noted_before_the_end_are_written()
    {
        using var ending = new ManualResetEventSlim();
        Host.Faults.OnWrite = () => ending.Wait(Cancellation);
        await UseAsync(_clients);

        var stop = Host.Services.GetRequiredService<BackgroundWrites>().StopAsync(Cancellation);
        ending.Set();
        await stop;

        Assert.All(await Taxpayer.ClientsAsync(), client => Assert.True(client.LastUsedAt > _before));
    }

    private async Task UseAsync(IEnumerable<string> clients)
    {
        foreach (var client in clients)
        {
            (await Host.Client.IssueTokenAsync(client, _secret)).Expect(200);
        }
    }
}
