namespace Eds.Bench;

/// <content>What it checks while faults go on.</content>
internal sealed partial class SimulatedTaxpayer
{
    private static readonly TimeSpan BetweenLists = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// The list shows each active client, and of each abandoned registration all clients or none. A registration that commits between
    /// two pages shows in part once, but not twice.
    /// </summary>
    public async Task VerifyListAsync()
    {
        var before = await PartlyListedAsync();
        if (before.Count == 0)
        {
            return;
        }

        await Task.Delay(BetweenLists);
        foreach (var abandoned in before.Intersect(await PartlyListedAsync()))
        {
            _counters.AddPartial($"{Id}: an abandoned registration of {abandoned.Drivers.Count} drivers shows in part");
        }
    }

    /// <summary>All pages.</summary>
    public Task<List<ClientBody>> ClientsAsync(string state) => PagesAsync(
        (api, continuation) => api.ListClientsAsync(Id, state: state, limit: 500, continuation: continuation),
        page => (page.Clients, page.Continuation));

    /// <summary>All pages.</summary>
    public Task<List<AuditEvent>> EventsAsync() =>
        PagesAsync((api, continuation) => api.ListEventsAsync(Id, continuation), page => (page.Events, page.Continuation));

    private async Task<List<TItem>> PagesAsync<TPage, TItem>(
        Func<EdsClient, string?, Task<Answer<TPage>>> list, Func<TPage, (IReadOnlyList<TItem> Items, string? Continuation)> read)
        where TPage : class
    {
        var (all, continuation) = (new List<TItem>(), default(string));
        do
        {
            var from = continuation;
            (var items, continuation) = read((await SendAsync(api => list(api, from))).Answer.Value);
            all.AddRange(items);
        }
        while (continuation is not null);
        return all;
    }

    private async Task<IReadOnlyList<Registration>> PartlyListedAsync()
    {
        var listed = (await ClientsAsync("active")).ToDictionary(client => client.Driver.PersonalCode, client => client.ClientId);
        foreach (var device in Active.Where(device => listed.GetValueOrDefault(device.Driver.Code) != device.ClientId))
        {
            _counters.AddLost($"{Id}: client {device.ClientId} is missing from the list");
        }

        return [.. _abandoned.Where(abandoned =>
            abandoned.Drivers.Count(driver => listed.ContainsKey(driver.Code)) is > 0 and var seen && seen < abandoned.Drivers.Count)];
    }
}
