using System.Collections.Concurrent;

namespace Eds.Bench;

/// <summary>What a fault program counts.</summary>
internal sealed class Tally
{
    private readonly ConcurrentQueue<string> _wrong = new();
    private int _attempts;
    private int _unanswered;
    private int _unavailable;
    private int _faults;
    private int _lost;
    private int _partial;

    /// <summary>Requests sent, repeated ones too.</summary>
    public int Attempts => _attempts;

    /// <summary>Injected by the program.</summary>
    public int Faults => _faults;

    public int Lost => _lost;

    public int Partial => _partial;

    public int Unavailable => _unavailable;

    public void Attempt() => Interlocked.Increment(ref _attempts);

    public void Fault() => Interlocked.Increment(ref _faults);

    /// <summary>A request that got no answer.</summary>
    public void Unanswered() => Interlocked.Increment(ref _unanswered);

    /// <summary>A 503, or told that another request is under way.</summary>
    public void ToldToTryAgain() => Interlocked.Increment(ref _unavailable);

    /// <summary>Something was acknowledged and is not so, or something was refused that had to work.</summary>
    public void Lose(string what)
    {
        Interlocked.Increment(ref _lost);
        _wrong.Enqueue($"lost: {what}");
    }

    /// <summary>Rows that do not fit together, or a part of something that is all or nothing.</summary>
    public void FindPartial(string what)
    {
        Interlocked.Increment(ref _partial);
        _wrong.Enqueue($"partial: {what}");
    }

    /// <summary>Prints the line of figures, and what is wrong before it.</summary>
    /// <returns>The exit code: 0 if nothing was lost and nothing is partial.</returns>
    public int Report(string program, string figures)
    {
        foreach (var wrong in _wrong.Take(20))
        {
            Console.WriteLine($"  {wrong}");
        }

        Console.WriteLine(
            $"{program}: {figures}, {_faults} faults, {_attempts} attempts ({_unanswered} unanswered, {_unavailable} told to try again), lost {_lost}, partial {_partial}");
        return _lost == 0 && _partial == 0 ? 0 : 1;
    }
}
