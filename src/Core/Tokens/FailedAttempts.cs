namespace Eds.Core;

/// <summary>
/// Failures in a row: of one client or of all clients of a taxpayer, from one network or from all. A day after the last they are forgotten.
/// </summary>
/// <param name="Failures">Since the last success.</param>
/// <param name="FailedAt">The last failure; null if there was none.</param>
/// <param name="SucceededAt">The last success; null if none is known.</param>
internal readonly record struct FailedAttempts(int Failures, DateTimeOffset? FailedAt, DateTimeOffset? SucceededAt)
{
    /// <summary>From one network; each further one has to wait.</summary>
    public const int Free = 10;

    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    public int FailuresAt(DateTimeOffset now) => FailedAt + Memory > now ? Failures : 0;

    public FailedAttempts Failed(DateTimeOffset now) => this with { Failures = FailuresAt(now) + 1, FailedAt = now };

    /// <summary>After the 10th failure 30 s, then twice as long with each, up to an hour (NIST SP 800-63B-4). Null: no wait.</summary>
    public TimeSpan? WaitAt(DateTimeOffset now)
    {
        if (FailuresAt(now) < Free)
        {
            return null;
        }

        var wait = TimeSpan.FromTicks(Math.Min(MaxWait.Ticks, FirstWait.Ticks << Math.Min(Failures - Free, 10)));
        return FailedAt + wait - now is { Ticks: > 0 } left ? left : null;
    }

    /// <summary>Over all networks: until the last failure is forgotten, in steps of at most an hour, as a success ends it sooner.</summary>
    public TimeSpan? WaitAt(DateTimeOffset now, int limit) =>
        FailuresAt(now) < limit ? null
        : FailedAt + Memory - now is { } left && left < MaxWait ? left
        : MaxWait;
}
