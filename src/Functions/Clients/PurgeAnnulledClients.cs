namespace Eds.Functions;

/// <summary>Once a day: removes annulled clients whose retention is over, and everything else that is due.</summary>
public sealed class PurgeAnnulledClients(Purge purge)
{
    [Function(nameof(PurgeAnnulledClients))]
    public Task RunAsync([TimerTrigger("%Purge:Schedule%")] TimerInfo timer, CancellationToken cancellation) =>
        purge.RunAsync(cancellation);
}
