using Eds.Core;

namespace Eds.Tests;

public sealed class HashingLimiterTest
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_that_takes_all_it_may_leaves_one_to_others_and_waits_in_a_queue_of_limited_length()
    {
        using var turns = new HashingLimiter();
        var taken = new List<IDisposable>();
        for (var i = 0; i < HashingLimiter.MaxConcurrency - 1; i++)
        {
            taken.Add(await turns.AcquireAsync("203.0.113.0/24", Cancellation));
        }

        var waiting = Enumerable.Range(0, HashingLimiter.MaxQueue).Select(_ => turns.AcquireAsync("203.0.113.0/24", Cancellation).AsTask()).ToList();
        await Assert.ThrowsAsync<HashingQueueFullException>(async () => await turns.AcquireAsync("203.0.113.0/24", Cancellation));
        Assert.All(waiting, each => Assert.False(each.IsCompleted));
        using var other = await turns.AcquireAsync("198.51.100.0/24", Cancellation);

        taken[0].Dispose();
        using var next = await await Task.WhenAny(waiting);
    }

    [Fact]
    public async Task Who_goes_away_while_waiting_is_not_told_that_we_are_busy()
    {
        using var turns = new HashingLimiter();
        for (var i = 0; i < HashingLimiter.MaxConcurrency - 1; i++)
        {
            await turns.AcquireAsync("203.0.113.0/24", Cancellation);
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var waiting = turns.AcquireAsync("203.0.113.0/24", gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
