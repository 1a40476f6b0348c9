using Eds.Core;

namespace Eds.Ops;

/// <summary>One day of a country's drivers: when each device asks for a token, second by second.</summary>
/// <remarks>
/// A device asks when its shift begins and again each time its token is about to end. Shifts begin in three waves: 40 % about 7, 25 %
/// about 15, 25 % about 19 o'clock, each within an hour or so; the rest whenever. The numbers are drawn, the same in every run.
/// </remarks>
internal sealed class SimulatedDay
{
    private const int Seconds = 24 * 60 * 60;

    private readonly int[] _all = new int[Seconds];
    private readonly int[] _largest = new int[Seconds];
    private ulong _state = 0x9E3779B97F4A7C15;

    public SimulatedDay(int drivers)
    {
        var step = (int)(AccessTokens.Lifetime - TimeSpan.FromMinutes(1)).TotalSeconds;
        for (var driver = 0; driver < drivers; driver++)
        {
            if (Draw() >= ScaleInputs.WorkingShare)
            {
                continue;
            }

            Working++;
            var inLargest = driver < drivers * ScaleInputs.LargestShare;
            var start = StartOfShift();
            for (var at = start; at < start + (ScaleInputs.ShiftHours * 3600); at += step)
            {
                var second = at % Seconds;
                _all[second]++;
                Tokens++;
                if (inLargest)
                {
                    _largest[second]++;
                }
            }
        }
    }

    public int Working { get; private set; }

    public long Tokens { get; private set; }

    /// <summary>In the busiest second.</summary>
    public int Peak => _all.Max();

    public int PeakOfLargest => _largest.Max();

    /// <summary>Who is at work at the busiest hour: all of them ask within a minute when an outage ends.</summary>
    public int AtWork => _all.Chunk(3600).Max(hour => hour.Sum());

    public IReadOnlyList<int> PerSecond => _all;

    private int StartOfShift()
    {
        var wave = Draw();
        var spread = (Draw() + Draw() + Draw() - 1.5) * 3600; // about an hour around, bell-shaped
        return wave switch
        {
            < 0.40 => (int)((7 * 3600) + spread),
            < 0.65 => (int)((15 * 3600) + spread),
            < 0.90 => (int)((19 * 3600) + spread),
            _ => (int)(Draw() * Seconds),
        };
    }

    /// <summary>xorshift64*: the same on every machine and version. 0 to 1.</summary>
    private double Draw()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return ((_state * 0x2545F4914F6CDD1D) >> 11) * (1.0 / (1UL << 53));
    }
}
