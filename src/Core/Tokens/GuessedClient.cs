namespace Eds.Core;

/// <summary>What this instance knows of the guesses at one client. Networks are keyed digests, or <see cref="All"/>.</summary>
internal sealed class GuessedClient
{
    public const string All = "all";

    /// <summary>Consecutive failures per account that NIST SP 800-63B-4 §3.2.2 allows.</summary>
    private const int MostOverAll = 100;

    /// <summary>Networks that are told apart; an attacker who has more shares the last place with himself.</summary>
    private const int MostNetworks = 200;

    private static readonly TimeSpan Known = TimeSpan.FromDays(30);
    private static readonly TimeSpan WaitOverAll = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, GuessCount> _counts = [];

    /// <summary>When the stored counts were read last; null if never.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>How long this network has to wait; null: not at all.</summary>
    public TimeSpan? WaitOf(string network, DateTimeOffset now)
    {
        lock (_gate)
        {
            var count = Of(network);
            if (count.BlockedUntil > now)
            {
                return count.BlockedUntil - now;
            }

            // So that an attack on a client_id that is known never locks its driver out: his networks go on.
            var isKnown = now - count.SucceededAt < Known;
            return Of(All).FailuresAt(now) >= MostOverAll && !isKnown ? WaitOverAll : null;
        }
    }

    /// <returns>The counts of the network and over all after the failure.</returns>
    public (GuessCount Network, GuessCount All) Failed(string network, DateTimeOffset now)
    {
        lock (_gate)
        {
            return (_counts[Place(network)] = Of(network).Failed(now), _counts[All] = Of(All).Failed(now));
        }
    }

    /// <returns>The counts before the success.</returns>
    public (GuessCount Network, GuessCount All) Succeeded(string network, DateTimeOffset now)
    {
        lock (_gate)
        {
            var before = (Of(network), Of(All));
            _counts[Place(network)] = _counts[All] = GuessCount.OfSuccess(now);
            return before;
        }
    }

    public void Learn(string network, GuessCount stored)
    {
        lock (_gate)
        {
            _counts[Place(network)] = Of(network).With(stored);
        }
    }

    private GuessCount Of(string network) => _counts.GetValueOrDefault(Place(network));

    private string Place(string network) => network == All || _counts.ContainsKey(network) || _counts.Count < MostNetworks ? network : "others";
}
