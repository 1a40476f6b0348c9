using Eds.Core;
using Eds.Tests;

namespace Eds.Bench;

/// <summary>Several server processes on one store, each asked for the same at the same moment: one wins, the others are told so, nothing is lost.</summary>
internal sealed class Races(Store store, Servers servers, Tally tally)
{
    private const int Drivers = 60;
    private readonly Insistent _any = new(servers.Any, tally);

    public static async Task<int> RunAsync(int processes, int rounds)
    {
        await using var store = await Store.StartAsync();
        var tally = new Tally();
        await using var servers = await Servers.StartAsync(processes, store.ServerOptions);
        var races = new Races(store, servers, tally);
        for (var round = 0; round < rounds; round++)
        {
            await races.RightsAsync();
            await races.RegistrationAsync(round % 2 == 0 ? 1 : Drivers);
            await races.RotationAsync();
            await races.EnrolmentAsync();
            await races.PurgeAsync();
        }

        return tally.Report($"races of {processes}", $"{rounds} rounds of rights, registration, rotation, enrolment, purge");
    }

    /// <summary>As many managers as servers, each of whom removes the next one: at least one stays, and each who was told 204 did it.</summary>
    private async Task RightsAsync()
    {
        var company = await CompanyAsync();
        var people = Enumerable.Range(0, servers.All.Count - 1).Select(_ => TestPerson.New()).ToList();
        foreach (var person in people)
        {
            var user = (await company.SendAsync(HttpMethod.Post, "users", new { personalCode = person.Code, name = person.Name })).Body;
            await company.SendAsync(
                HttpMethod.Put, $"users/{user["userId"]}/rights", new { rightsManager = true, taxiApiConfiguration = true }, ("If-Match", user["etag"]!.GetValue<string>()));
        }

        List<TestPerson> all = [company.Manager, .. people];
        var users = await Task.WhenAll(all.Select(async person => (Person: person, UserId: await IdOfAsync(company, person))));
        var replies = await AtOnceAsync(i => (HttpMethod.Delete, $"api/taxpayers/{company.Id}/users/{users[(i + 1) % users.Length].UserId}", users[i].Person, null));
        var left = (await Wholeness.RowsAsync(store.Tables, company.Id)).Of("user").Count();
        if (left < 1 || left != all.Count - replies.Count(reply => reply.Status == 204))
        {
            tally.Lose($"{left} managers are left of {all.Count}: {string.Join("; ", replies.AsEnumerable())}");
        }

        await Inspection.WholeAsync(store.Tables, company.Id, tally);
    }

    private async Task RegistrationAsync(int drivers)
    {
        var company = await CompanyAsync();
        var body = new { secret = new { generate = true }, drivers = TestPerson.Drivers(drivers).Select(driver => new { personalCode = driver.Code, name = driver.Name }).ToList() };
        var replies = await AtOnceAsync(_ => (HttpMethod.Post, $"api/taxpayers/{company.Id}/taxi/clients", company.Manager, body));
        OneWins("registration", replies, won => won.Status == 201, lost => lost.Code is "driver-already-registered" or "registration-in-progress");
        var clients = (await company.SendAsync(HttpMethod.Get, "taxi/clients?limit=500")).Body["clients"]!.AsArray().Count;
        if (clients != drivers)
        {
            tally.FindPartial($"{clients} of {drivers} drivers are registered");
        }

        await Inspection.WholeAsync(store.Tables, company.Id, tally);
    }

    private async Task RotationAsync()
    {
        var company = await CompanyAsync();
        await company.RegisterAsync(1);
        var member = company.Active.Values.Single();
        var replies = await AtOnceAsync(i => (
            HttpMethod.Post, $"api/taxpayers/{company.Id}/taxi/secrets/{member.Secret.Id}/rotation", company.Manager,
            new { secret = new { generate = true }, overlapHours = 1 }));
        if (OneWins("rotation", replies, won => won.Status == 200, lost => lost.Code is "rotation-in-progress") is { } winner)
        {
            await member.UseAsync(_any, tally); // the old one works for an hour
            member.Secret.Text = winner.Body["secret"]!.GetValue<string>();
            await member.UseAsync(_any, tally);
        }

        await Inspection.WholeAsync(store.Tables, company.Id, tally);
    }

