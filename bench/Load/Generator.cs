using Eds.Core;
using Eds.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Bench;

/// <summary>Fills a store through the product's own use cases.</summary>
internal sealed class Generator(Store store)
{
    private const int AtOnce = 8;
    private const int MostPerRequest = 1_000;

    /// <summary>Taxpayers of so many clients each, with one secret for all.</summary>
    public async Task<IReadOnlyList<Fleet>> FleetsAsync(int taxpayers, int clientsEach)
    {
        var fleets = new Fleet[taxpayers];
        await Parallel.ForAsync(0, taxpayers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            fleets[i] = await FleetAsync(clientsEach, new SecretChoice.Generated(Each: false)));
        return fleets;
    }

    public async Task<Fleet> FleetAsync(int clients, SecretChoice secret)
    {
        var (caller, manager) = await store.EnrolAsync();
        return await AddAsync(new Fleet(caller, manager, "", []), clients, secret);
    }

    /// <returns>The fleet with these clients and their secret; those it had before are left out.</returns>
    public async Task<Fleet> AddAsync(Fleet fleet, int clients, SecretChoice secret)
    {
        var (all, text, choice) = (new List<ClientId>(), (secret as SecretChoice.Chosen)?.Secret.Reveal(), secret);
        while (all.Count < clients)
        {
            var registered = await store.RegisterAsync(fleet.Caller, Math.Min(MostPerRequest, clients - all.Count), choice);
            all.AddRange(registered.Clients.Select(client => client.ClientId));
            text ??= registered.Secret!.Reveal();
            choice = new SecretChoice.Existing(registered.SecretId!);
        }

        return fleet with { Secret = text!, Clients = all };
    }

    /// <summary>Annuls all clients of the fleets a day longer ago than they are kept.</summary>
    public async Task AnnulLongAgoAsync(IReadOnlyList<Fleet> fleets)
    {
        store.Clock.Ahead = -store.Services.GetRequiredService<EdsOptions>().Purge.Retention - TimeSpan.FromDays(1);
        await AnnulAsync(fleets);
        store.Clock.Ahead = TimeSpan.Zero;
    }

    public Task AnnulAsync(IReadOnlyList<Fleet> fleets)
    {
        var annulment = store.Services.GetRequiredService<Annulment>();
        return Parallel.ForEachAsync(fleets, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (fleet, _) =>
        {
            foreach (var clientId in fleet.Clients)
            {
                await annulment.AnnulAsync(fleet.Caller, clientId, AnnulReason.Left, CancellationToken.None);
            }
        });
    }
}

/// <summary>Clients of one taxpayer with one secret.</summary>
internal sealed record Fleet(Caller Caller, TestPerson Manager, string Secret, IReadOnlyList<ClientId> Clients)
{
    public string TaxpayerId => Caller.TaxpayerId;
}
