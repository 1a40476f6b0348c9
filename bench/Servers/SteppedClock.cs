namespace Eds.Bench;

/// <summary>The machine's clock plus a step that can be changed. Timers are not stepped.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _aheadTicks;

    public TimeSpan Ahead
    {
        get => new(Interlocked.Read(ref _aheadTicks));
        set => Interlocked.Exchange(ref _aheadTicks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
