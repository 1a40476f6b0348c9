namespace Eds.Bench;

/// <summary>Checks that everything that was confirmed to a simulated taxpayer holds.</summary>
internal static class Verification
{
    /// <summary>Clients whose credentials are tried.</summary>
    private const int TriedClients = 12;
    private static readonly TimeSpan BetweenLists = TimeSpan.FromMilliseconds(300);

    /// <summary>After the faults have ended.</summary>
    public static async Task RunAsync(EdsTables tables, SimulatedTaxpayer taxpayer, RetryingClient client)
    {
        await taxpayer.SettleAbandonedAsync();
        await CheckClientsAsync(taxpayer);
        await CheckEventsAsync(taxpayer);
        foreach (var device in taxpayer.Active.OrderBy(device => device.ClientId[^10..], StringComparer.Ordinal).Take(TriedClients))
        {
            await device.UseTokenAsync(client);
        }

        await client.Counters.CheckInvariantsAsync(tables, taxpayer.Id);
    }

    /// <summary>
    /// While faults go on: the list shows each active client, and of each abandoned registration all clients or none. A registration that
    /// commits between two pages shows in part once, but not twice.
    /// </summary>
    public static async Task CheckListAsync(SimulatedTaxpayer taxpayer)
    {
        if (await PartlyListedAsync(taxpayer) is { Count: > 0 } before)
        {
            await Task.Delay(BetweenLists);
            foreach (var abandoned in before.Intersect(await PartlyListedAsync(taxpayer)))
            {
                taxpayer.Counters.AddPartial($"{taxpayer.Id}: of {abandoned.Drivers.Count} drivers' registration a part shows");
            }
        }
    }

    private static async Task<IReadOnlyList<SimulatedRegistration>> PartlyListedAsync(SimulatedTaxpayer taxpayer)
    {
        var listed = (await taxpayer.ClientsAsync("active")).ToDictionary(client => client.Driver.PersonalCode, client => client.ClientId);
        taxpayer.Counters.ExpectAll(taxpayer.Active.Select(device => device.ClientId), listed.Values, $"{taxpayer.Id}: not in the list");
        return [.. taxpayer.Abandoned.Where(abandoned =>
            abandoned.Drivers.Count(driver => listed.ContainsKey(driver.Code)) is > 0 and var seen && seen < abandoned.Drivers.Count)];
    }

    /// <summary>The list shows exactly the clients that must be active, and the annulled ones as annulled.</summary>
    private static async Task CheckClientsAsync(SimulatedTaxpayer taxpayer)
    {
        var listed = (await taxpayer.ClientsAsync("all")).ToLookup(client => client.State);
        taxpayer.Counters.ExpectSame(
            [.. taxpayer.Active.Select(device => (device.ClientId, device.Name))],
            [.. listed[ClientState.Active].Select(client => (client.ClientId, client.Driver.Name))],
            $"{taxpayer.Id}: active client");
        taxpayer.Counters.ExpectAll(
            taxpayer.Annulled.Select(device => device.ClientId),
            listed[ClientState.Annulled].Select(client => client.ClientId),
            $"{taxpayer.Id}: the annulment of client");
    }

    /// <summary>Every confirmed operation left one event, however often it was retried; one in bulk, with its clients or secrets.</summary>
    private static async Task CheckEventsAsync(SimulatedTaxpayer taxpayer)
    {
        var events = (await taxpayer.EventsAsync()).ToLookup(auditEvent => auditEvent.Action);
        foreach (var (action, confirmed) in taxpayer.Confirmed)
        {
            var found = events[action].Sum(auditEvent => action switch
            {
                SimulatedTaxpayer.ClientsAnnulled => auditEvent.Clients,
                SimulatedTaxpayer.SecretsRotated => auditEvent.Secrets,
                _ => 1,
            });
            taxpayer.Counters.Expect(found == confirmed, $"{taxpayer.Id}: {confirmed} × {action}, but events tell of {found}");
        }
    }
}
