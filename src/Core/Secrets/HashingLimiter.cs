using System.Threading.RateLimiting;

namespace Eds.Core;

/// <summary>No slot to check or hash a secret became free in time. Nothing was changed; the caller may try again.</summary>
public sealed class HashingQueueFullException() : Exception("Too many secrets wait to be checked or hashed.");

/// <summary>
/// Limits how many Argon2id run at once: one per processor, and all but one of them for one network, so that a flood of attempts at
/// made-up client_ids leaves a slot to other networks and to registrations.
/// </summary>
public sealed class HashingLimiter : IDisposable
{
    internal const int MaxQueue = 100; // per network
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);
    internal static readonly int MaxConcurrency = Math.Max(2, Environment.ProcessorCount);
    internal static readonly SemaphoreSlim Slots = new(MaxConcurrency);
    private static int _waiting;

    private readonly PartitionedRateLimiter<string> _networks = PartitionedRateLimiter.Create<string, string>(
        network => RateLimitPartition.GetConcurrencyLimiter(
            network, _ => new ConcurrencyLimiterOptions { PermitLimit = MaxConcurrency - 1, QueueLimit = MaxQueue }));

    internal static int Waiting => Volatile.Read(ref _waiting);

    /// <exception cref="HashingQueueFullException"/>
    public async ValueTask<IDisposable> AcquireAsync(string network, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(MaxWait);
        try
        {
            var lease = await _networks.AcquireAsync(network, permitCount: 1, timeout.Token);
            return lease.IsAcquired ? lease : throw new HashingQueueFullException();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HashingQueueFullException();
        }
    }

    public void Dispose() => _networks.Dispose();

    /// <exception cref="HashingQueueFullException"/>
    internal static async Task WaitForSlotAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            if (!await Slots.WaitAsync(MaxWait, cancellation))
            {
                throw new HashingQueueFullException();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
