namespace Eds.Core;

/// <summary>Failures in a row, of one client from one network, or of one client from all. One failure a day ago is forgotten.</summary>
/// <param name="Failures">Since the last success.</param>
/// <param name="FailedAt">The last failure; null if there was none.</param>
/// <param name="SucceededAt">The last success; null if none is known.</param>
internal readonly record struct FailedAttempts(int Failures, DateTimeOffset? FailedAt, DateTimeOffset? SucceededAt)
{
    /// <summary>Failures that nobody is made to wait for.</summary>
    public const int Free = 10;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>After the 10th failure 30 s from it, then twice as long with each, up to an hour (NIST SP 800-63B-4: 30 s to 1 h).</summary>
    public DateTimeOffset? BlockedUntil => Failures < Free
        ? null
        : FailedAt + TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(Failures - Free, 10)));

    public DateTimeOffset? ForgottenAt => FailedAt + Memory;

    public int FailuresAt(DateTimeOffset now) => ForgottenAt > now ? Failures : 0;

    public FailedAttempts Failed(DateTimeOffset now) => this with { Failures = FailuresAt(now) + 1, FailedAt = now };

    public static FailedAttempts OfSuccess(DateTimeOffset now) => new(0, null, now);

    /// <summary>What two instances know together. Failures before the other's success no longer count.</summary>
    public FailedAttempts With(FailedAttempts other)
    {
        var succeededAt = Enqueue(SucceededAt, other.SucceededAt);
        var (mine, others) = (Since(succeededAt), other.Since(succeededAt));
        var more = mine.Failures >= others.Failures ? mine : others;
        return new FailedAttempts(more.Failures, Enqueue(mine.FailedAt, others.FailedAt), succeededAt);
    }

    private FailedAttempts Since(DateTimeOffset? success) => success is null || FailedAt >= success ? this : default;

    private static DateTimeOffset? Enqueue(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;
}
