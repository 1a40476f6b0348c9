namespace Eds.Bench;

/// <summary>Checks that everything that was confirmed to a simulated taxpayer holds.</summary>
internal static class Verification
{
    /// <summary>Clients whose credentials are tried.</summary>
    private const int TriedClients = 12;
    private static readonly TimeSpan BetweenLists = TimeSpan.FromMilliseconds(300);

    /// <summary>After the faults have ended.</summary>
    public static async Task RunAsync(EdsTables tables, SimulatedTaxpayer taxpayer, RetryingClient client, FaultCounters counters)
    {
        await taxpayer.SettleAbandonedAsync();
        await CheckClientsAsync(taxpayer, counters);
        await CheckEventsAsync(taxpayer, counters);
        foreach (var device in taxpayer.Active.OrderBy(device => device.ClientId[^10..], StringComparer.Ordinal).Take(TriedClients))
        {
            await device.UseTokenAsync(client, counters);
        }

        await CheckInvariantsAsync(tables, taxpayer.Id, counters);
    }

    public static async Task CheckInvariantsAsync(EdsTables tables, string taxpayerId, FaultCounters counters)
    {
        foreach (var violation in await StorageInvariants.ViolationsAsync(tables, taxpayerId))
        {
            counters.AddPartial($"{taxpayerId}: {violation}");
        }
    }

    /// <summary>
    /// While faults go on: the list shows each active client, and of each abandoned registration all clients or none. A registration that
    /// commits between two pages shows in part once, but not twice.
    /// </summary>
    public static async Task CheckListAsync(SimulatedTaxpayer taxpayer, FaultCounters counters)
    {
        var before = await PartlyListedAsync(taxpayer, counters);
        if (before.Count == 0)
        {
            return;
        }

        await Task.Delay(BetweenLists);
        foreach (var abandoned in before.Intersect(await PartlyListedAsync(taxpayer, counters)))
        {
            counters.AddPartial($"{taxpayer.Id}: an abandoned registration of {abandoned.Drivers.Count} drivers shows in part");
        }
    }

    private static async Task<IReadOnlyList<SimulatedRegistration>> PartlyListedAsync(SimulatedTaxpayer taxpayer, FaultCounters counters)
    {
        var listed = (await taxpayer.ClientsAsync("active")).ToDictionary(client => client.Driver.PersonalCode, client => client.ClientId);
        foreach (var device in taxpayer.Active)
        {
            counters.Expect(
                listed.GetValueOrDefault(device.Driver.Code) == device.ClientId,
                $"{taxpayer.Id}: client {device.ClientId} is missing from the list");
        }

        return [.. taxpayer.Abandoned.Where(abandoned =>
            abandoned.Drivers.Count(driver => listed.ContainsKey(driver.Code)) is > 0 and var seen && seen < abandoned.Drivers.Count)];
    }

    /// <summary>The list shows exactly the clients that must be active, and the annulled ones as annulled.</summary>
    private static async Task CheckClientsAsync(SimulatedTaxpayer taxpayer, FaultCounters counters)
    {
        var listed = (await taxpayer.ClientsAsync("all")).ToLookup(client => client.State);
        var active = listed[ClientState.Active].ToDictionary(client => client.ClientId);
        foreach (var device in taxpayer.Active)
        {
            _ = counters.Expect(active.Remove(device.ClientId, out var client), $"{taxpayer.Id}: client {device.ClientId}")
                && counters.Expect(
                    client!.Driver.Name == device.Name, $"{taxpayer.Id}: the new driver's name of client {device.ClientId}");
        }

        foreach (var clientId in active.Keys)
        {
            counters.Expect(false, $"{taxpayer.Id}: {clientId} is active, and should not be");
        }

        var annulled = listed[ClientState.Annulled].Select(client => client.ClientId).ToHashSet();
        foreach (var device in taxpayer.Annulled)
        {
            counters.Expect(annulled.Contains(device.ClientId), $"{taxpayer.Id}: the annulment of {device.ClientId}");
        }
    }

    /// <summary>Every confirmed operation left exactly one event, however often it was retried.</summary>
    private static async Task CheckEventsAsync(SimulatedTaxpayer taxpayer, FaultCounters counters)
    {
        var all = await taxpayer.EventsAsync();
        var events = all.CountBy(auditEvent => auditEvent.Action).ToDictionary();
        foreach (var (action, confirmed) in taxpayer.Confirmed)
        {
            var found = events.GetValueOrDefault(action);
            counters.Expect(found == confirmed, $"{taxpayer.Id}: {confirmed} × {action}, but {found} events");
        }

        var (annulled, rotated) = (
            all.Where(auditEvent => auditEvent.Action == "clients-annulled").Sum(auditEvent => auditEvent.Clients),
            all.Where(auditEvent => auditEvent.Action == "secrets-rotated").Sum(auditEvent => auditEvent.Secrets));
        counters.Expect(
            (annulled, rotated) == (taxpayer.AnnulledInBulk, taxpayer.RotatedInBulk),
            $"{taxpayer.Id}: {taxpayer.AnnulledInBulk} clients annulled and {taxpayer.RotatedInBulk} secrets rotated in bulk, "
            + $"but events tell of {annulled} and {rotated}");
    }
}
