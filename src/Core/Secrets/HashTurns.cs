using System.Threading.RateLimiting;

namespace Eds.Core;

/// <summary>
/// The turns of Argon2id that one network may take at a time when it presents secrets: all but one, so that a flood of guesses at
/// made-up client ids, which no count of one client stops, leaves a turn to other networks and to those who register.
/// </summary>
public sealed class HashTurns : IDisposable
{
    /// <summary>How many more of one network may wait.</summary>
    internal const int LongestQueue = 100;

    private readonly PartitionedRateLimiter<string> _networks = PartitionedRateLimiter.Create<string, string>(
        network => RateLimitPartition.GetConcurrencyLimiter(
            network, _ => new ConcurrencyLimiterOptions { PermitLimit = Argon2Cost.MostAtOnce - 1, QueueLimit = LongestQueue }));

    /// <summary>The turn ends when it is disposed.</summary>
    /// <exception cref="BusyException">It did not come in time, or too many wait already.</exception>
    public async ValueTask<IDisposable> TakeAsync(string network, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(BusyException.LongestWait);
        try
        {
            var lease = await _networks.AcquireAsync(network, permitCount: 1, patience.Token);
            return lease.IsAcquired ? lease : throw new BusyException();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BusyException();
        }
    }

    public void Dispose() => _networks.Dispose();
}
