using System.Collections.Concurrent;

namespace Eds.Bench;

/// <summary>What a fault program counts, and what it finds wrong.</summary>
internal sealed class FaultCounters
{
    private const int MaxPrinted = 20;
    private readonly ConcurrentQueue<string> _lost = new();
    private readonly ConcurrentQueue<string> _partial = new();
    private int _attempts;
    private int _unanswered;
    private int _retryable;
    private int _faults;

    /// <summary>Injected by the program.</summary>
    public int Faults => _faults;

    /// <summary>A 503, or 409 registration-in-progress.</summary>
    public int Retryable => _retryable;

    public void CountAttempt() => Interlocked.Increment(ref _attempts);
    public void CountFault() => Interlocked.Increment(ref _faults);
    public void CountUnanswered() => Interlocked.Increment(ref _unanswered);
    public void CountRetryable() => Interlocked.Increment(ref _retryable);

    /// <param name="lost">What was confirmed and does not hold, or was refused and should have worked.</param>
    public bool Expect(bool holds, string lost)
    {
        if (!holds)
        {
            _lost.Enqueue(lost);
        }

        return holds;
    }

    /// <summary>All that was confirmed is found.</summary>
    public void ExpectAll<T>(IEnumerable<T> confirmed, IEnumerable<T> found, string what)
    {
        foreach (var missing in confirmed.Except(found))
        {
            _lost.Enqueue($"{what}: {missing}");
        }
    }

    /// <summary>All that was confirmed is found, once, and nothing else.</summary>
    public void ExpectSame<T>(IReadOnlyCollection<T> confirmed, IReadOnlyCollection<T> found, string what)
    {
        ExpectAll(confirmed, found, what);
        ExpectAll(found, confirmed, $"{what}, which should not be");
        Expect(confirmed.Count == found.Count, $"{what}: {confirmed.Count} confirmed, {found.Count} found");
    }

    /// <summary>Rows contradict each other, or show a part of something that is all or nothing.</summary>
    public void AddPartial(string what) => _partial.Enqueue(what);

    public async Task CheckInvariantsAsync(EdsTables tables, string taxpayerId)
    {
        foreach (var violation in await StorageInvariants.ViolationsAsync(tables, taxpayerId))
        {
            AddPartial($"{taxpayerId}: {violation}");
        }
    }

    /// <summary>Prints what is wrong, then one line of figures.</summary>
    /// <returns>The exit code: 0 if nothing is lost or partial.</returns>
    public int Print(string program, string figures)
    {
        var findings = _lost.Select(what => $"  lost: {what}").Concat(_partial.Select(what => $"  partial: {what}")).Take(MaxPrinted);
        Console.WriteLine(string.Join('\n', findings.Append(
            $"{program}: {figures}, {_faults} faults, {_attempts} attempts ({_unanswered} unanswered, {_retryable} asked to retry), "
            + $"lost {_lost.Count}, partial {_partial.Count}")));
        return _lost.IsEmpty && _partial.IsEmpty ? 0 : 1;
    }
}
