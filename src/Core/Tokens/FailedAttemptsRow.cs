namespace Eds.Core;

/// <summary>
/// Failures in a row: of one client or of all clients of a taxpayer, from one network or from all. A day after the last they are forgotten.
/// </summary>
internal sealed class FailedAttemptsRow : Row
{
    /// <summary>From one network; each further one has to wait.</summary>
    public const int Free = 10;

    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    public int Failures { get; set; } // since the last success
    public DateTimeOffset? FailedAt { get; set; } // the last failure
    public DateTimeOffset? SucceededAt { get; set; } // the last success; null if none is known
    public DateTimeOffset? DetectedAt { get; set; } // last event about guessing; only in the row over all networks
    public DateTimeOffset? NetworkRefusedAt { get; set; } // last event about a right secret from a network not allowed; only in that row
    public DateTimeOffset PurgeAt { get; set; }

    public int FailuresAt(DateTimeOffset now) => FailedAt + Memory > now ? Failures : 0;

    public void Fail(DateTimeOffset now) => (Failures, FailedAt) = (FailuresAt(now) + 1, now);

    public void Reset(DateTimeOffset? succeededAt) => (Failures, FailedAt, SucceededAt) = (0, null, succeededAt);

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
