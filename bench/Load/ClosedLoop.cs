namespace Eds.Bench;

/// <summary>The latencies of one or several runs.</summary>
internal sealed record LatencySample(IReadOnlyList<TimeSpan> Latencies, TimeSpan Elapsed)
{
    private readonly TimeSpan[] _sorted = [.. Latencies.Order()];

    public static LatencySample None { get; } = new([], TimeSpan.Zero);

    public double PerSecond => Latencies.Count / Elapsed.TotalSeconds;

    public LatencySample With(LatencySample other) => new([.. Latencies, .. other.Latencies], Elapsed + other.Elapsed);

    /// <summary>In milliseconds, by nearest rank.</summary>
    public double Percentile(int percent) =>
        _sorted.Length == 0 ? 0 : _sorted[Math.Max(0, (int)Math.Ceiling(_sorted.Length * percent / 100.0) - 1)].TotalMilliseconds;
}

/// <summary>A number of callers; each sends its next request when the last one is answered.</summary>
internal static class ClosedLoop
{
    /// <param name="operation">Gets the number of its caller; throws if it fails.</param>
    public static async Task<LatencySample> RunAsync(int callers, TimeSpan duration, Func<int, Task> operation)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = new List<TimeSpan>();
            for (var at = started; clock.GetElapsedTime(started, at) < duration;)
            {
                await operation(caller);
                var ended = clock.GetTimestamp();
                own.Add(clock.GetElapsedTime(at, ended));
                at = ended;
            }

            return own;
        })));
        return new LatencySample([.. latencies.SelectMany(own => own)], clock.GetElapsedTime(started));
    }

    /// <summary>One caller, this number of times.</summary>
    public static async Task<LatencySample> RepeatAsync(int times, Func<int, Task> operation)
    {
        var clock = TimeProvider.System;
        var (started, latencies) = (clock.GetTimestamp(), new List<TimeSpan>());
        for (var i = 0; i < times; i++)
        {
            var at = clock.GetTimestamp();
            await operation(i);
            latencies.Add(clock.GetElapsedTime(at));
        }

        return new LatencySample(latencies, clock.GetElapsedTime(started));
    }
}
