using System.Threading.RateLimiting;

namespace Eds.Core;

/// <summary>
/// The turns of Argon2id that one network may take at a time when it presents secrets: all but one, so that a flood of guesses at
/// made-up client ids, which no count of one client stops, leaves a turn to other networks and to those who register.
/// </summary>
public sealed class HashingLimiter : IDisposable
{
    /// <summary>How many more of one network may wait.</summary>
    internal const int MaxQueue = 100;

    private readonly PartitionedRateLimiter<string> _networks = PartitionedRateLimiter.Create<string, string>(
        network => RateLimitPartition.GetConcurrencyLimiter(
            network, _ => new ConcurrencyLimiterOptions { PermitLimit = Argon2Cost.MaxConcurrency - 1, QueueLimit = MaxQueue }));

    /// <summary>The turn ends when it is disposed.</summary>
    /// <exception cref="HashingQueueFullException">It did not come in time, or too many wait already.</exception>
    public async ValueTask<IDisposable> TakeAsync(string network, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(HashingQueueFullException.LongestWait);
        try
        {
            var lease = await _networks.AcquireAsync(network, permitCount: 1, patience.Token);
            return lease.IsAcquired ? lease : throw new HashingQueueFullException();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HashingQueueFullException();
        }
    }

    public void Dispose() => _networks.Dispose();
}
