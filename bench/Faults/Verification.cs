namespace Eds.Bench;

/// <summary>Checks after the faults have ended that everything that was confirmed holds.</summary>
internal static class Verification
{
    /// <summary>Clients of each taxpayer whose credentials are tried.</summary>
    private const int TriedClients = 12;

    public static Task RunAsync(
        EdsTables tables, IReadOnlyList<SimulatedTaxpayer> taxpayers, RetryingClient client, FaultCounters counters) =>
        Parallel.ForEachAsync(taxpayers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (taxpayer, _) =>
        {
            await taxpayer.SettleAbandonedAsync();
            await CheckClientsAsync(taxpayer, counters);
            await CheckEventsAsync(taxpayer, counters);
            foreach (var device in taxpayer.Active.OrderBy(device => device.ClientId[^10..], StringComparer.Ordinal).Take(TriedClients))
            {
                await device.UseTokenAsync(client, counters);
            }

            await CheckInvariantsAsync(tables, taxpayer.Id, counters);
        });

    public static async Task CheckInvariantsAsync(EdsTables tables, string taxpayerId, FaultCounters counters)
    {
        foreach (var violation in await StorageInvariants.ViolationsAsync(tables, taxpayerId))
        {
            counters.AddPartial($"{taxpayerId}: {violation}");
        }
    }

    /// <summary>The list shows exactly the clients that must be active, and the annulled ones as annulled.</summary>
    private static async Task CheckClientsAsync(SimulatedTaxpayer taxpayer, FaultCounters counters)
    {
        var listed = (await taxpayer.ClientsAsync("all")).ToLookup(client => client.State);
        var active = listed[ClientState.Active].ToDictionary(client => client.ClientId);
        foreach (var device in taxpayer.Active)
        {
            if (!active.Remove(device.ClientId, out var client))
            {
                counters.AddLost($"{taxpayer.Id}: client {device.ClientId}");
            }
            else if (client.Driver.Name != device.Name)
            {
                counters.AddLost($"{taxpayer.Id}: the new driver's name of client {device.ClientId}");
            }
        }

        foreach (var clientId in active.Keys)
        {
            counters.AddLost($"{taxpayer.Id}: {clientId} is active, and should not be");
        }

        var annulled = listed[ClientState.Annulled].Select(client => client.ClientId).ToHashSet();
        foreach (var device in taxpayer.Annulled.Where(device => !annulled.Contains(device.ClientId)))
        {
            counters.AddLost($"{taxpayer.Id}: the annulment of {device.ClientId}");
        }
    }

    /// <summary>Every confirmed operation left exactly one event, however often it was retried.</summary>
    private static async Task CheckEventsAsync(SimulatedTaxpayer taxpayer, FaultCounters counters)
    {
        var all = await taxpayer.EventsAsync();
        var events = all.CountBy(auditEvent => auditEvent.Action).ToDictionary();
        foreach (var (action, confirmed) in taxpayer.Confirmed)
        {
            if (events.GetValueOrDefault(action) is var found && found != confirmed)
            {
                counters.AddLost($"{taxpayer.Id}: {confirmed} × {action}, but {found} events");
            }
        }

        var (annulled, rotated) = (
            all.Where(auditEvent => auditEvent.Action == "clients-annulled").Sum(auditEvent => auditEvent.Clients),
            all.Where(auditEvent => auditEvent.Action == "secrets-rotated").Sum(auditEvent => auditEvent.Secrets));
        if ((annulled, rotated) != (taxpayer.AnnulledInBulk, taxpayer.RotatedInBulk))
        {
            counters.AddLost(
                $"{taxpayer.Id}: {taxpayer.AnnulledInBulk} clients annulled and {taxpayer.RotatedInBulk} secrets rotated in bulk, "
                + $"but events tell of {annulled} and {rotated}");
        }
    }
}
