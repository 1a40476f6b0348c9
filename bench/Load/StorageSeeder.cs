namespace Eds.Bench;

/// <summary>Clients of one taxpayer that share a secret.</summary>
internal sealed record Fleet(Caller Caller, TestPerson Manager, string Secret, IReadOnlyList<ClientId> Clients)
{
    public string TaxpayerId => Caller.TaxpayerId;
}

/// <summary>Fills storage through the product's own use cases.</summary>
internal sealed class StorageSeeder(BenchStorage storage)
{
    private const int MaxDriversPerRequest = 1_000;
    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 8 };

    public static string ChosenText() => $"{Crockford.Draw(6)} {Crockford.Draw(8)} {Crockford.Draw(6)}";
    public static SecretChoice.Chosen Chosen() => new(ClientSecret.TryRead(ChosenText())!);

    public async Task<IReadOnlyList<Fleet>> AddFleetsAsync(int fleets, int clientsEach)
    {
        var added = new Fleet[fleets];
        await Parallel.ForAsync(0, fleets, Parallelism, async (i, _) => added[i] = await AddFleetAsync(clientsEach));
        return added;
    }

    /// <summary>A new taxpayer with these clients.</summary>
    /// <param name="secret">Null: a generated one for all.</param>
    public async Task<Fleet> AddFleetAsync(int clients, SecretChoice? secret = null)
    {
        var (caller, manager) = await EnrolAsync();
        return await AddClientsAsync(new Fleet(caller, manager, "", []), clients, secret);
    }

    /// <returns>The new clients and their secret, without the fleet's earlier ones.</returns>
    public async Task<Fleet> AddClientsAsync(Fleet fleet, int clients, SecretChoice? secret = null)
    {
        var (all, text) = (new List<ClientId>(), (secret as SecretChoice.Chosen)?.Secret.Reveal());
        var choice = secret ?? new SecretChoice.Generated(Each: false);
        while (all.Count < clients)
        {
            var drivers = TestPerson.Drivers(Math.Min(MaxDriversPerRequest, clients - all.Count)).Select(PersonOf);
            var request = new RegistrationRequest(
                fleet.Caller, Crockford.Draw(26), choice, [.. drivers.Select(driver => new Driver(driver.Code, driver.Name))]);
            var registered =
                (RegistrationResult.Registered)await storage.Get<Registration>().RegisterAsync(request, CancellationToken.None);
            all.AddRange(registered.Clients.Select(client => client.ClientId));
            text ??= registered.Secret!.Reveal();
            choice = new SecretChoice.Existing(registered.SecretId!);
        }

        return fleet with { Secret = text!, Clients = all };
    }

    /// <summary>Annuls all clients a day longer ago than they are kept.</summary>
    public async Task AnnulLongAgoAsync(IReadOnlyList<Fleet> fleets)
    {
        storage.Clock.Ahead = -storage.Get<EdsOptions>().Purge.Retention - TimeSpan.FromDays(1);
        await AnnulAsync(fleets);
        storage.Clock.Ahead = TimeSpan.Zero;
    }

    public Task AnnulAsync(IReadOnlyList<Fleet> fleets) => Parallel.ForEachAsync(fleets, Parallelism, async (fleet, _) =>
    {
        foreach (var clientId in fleet.Clients)
        {
            await storage.Get<Annulment>().AnnulAsync(fleet.Caller, clientId, AnnulReason.Left);
        }
    });

    /// <summary>A taxpayer with one rights manager, who has both rights.</summary>
    private async Task<(Caller Caller, TestPerson Manager)> EnrolAsync()
    {
        var manager = TestPerson.New();
        var person = PersonOf(manager);
        var taxpayerId = (await storage.Get<Enrolment>().EnrolAsync(
            new NewTaxpayer(TestPerson.NewRegistrationNumber(), "SIA Mērījums", TaxpayerKind.Legal, person),
            PersonOf(TestPerson.Operator),
            CancellationToken.None))!;
        var (membership, users) = (storage.Get<Membership>(), storage.Get<Users>());
        var self = (await membership.FindAsync(taxpayerId, person, CancellationToken.None))!;
        await users.ChangeRightsAsync(self, self.User.UserId, new Rights(true, true), self.User.ETag, CancellationToken.None);
        return ((await membership.FindAsync(taxpayerId, person, CancellationToken.None))!, manager);
    }

    private static Person PersonOf(TestPerson person) =>
        PersonalCode.TryParse(person.Code, out var code) ? new Person(code, person.Name) : throw new FormatException(person.Code);
}
