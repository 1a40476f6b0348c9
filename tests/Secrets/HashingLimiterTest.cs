namespace Eds.Tests;

public sealed class HashingLimiterTest
{
    [Fact]
    public async Task A_network_that_takes_all_it_may_leaves_one_to_others_and_waits_in_a_queue_of_limited_length()
    {
        using var turns = new HashingLimiter();
        var taken = new List<IDisposable>();
        for (var i = 0; i < HashingLimiter.MaxConcurrency - 1; i++)
        {
            taken.Add(await turns.AcquireAsync("203.0.113.0/24"));
        }

        var waiting = Enumerable.Range(0, HashingLimiter.MaxQueue).Select(_ => turns.AcquireAsync("203.0.113.0/24").AsTask()).ToList();
        await Assert.ThrowsAsync<QueueFullException>(async () => await turns.AcquireAsync("203.0.113.0/24"));
        Assert.All(waiting, each => Assert.False(each.IsCompleted));
        using var other = await turns.AcquireAsync("198.51.100.0/24");

        taken[0].Dispose();
        using var next = await await Task.WhenAny(waiting);
    }
}
