using Eds.Core;
using Eds.Tests;

namespace Eds.Bench;

/// <summary>Whether all that companies were told is so, once the faults have ended.</summary>
internal static class Inspection
{
    /// <summary>Clients of each company whose credentials are tried.</summary>
    private const int Tried = 12;

    public static async Task RunAsync(EdsTables tables, IReadOnlyList<Company> companies, Insistent caller, Tally tally)
    {
        await Parallel.ForEachAsync(companies, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (company, _) =>
        {
            await company.SettleAbandonedAsync();
            await ClientsAsync(company, tally);
            await EventsAsync(company, tally);
            foreach (var member in company.Active.Values.OrderBy(member => member.ClientId[^10..], StringComparer.Ordinal).Take(Tried))
            {
                await member.UseAsync(caller, tally);
            }

            await WholeAsync(tables, company.Id, tally);
        });
    }

    public static async Task WholeAsync(EdsTables tables, string taxpayerId, Tally tally)
    {
        foreach (var fault in await Wholeness.FaultsAsync(tables, taxpayerId))
        {
            tally.FindPartial($"{taxpayerId}: {fault}");
        }
    }

    /// <summary>The list shows exactly the active clients that there must be, and the annulled ones as annulled.</summary>
    private static async Task ClientsAsync(Company company, Tally tally)
    {
        var listed = await company.PagesAsync("taxi/clients?state=all&limit=500", "clients");
        var active = listed.Where(client => client["state"]!.GetValue<string>() == "active").ToDictionary(client => client["clientId"]!.GetValue<string>());
        foreach (var member in company.Active.Values)
        {
            if (!active.Remove(member.ClientId, out var client))
            {
                tally.Lose($"{company.Id}: client {member.ClientId}");
            }
            else if (client["driver"]!["name"]!.GetValue<string>() != member.Name)
            {
                tally.Lose($"{company.Id}: the name of client {member.ClientId}");
            }
        }

        foreach (var clientId in active.Keys)
        {
            tally.Lose($"{company.Id}: {clientId} is active, and should not be");
        }

        var annulled = listed.Where(client => client["state"]!.GetValue<string>() == "annulled").Select(client => client["clientId"]!.GetValue<string>()).ToHashSet();
        foreach (var member in company.Annulled.Where(member => !annulled.Contains(member.ClientId)))
        {
            tally.Lose($"{company.Id}: the annulment of {member.ClientId}");
        }
    }

    /// <summary>Every deed is one event, however often it was asked for.</summary>
    private static async Task EventsAsync(Company company, Tally tally)
    {
        var events = await company.PagesAsync("events", "events");
        foreach (var (action, times) in company.Deeds)
        {
            var found = events.Count(auditEvent => auditEvent["action"]!.GetValue<string>() == action);
            if (found != times)
            {
                tally.Lose($"{company.Id}: {times} × {action}, but {found} events");
            }
        }
    }
}
