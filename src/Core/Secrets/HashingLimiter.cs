namespace Eds.Core;

/// <summary>
/// Limits how many Argon2id run at once: one per processor, and all but one of them for one network that presents secrets, so that a
/// flood of attempts leaves a slot to other networks and to registrations.
/// </summary>
public sealed class HashingLimiter : IDisposable
{
    internal const int MaxQueue = 100; // per network
    internal static readonly int MaxConcurrency = Math.Max(2, Environment.ProcessorCount);
    internal static readonly SemaphoreSlim Slots = new(MaxConcurrency);
    private static int _waiting;

    private readonly KeyedLimiter _networks = new(MaxConcurrency - 1, MaxQueue);

    internal static int Waiting => Volatile.Read(ref _waiting);

    /// <exception cref="QueueFullException"/>
    public ValueTask<IDisposable> AcquireAsync(string network) => _networks.AcquireAsync(network);

    public void Dispose() => _networks.Dispose();

    /// <exception cref="QueueFullException"/>
    internal static async Task<byte[]> RunAsync(Func<byte[]> derive, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            if (!await Slots.WaitAsync(KeyedLimiter.MaxWait, cancellation))
            {
                throw new QueueFullException();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await Task.Run(derive, cancellation);
        }
        finally
        {
            Slots.Release();
        }
    }
}
