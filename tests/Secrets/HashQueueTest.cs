namespace Eds.Tests;

/// <summary>Runs alone: it takes all turns of this process.</summary>
[Collection(nameof(AfterAllOthers))]
[Trait("Host", "Own")]
public sealed class HashQueueTest
{
    [Fact]
    public async Task When_no_turn_comes_in_time_it_is_refused_and_nothing_piles_up()
    {
        await using var host = await OwnHost.StartAsync();
        var clientId = (await (await host.Client.EnrolAsync()).RegisteredAsync(TestPerson.Drivers(1)))[0];
        var taken = 0;
        while (await HashingLimiter.Slots.WaitAsync(0, Cancellation))
        {
            taken++;
        }

        try
        {
            Assert.InRange(taken, 2, Math.Max(2, Environment.ProcessorCount));
            var refused = (await host.Client.IssueTokenAsync(clientId, Leaks.ChosenSecret)).Expect(503, "temporarily_unavailable");
            Assert.Equal("5", refused.RetryAfter());
        }
        finally
        {
            HashingLimiter.Slots.Release(taken);
        }

        (await host.Client.IssueTokenAsync(clientId, Leaks.ChosenSecret)).Expect(200);
    }
}
