namespace Eds.Tests;

public sealed class BackgroundWritesTest
{
    [Fact]
    public async Task A_bug_stops_nothing_and_a_host_that_ends_writes_first_what_waits()
    {
        using var writes = new BackgroundWrites(new CapturingLogger<BackgroundWrites>());
        var (ending, written) = (new TaskCompletionSource(), new List<int>());
        writes.Enqueue(_ => throw new InvalidOperationException("Injected."));
        foreach (var i in Enumerable.Range(0, 10))
        {
            writes.Enqueue(async _ =>
            {
                await ending.Task;
                written.Add(i);
            });
        }

        await writes.StartAsync(Cancellation);
        var stopped = writes.StopAsync(Cancellation);
        ending.SetResult();
        await stopped;

        Assert.Equal(Enumerable.Range(0, 10), written);
    }
}
