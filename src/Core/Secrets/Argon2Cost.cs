using NSec.Cryptography;

namespace Eds.Core;

/// <summary>The cost of one Argon2id (RFC 9106) with one lane.</summary>
internal readonly record struct Argon2Cost(int MemoryKiB, int Passes)
{
    public const int SaltBytes = 16;
    private const int TagBytes = 32;

    /// <summary>OWASP's first choice for one lane: 19 MiB, two passes.</summary>
    public static readonly Argon2Cost Current = new(MemoryKiB: 19456, Passes: 2);

    /// <summary>At least libsodium's minimum; at most 64 MiB and 10 passes, so that a tampered row cannot exhaust the instance.</summary>
    public bool IsWithinLimits => MemoryKiB is >= 8 and <= 64 * 1024 && Passes is >= 1 and <= 10;

    /// <summary>32 bytes, computed on the thread pool.</summary>
    /// <exception cref="QueueFullException"/>
    public async Task<byte[]> DeriveAsync(string secret, byte[] salt, CancellationToken cancellation)
    {
        var algorithm = PasswordBasedKeyDerivationAlgorithm.Argon2id(
            new Argon2Parameters { MemorySize = MemoryKiB, NumberOfPasses = Passes, DegreeOfParallelism = 1 });
        return await HashingLimiter.RunAsync(
            () => algorithm.DeriveBytes(Encoding.UTF8.GetBytes(secret), salt, TagBytes), cancellation);
    }
}
