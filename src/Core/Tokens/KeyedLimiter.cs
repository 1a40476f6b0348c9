using System.Threading.RateLimiting;

namespace Eds.Core;

/// <summary>No turn to sign in, or to hash a secret, became free in time. Nothing was changed; the caller may try again.</summary>
public sealed class QueueFullException() : Exception("Too many sign-ins, or secrets to be hashed, wait.");

/// <summary>Lets so many at a time in for each key, first come, first served.</summary>
internal sealed class KeyedLimiter(int permits, int maxQueue) : IDisposable
{
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(3);
    private readonly PartitionedRateLimiter<string> _keys = PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetConcurrencyLimiter(
            key, _ => new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = maxQueue }));

    /// <summary>Null: none is free now.</summary>
    public IDisposable? TryAcquire(string key) => _keys.AttemptAcquire(key) is { IsAcquired: true } lease ? lease : null;

    /// <summary>The lease ends when it is disposed.</summary>
    /// <exception cref="QueueFullException">None was free within three seconds, or too many wait.</exception>
    public async ValueTask<IDisposable> AcquireAsync(string key)
    {
        using var timeout = new CancellationTokenSource(MaxWait);
        try
        {
            var lease = await _keys.AcquireAsync(key, permitCount: 1, timeout.Token);
            return lease.IsAcquired ? lease : throw new QueueFullException();
        }
        catch (OperationCanceledException)
        {
            throw new QueueFullException();
        }
    }

    public void Dispose() => _keys.Dispose();
}
