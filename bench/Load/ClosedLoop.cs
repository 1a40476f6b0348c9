namespace Eds.Bench;

/// <summary>So many callers, each of whom sends its next request when the one before is answered.</summary>
internal static class ClosedLoop
{
    /// <param name="operation">Given the number of its caller; throws unless it went well.</param>
    public static async Task<Sample> RunAsync(int callers, TimeSpan duration, Func<int, Task> operation)
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
        return new Sample([.. latencies.SelectMany(own => own)], clock.GetElapsedTime(started));
    }

    /// <summary>One caller, a number of times.</summary>
    public static async Task<Sample> RepeatAsync(int times, Func<int, Task> operation)
    {
        var clock = TimeProvider.System;
        var (started, own) = (clock.GetTimestamp(), new List<TimeSpan>());
        for (var i = 0; i < times; i++)
        {
            var at = clock.GetTimestamp();
            await operation(i);
            own.Add(clock.GetElapsedTime(at));
        }

        return new Sample(own, clock.GetElapsedTime(started));
    }
}

/// <summary>The latencies of one or several runs.</summary>
internal sealed record Sample(IReadOnlyList<TimeSpan> Latencies, TimeSpan Elapsed)
{
    private readonly TimeSpan[] _sorted = [.. Latencies.Order()];

    public static Sample None { get; } = new([], TimeSpan.Zero);

    public double PerSecond => Latencies.Count / Elapsed.TotalSeconds;

    public Sample With(Sample other) => new([.. Latencies, .. other.Latencies], Elapsed + other.Elapsed);

    /// <summary>In milliseconds, by nearest rank.</summary>
    public double Percentile(int percent) =>
        _sorted.Length == 0 ? 0 : _sorted[Math.Max(0, (int)Math.Ceiling(_sorted.Length * percent / 100.0) - 1)].TotalMilliseconds;
}
