using Azure;
using Azure.Data.Tables;

namespace Eds.LocalHost;

/// <summary>
/// Three taxpayers to try things with: a company with three users, forty drivers of the day and six of the night, some idle, one suspended,
/// three gone; a second company of one of its managers; and a natural person who has ticked nothing yet. All are made up; the codes are public test codes or of a block that is not issued.
/// </summary>
internal static class DemoData
{
    /// <summary>The password of the forty drivers of the day.</summary>
    public const string DriversSecret = "seven amber stones by the sea";

    public static readonly Person Operator = Someone("311299-19993", "Olga Operatore");
    public static readonly Person Manager = Someone("161175-19997", "Anna Kalniņa");
    public static readonly Person SecondManager = Someone("040404-19999", "Ilze Liepa");
    public static readonly Person Accountant = Someone("030303-10004", "Pēteris Ozols");
    public static readonly Person OwnerDriver = Someone("030303-10012", "Jānis Bērziņš");

    /// <summary>In the order of the sign-in page.</summary>
    public static readonly IReadOnlyList<DemoPerson> People =
    [
        new(Manager, "SIA Dzintara taksis: tiesību pārvaldniece, API tiesības atzīmētas", "SIA Dzintara taksis: rights manager, API right ticked"),
        new(OwnerDriver, "Brauc pats, fiziska persona: API tiesības nav atzīmētas", "Drives himself, a natural person: API right not ticked"),
        new(SecondManager, "Divi uzņēmumi, SIA Dzintara taksis un SIA Vecrīgas taksis: tiesību pārvaldniece, API tiesības nav atzīmētas",
            "Two companies, SIA Dzintara taksis and SIA Vecrīgas taksis: rights manager, API right not ticked"),
        new(Accountant, "SIA Dzintara taksis: lietotājs bez tiesībām", "SIA Dzintara taksis: a user without rights"),
        new(Operator, "Operatore: reģistrē nodokļu maksātājus", "Operator: enrols taxpayers", "Operator"),
    ];

    private const string CompanyNumber = "40000000015";
    private const string SecondCompanyNumber = "40000000034";
    private const int Drivers = 40;
    private static readonly string[] NightDrivers = ["Ralfs Mednis", "Sanita Ozola", "Toms Priede", "Una Rozīte", "Valdis Sīlis", "Zane Vītola"];
    private static readonly string[] FormerDrivers = ["Aivars Krūze", "Daina Lāce", "Egils Zālītis"];

    private static readonly string[] FirstNames = ["Andris", "Baiba", "Dainis", "Elīna", "Gatis", "Inese", "Juris", "Kristīne"];
    private static readonly string[] LastNames = ["Āboliņš", "Balodis", "Celmiņš", "Eglītis", "Grīnbergs"];
    private static readonly string[] WomensLastNames = ["Āboliņa", "Balode", "Celmiņa", "Eglīte", "Grīnberga"];

