namespace Eds.Core;

/// <summary>
/// How many Argon2id runs one network may have at a time when it presents secrets: all but one, so that a flood of guesses leaves one to
/// other networks and to registrations.
/// </summary>
public sealed class HashingLimiter : IDisposable
{
    /// <summary>How many more of one network may wait.</summary>
    internal const int MaxQueue = 100;

    private readonly KeyedLimiter _networks = new(Argon2Cost.MaxConcurrency - 1, MaxQueue);

    /// <summary>The lease ends when it is disposed.</summary>
    /// <exception cref="HashingQueueFullException">None was free in time, or too many wait already.</exception>
    public ValueTask<IDisposable> AcquireAsync(string network) => _networks.AcquireAsync(network);

    public void Dispose() => _networks.Dispose();
}
