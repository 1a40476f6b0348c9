using NSec.Cryptography;

namespace Eds.Core;

/// <summary>What one Argon2id (RFC 9106, one lane) costs.</summary>
/// <param name="MemoryKiB">In KiB, e.g. 19456 for 19 MiB.</param>
/// <param name="Passes">How often the memory is gone over.</param>
internal readonly record struct Argon2Cost(int MemoryKiB, int Passes)
{
    public const int SaltBytes = 16;

    private const int TagBytes = 32;

    /// <summary>OWASP's first choice for one lane: 19 MiB, two passes.</summary>
    public static readonly Argon2Cost Current = new(MemoryKiB: 19456, Passes: 2);

    /// <summary>As many at a time as there are processors: more would only take memory, 19 MiB each.</summary>
    internal static readonly int MaxConcurrency = Math.Max(2, Environment.ProcessorCount);

    internal static readonly SemaphoreSlim Slots = new(MaxConcurrency);

    private static int _waiting;

    /// <summary>How many wait for their turn now.</summary>
    public static int Waiting => Volatile.Read(ref _waiting);

    /// <summary>
    /// Whether a stored hash may ask for this much. Up to 64 MiB and 10 passes, so that a row somebody tampered with cannot exhaust
    /// the instance; at least libsodium's own minimum.
    /// </summary>
    public bool IsWithinLimits => MemoryKiB is >= 8 and <= 64 * 1024 && Passes is >= 1 and <= 10;

    /// <summary>32 bytes. Runs on the thread pool, when it is its turn.</summary>
    /// <exception cref="HashingQueueFullException">Its turn did not come in time.</exception>
    public async Task<byte[]> DeriveAsync(string secret, byte[] salt, CancellationToken cancellation)
    {
        var algorithm = PasswordBasedKeyDerivationAlgorithm.Argon2id(
            new Argon2Parameters { MemorySize = MemoryKiB, NumberOfPasses = Passes, DegreeOfParallelism = 1 });

        Interlocked.Increment(ref _waiting);
        try
        {
            if (!await Slots.WaitAsync(HashingQueueFullException.LongestWait, cancellation))
            {
                throw new HashingQueueFullException();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await Task.Run(() => algorithm.DeriveBytes(Encoding.UTF8.GetBytes(secret), salt, TagBytes), cancellation);
        }
        finally
        {
            Slots.Release();
        }
    }
}
