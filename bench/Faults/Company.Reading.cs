using System.Text.Json.Nodes;

namespace Eds.Bench;

/// <content>What it sees.</content>
internal sealed partial class Company
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// What it sees in between: its clients, and of each registration that it gave up waiting for, all or none. One that is committed
    /// between two pages shows in part, but not the second time.
    /// </summary>
    public async Task LookAsync()
    {
        var before = await InPartAsync();
        if (before.Count > 0)
        {
            await Task.Delay(BetweenLooks);
            foreach (var abandoned in before.Intersect(await InPartAsync()))
            {
                _tally.FindPartial($"{Id}: an abandoned registration of {abandoned.People.Count} shows in part");
            }
        }
    }

    /// <summary>All that a list shows, page by page.</summary>
    public async Task<List<JsonNode>> PagesAsync(string path, string property)
    {
        var (all, continuation) = (new List<JsonNode>(), default(string));
        do
        {
            var page = (await SendAsync(HttpMethod.Get, continuation is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}continuation={continuation}")).Body;
            all.AddRange(page[property]!.AsArray().Select(item => item!));
            continuation = page["continuation"]?.GetValue<string>();
        }
        while (continuation is not null);
        return all;
    }

    private async Task<IReadOnlyList<Abandoned>> InPartAsync()
    {
        var listed = (await PagesAsync("taxi/clients?limit=500", "clients"))
            .ToDictionary(client => client["driver"]!["personalCode"]!.GetValue<string>(), client => client["clientId"]!.GetValue<string>());
        foreach (var member in _active.Values.Where(member => listed.GetValueOrDefault(member.Driver.Code) != member.ClientId))
        {
            _tally.Lose($"{Id}: client {member.ClientId}, for a while at least");
        }

        return [.. _abandoned.Where(abandoned => abandoned.People.Count(person => listed.ContainsKey(person.Code)) is var seen && seen != 0 && seen != abandoned.People.Count)];
    }
}
