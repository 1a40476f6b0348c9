using System.Threading.RateLimiting;

namespace Eds.Core;

/// <summary>
/// Of each client, on each instance, 60 rides at once and two a second after that: a device that was offline sends its backlog, and one
/// that is broken cannot flood the storage.
/// </summary>
public sealed class CarriageRateLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<string> _clients = PartitionedRateLimiter.Create<string, string>(
        clientId => RateLimitPartition.GetTokenBucketLimiter(clientId, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 60,
            TokensPerPeriod = 2,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    /// <returns>How long the client has to wait; null: it may go on.</returns>
    public TimeSpan? TryAcquire(ClientId client)
    {
        using var lease = _clients.AttemptAcquire(client.Compact);
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
            : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _clients.Dispose();
}