    private async Task EnrolmentAsync()
    {
        var (number, managers) = (TestPerson.NewRegistrationNumber(), servers.All.Select(_ => TestPerson.New()).ToList());
        var replies = await AtOnceAsync(i => (HttpMethod.Post, "api/taxpayers", TestPerson.Operator, new
        {
            registrationNumber = number,
            name = "SIA Viena",
            kind = "legal",
            rightsManager = new { personalCode = managers[i].Code, name = managers[i].Name },
        }));
        if (OneWins("enrolment", replies, won => won.Status == 201, lost => lost.Code is "taxpayer-exists") is { } winner)
        {
            await Inspection.WholeAsync(store.Tables, winner.Body["taxpayerId"]!.GetValue<string>(), tally);
        }
    }

    /// <summary>All purge at once, while a secret that has lost its last client gets a new one.</summary>
    private async Task PurgeAsync()
    {
        var generator = new Generator(store);
        var fleets = await generator.FleetsAsync(2, 5);
        var kept = await generator.AddAsync(fleets[0], 3, new SecretChoice.Generated(Each: false));
        await generator.AnnulLongAgoAsync(fleets);
        var secretId = (await Wholeness.RowsAsync(store.Tables, fleets[1].TaxpayerId)).Of("secret").Single().RowKey["secret|".Length..];
        var driver = TestPerson.New();
        var purges = Task.WhenAll(servers.All.Select(server => server.PurgeAsync()));
        var registered = await _any.SendAsync(
            HttpMethod.Post, $"api/taxpayers/{fleets[1].TaxpayerId}/taxi/clients", fleets[1].Manager,
            new { secret = new { secretId }, drivers = new[] { new { personalCode = driver.Code, name = driver.Name } } }, ("Idempotency-Key", Crockford.Draw(26)));
        if (registered.Status != 201 && !registered.Text.Contains("secret-not-found", StringComparison.Ordinal))
        {
            tally.Lose($"a registration during the purge: {registered}");
        }

        var reports = await purges;
        if (reports.Any(report => report is not { Finished: true }) || reports.Sum(report => report!.Clients) != 10)
        {
            tally.Lose($"purges removed {string.Join(" + ", reports.Select(report => report?.Clients))} clients of 10");
        }

        foreach (var (fleet, clients) in new[] { (kept, kept.Clients.Count), (fleets[1], registered.Status == 201 ? 1 : 0) })
        {
            var rows = await Wholeness.RowsAsync(store.Tables, fleet.TaxpayerId);
            if (rows.Of("client").Count() != clients)
            {
                tally.Lose($"{rows.Of("client").Count()} clients are left after a purge, not {clients}");
            }

            await Inspection.WholeAsync(store.Tables, fleet.TaxpayerId, tally);
        }
    }

    private Reply? OneWins(string what, IReadOnlyList<Reply> replies, Func<Reply, bool> isWinner, Func<Reply, bool> isLoser)
    {
        var winners = replies.Where(isWinner).ToList();
        if (winners.Count != 1 || !replies.Except(winners).All(isLoser))
        {
            tally.Lose($"{what}: {string.Join("; ", replies)}");
        }

        return winners.Count == 1 ? winners[0] : null;
    }

    /// <summary>One request to each server, all at the same moment.</summary>
    private async Task<IReadOnlyList<Reply>> AtOnceAsync(Func<int, (HttpMethod Method, string Path, TestPerson Person, object? Body)> request)
    {
        var callers = servers.All.Select(server => new Insistent(() => server, tally)).ToList();
        await Task.WhenAll(callers.Select((caller, i) => caller.SendAsync(HttpMethod.Get, "api/me", request(i).Person))); // signed in, connected
        tally.Fault();
        return await Task.WhenAll(callers.Select((caller, i) =>
        {
            var (method, path, person, body) = request(i);
            return caller.TryAsync(method, path, person, body, CancellationToken.None, ("Idempotency-Key", Crockford.Draw(26)));
        }));
    }

    private Task<Company> CompanyAsync() => Company.EnrolAsync(_any, tally);

    private async Task<string> IdOfAsync(Company company, TestPerson person)
    {
        var users = (await _any.SendAsync(HttpMethod.Get, $"api/taxpayers/{company.Id}/users", person)).Body["users"]!.AsArray();
        return users.Single(user => user!["isSelf"]!.GetValue<bool>())!["userId"]!.GetValue<string>();
    }
}
