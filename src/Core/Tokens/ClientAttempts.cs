namespace Eds.Core;

/// <summary>
/// What this instance knows of the guesses at one client. Networks are keyed digests, or <see cref="All"/>. Used by whoever has the turn.
/// </summary>
internal sealed class ClientAttempts
{
    public const string All = "all";

    /// <summary>Consecutive failures per account that NIST SP 800-63B-4 §3.2.2 allows.</summary>
    private const int MostOverAll = 100;

    private const int MostNetworks = 200;

    private static readonly TimeSpan Known = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Dictionary<string, FailedAttempts> _counts = [];

    /// <summary>One attempt at a time, so that those sent all at once are counted before the next is looked at.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Timestamp of the last read of the stored counts; null if there was none.</summary>
    public long? ReadAt { get; set; }

    public int FailuresOverAll => Of(All).Failures;

    /// <summary>
    /// How long this network has to wait; null: not at all. Over all it may last a day from the last failure, but is told an hour at
    /// a time, as a success elsewhere ends it.
    /// </summary>
    public TimeSpan? WaitOf(string network, DateTimeOffset now)
    {
        var (count, all) = (Of(network), Of(All));
        if (count.BlockedUntil > now)
        {
            return count.BlockedUntil - now;
        }

        // So that an attack on a client_id that is known never locks its driver out: his networks go on.
        var isKnown = now - count.SucceededAt < Known;
        return all.FailuresAt(now) < MostOverAll || isKnown ? null
            : all.ForgottenAt - now < LongestWait ? all.ForgottenAt - now
            : LongestWait;
    }

    /// <returns>The counts of the network and over all after the failure.</returns>
    public (FailedAttempts Network, FailedAttempts All) Failed(string network, DateTimeOffset now) =>
        (Set(network, Of(network).Failed(now)), Set(All, Of(All).Failed(now)));

    /// <returns>The counts before the success.</returns>
    public (FailedAttempts Network, FailedAttempts All) Succeeded(string network, DateTimeOffset now)
    {
        var before = (Of(network), Of(All));
        Set(network, FailedAttempts.OfSuccess(now));
        Set(All, FailedAttempts.OfSuccess(now));
        return before;
    }

    public void Learn(string network, FailedAttempts stored) => Set(network, Of(network).With(stored));

    private FailedAttempts Of(string network) => _counts.GetValueOrDefault(network);

    private FailedAttempts Set(string network, FailedAttempts count)
    {
        // The driver's networks are the last to go. An attacker gains nothing by forgotten ones of his: what he did counts over all.
        if (_counts.Count >= MostNetworks && !_counts.ContainsKey(network))
        {
            _counts.Remove(_counts.Where(known => known.Key != All).MinBy(known => (known.Value.SucceededAt, known.Value.FailedAt)).Key);
        }

        return _counts[network] = count;
    }
}