    /// <summary>Adds what is missing; a taxpayer that has clients is left as it is.</summary>
    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await services.GetRequiredService<EdsTables>().CreateAsync(cancellation); // gone with an Azurite that was killed before it saved
        var enrolment = services.GetRequiredService<Enrolment>();
        await enrolment.EnrolAsync(new NewTaxpayer(OwnerDriver.Code.Digits, OwnerDriver.Name, TaxpayerKind.Natural, OwnerDriver), Operator, cancellation);
        await enrolment.EnrolAsync(new NewTaxpayer(CompanyNumber, "SIA Dzintara taksis", TaxpayerKind.Legal, Manager), Operator, cancellation);
        await enrolment.EnrolAsync(new NewTaxpayer(SecondCompanyNumber, "SIA Vecrīgas taksis", TaxpayerKind.Legal, SecondManager), Operator, cancellation);
        await SeedCompanyAsync(services, cancellation);
    }

    private static async Task SeedCompanyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var membership = services.GetRequiredService<Membership>();
        var company = (await membership.ListAsync(Manager, cancellation)).FirstOrDefault(taxpayer => taxpayer.RegistrationNumber == CompanyNumber);
        if (company is null || await membership.FindAsync(company.TaxpayerId, Manager, cancellation) is not { User.Rights.RightsManager: true } caller)
        {
            return; // someone has tried what becomes of a company without her
        }

        var everyClient = new ClientQuery(null, null, null, 1, null);
        if (await services.GetRequiredService<ClientStore>().ListAsync(company.TaxpayerId, everyClient, cancellation) is { Clients.Count: > 0 })
        {
            return;
        }

        var users = services.GetRequiredService<Users>();
        await users.ChangeRightsAsync(caller, caller.User.UserId, new Rights(true, true), caller.User.ETag, cancellation);
        await users.AddAsync(caller, Accountant, cancellation);
        if (await users.AddAsync(caller, SecondManager, cancellation) is (_, { } second))
        {
            await users.ChangeRightsAsync(caller, second.UserId, new Rights(true, false), second.ETag, cancellation);
        }

        var chosen = new SecretChoice.Chosen(ClientSecret.TryRead(DriversSecret)!);
        var day = await RegisterAsync(services, caller, chosen, "Dienas maiņa", 1, Enumerable.Range(0, Drivers).Select(DriversName), cancellation);
        var night = await RegisterAsync(services, caller, new SecretChoice.Generated(Each: false), "Nakts maiņa", 101, NightDrivers, cancellation);
        var former = await RegisterAsync(services, caller, new SecretChoice.Generated(Each: true), null, 201, FormerDrivers, cancellation);
        await services.GetRequiredService<SecretRotation>().StartAsync(caller, night.SecretId!, null, TimeSpan.FromHours(72), cancellation);
        await services.GetRequiredService<BulkAnnulment>().AnnulAsync(caller, [.. former.Clients.Select(client => client.ClientId)], AnnulReason.Left);
        await SuspendAsync(services, caller, night.Clients[^1].ClientId, cancellation);
        await UseAsync(services, caller.TaxpayerId, day, night, cancellation);
        await DemoRides.SeedAsync(services, company, cancellation);
    }

    private static async Task<RegistrationResult.Registered> RegisterAsync(
        IServiceProvider services, Caller caller, SecretChoice secret, string? name, int firstCode, IEnumerable<string> names, CancellationToken cancellation)
    {
        var drivers = names.Select((driver, i) => new Driver(Someone($"390000-{firstCode + i:D5}", "").Code, driver)).ToList();
        var request = new RegistrationRequest(caller, $"demo-data-{firstCode}", secret, drivers) { SecretName = name };
        return (RegistrationResult.Registered)await services.GetRequiredService<Registration>().RegisterAsync(request, cancellation);
    }

    private static async Task SuspendAsync(IServiceProvider services, Caller caller, ClientId clientId, CancellationToken cancellation)
    {
        var clients = services.GetRequiredService<ClientStore>();
        var client = await clients.FindAsync(caller.TaxpayerId, clientId, cancellation);
        var suspended = new ClientChange(null, new ValidUntilChange(services.GetRequiredService<TimeProvider>().GetUtcNow()));
        await clients.ChangeAsync(caller, clientId, suspended, client!.ETag);
    }

    /// <summary>
    /// As if they had driven for half a year: of the day, every eighth has been idle for a third of it and every tenth has never begun; of
    /// the night, two have the new password.
    /// </summary>
    private static async Task UseAsync(
        IServiceProvider services, string taxpayerId, RegistrationResult.Registered day, RegistrationResult.Registered night, CancellationToken cancellation)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var table = services.GetRequiredService<EdsTables>().Taxpayers;
        async Task WriteAsync(NewClient client, TimeSpan? idle, int version)
        {
            var row = new TableEntity(taxpayerId, $"client|{client.ClientId.Compact}") { ["CreatedAt"] = now.AddDays(-180) };
            if (idle is { } since)
            {
                row["LastUsedAt"] = now - since;
                row["LastUsedVersion"] = version;
            }

            await table.UpdateEntityAsync(row, ETag.All, cancellationToken: cancellation);
        }

        foreach (var (i, client) in day.Clients.Index())
        {
            await WriteAsync(client, i % 10 == 9 ? null : i % 8 == 3 ? TimeSpan.FromDays(100 + i) : TimeSpan.FromMinutes(17 * (i + 1)), 1);
        }

        foreach (var (i, client) in night.Clients.Index())
        {
            await WriteAsync(client, TimeSpan.FromHours(9 + i), i < 2 ? 2 : 1);
        }
    }

    /// <summary>Men's and women's first names take turns.</summary>
    private static string DriversName(int i) =>
        $"{FirstNames[i % FirstNames.Length]} {(i % 2 == 0 ? LastNames : WomensLastNames)[i / FirstNames.Length]}";

    private static Person Someone(string code, string name) =>
        PersonalCode.TryParse(code, out var parsed) ? new Person(parsed, name) : throw new InvalidOperationException("A demo code is none.");
}

/// <param name="Latvian">Who this is, and where, as seeded.</param>
/// <param name="Roles">In the access token.</param>
internal sealed record DemoPerson(Person Person, string Latvian, string English, params string[] Roles);
