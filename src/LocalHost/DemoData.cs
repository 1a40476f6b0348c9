namespace Eds.LocalHost;

/// <summary>
/// Three taxpayers to try things with: a company with three users and forty-six drivers; a second company of one of its managers; and a
/// natural person who has ticked nothing yet. All are made up; the codes are public test codes or of a block that is not issued.
/// </summary>
internal sealed class DemoData(
    IServiceProvider services, EdsTables tables, Enrolment enrolment, Membership membership, Users users, Registration registration,
    SecretRotation rotation, BulkAnnulment annulment, ClientStore clients, TimeProvider time)
{
    public const int DayDrivers = 40;

    /// <summary>The password of the drivers of the day.</summary>
    public const string DriversSecret = "seven amber stones by the sea";

    private const string CompanyNumber = "40000000015";

    private static readonly Person Operator = Someone("311299-19993", "Olga Operatore");
    private static readonly Person Manager = Someone("161175-19997", "Anna Kalniņa");
    private static readonly Person SecondManager = Someone("040404-19999", "Ilze Liepa");
    private static readonly Person Accountant = Someone("030303-10004", "Pēteris Ozols");
    private static readonly Person OwnerDriver = Someone("030303-10012", "Jānis Bērziņš");

    private static readonly string[] NightDrivers =
        ["Ralfs Mednis", "Sanita Ozola", "Toms Priede", "Una Rozīte", "Valdis Sīlis", "Zane Vītola"];
    private static readonly string[] FormerDrivers = ["Aivars Krūze", "Daina Lāce", "Egils Zālītis"];
    private static readonly string[] FirstNames = ["Andris", "Baiba", "Dainis", "Elīna", "Gatis", "Inese", "Juris", "Kristīne"];
    private static readonly string[] LastNames = ["Āboliņš", "Balodis", "Celmiņš", "Eglītis", "Grīnbergs"];
    private static readonly string[] WomensLastNames = ["Āboliņa", "Balode", "Celmiņa", "Eglīte", "Grīnberga"];

    /// <summary>In the order of the sign-in page.</summary>
    public static IReadOnlyList<DemoPerson> People { get; } =
    [
        new(Manager, "SIA Dzintara taksis: tiesību pārvaldniece, API tiesības atzīmētas",
            "SIA Dzintara taksis: rights manager, API right ticked"),
        new(OwnerDriver, "Brauc pats, fiziska persona: API tiesības nav atzīmētas",
            "Drives his own taxi, a natural person: API right not ticked"),
        new(SecondManager, "SIA Dzintara taksis un SIA Vecrīgas taksis: tiesību pārvaldniece, API tiesības nav atzīmētas",
            "SIA Dzintara taksis and SIA Vecrīgas taksis: rights manager, API right not ticked"),
        new(Accountant, "SIA Dzintara taksis: lietotājs bez tiesībām", "SIA Dzintara taksis: a user without rights"),
        new(Operator, "Operatore: reģistrē nodokļu maksātājus", "Operator: enrols taxpayers", "Operator"),
    ];

    /// <summary>Adds what is missing; a taxpayer that has clients is left as it is.</summary>
    public static Task SeedAsync(IServiceProvider services, CancellationToken cancellation) =>
        ActivatorUtilities.CreateInstance<DemoData>(services).SeedAsync(cancellation);

    private async Task SeedAsync(CancellationToken cancellation)
    {
        await tables.CreateAsync(cancellation); // gone with an Azurite that was killed before it saved
        await EnrolAsync(OwnerDriver.Code.Digits, OwnerDriver.Name, TaxpayerKind.Natural, OwnerDriver);
        await EnrolAsync(CompanyNumber, "SIA Dzintara taksis", TaxpayerKind.Legal, Manager);
        await EnrolAsync("40000000034", "SIA Vecrīgas taksis", TaxpayerKind.Legal, SecondManager);
        var company = (await membership.ListAsync(Manager, cancellation)).FirstOrDefault(own => own.RegistrationNumber == CompanyNumber);
        if (company is not { Rights.RightsManager: true } || await ClientsAsync(company, cancellation) is not [])
        {
            return; // seeded before, or someone has tried what becomes of a company without her
        }

        var caller = (await membership.FindAsync(company.TaxpayerId, Manager, cancellation))!;
        await AddUsersAsync(caller, cancellation);
        await AddClientsAsync(caller, cancellation);
        var drove = (await ClientsAsync(company, cancellation)).Where(client => client.State is not ClientState.Annulled);
        await ActivatorUtilities.CreateInstance<DemoHistory>(services)
            .AddAsync(company, drove.OrderBy(client => client.Driver.Code.Digits, StringComparer.Ordinal), cancellation);

        Task EnrolAsync(string number, string name, TaxpayerKind kind, Person manager) =>
            enrolment.EnrolAsync(new NewTaxpayer(number, name, kind, manager), Operator, cancellation);
    }

    private async Task<IReadOnlyList<ApiClient>> ClientsAsync(TaxpayerMembership company, CancellationToken cancellation) =>
        (await clients.ListAsync(company.TaxpayerId, new ClientQuery(null, null, null, 500, null), cancellation))!.Clients;

    private async Task AddUsersAsync(Caller caller, CancellationToken cancellation)
    {
        await users.ChangeRightsAsync(caller, caller.User.UserId, new Rights(true, true), caller.User.ETag, cancellation);
        await users.AddAsync(caller, Accountant, cancellation);
        if (await users.AddAsync(caller, SecondManager, cancellation) is (_, { } second))
        {
            await users.ChangeRightsAsync(caller, second.UserId, new Rights(true, false), second.ETag, cancellation);
        }
    }

    private async Task AddClientsAsync(Caller caller, CancellationToken cancellation)
    {
        var chosen = new SecretChoice.Chosen(ClientSecret.TryRead(DriversSecret)!);
        await RegisterAsync(caller, chosen, "Dienas maiņa", 1, Enumerable.Range(0, DayDrivers).Select(DriversName));
        var night = await RegisterAsync(caller, new SecretChoice.Generated(Each: false), "Nakts maiņa", 101, NightDrivers);
        await rotation.StartAsync(caller, night.SecretId!, null, TimeSpan.FromHours(72));
        var last = (await clients.FindAsync(caller.TaxpayerId, night.Clients[^1].ClientId, cancellation))!;
        await clients.ChangeAsync(caller, last.ClientId, new ClientChange(null, new ValidUntilChange(time.GetUtcNow())), last.ETag);
        var former = await RegisterAsync(caller, new SecretChoice.Generated(Each: true), null, 201, FormerDrivers);
        await annulment.AnnulAsync(caller, [.. former.Clients.Select(client => client.ClientId)], AnnulReason.Left);
    }

    private async Task<RegistrationResult.Registered> RegisterAsync(
        Caller caller, SecretChoice secret, string? name, int firstCode, IEnumerable<string> names)
    {
        var drivers = names.Select((driver, i) => new Driver(PersonalCode.FromStored($"390000{firstCode + i:D5}"), driver)).ToList();
        var request = new RegistrationRequest(caller, $"demo-data-{firstCode}", secret, drivers) { SecretName = name };
        return (RegistrationResult.Registered)await registration.RegisterAsync(request, CancellationToken.None);
    }

    /// <summary>Men's and women's first names take turns.</summary>
    private static string DriversName(int i) =>
        $"{FirstNames[i % FirstNames.Length]} {(i % 2 == 0 ? LastNames : WomensLastNames)[i / FirstNames.Length]}";

    private static Person Someone(string code, string name) =>
        new(PersonalCode.FromStored(code.Replace("-", "", StringComparison.Ordinal)), name);
}

/// <param name="Latvian">Who this is, and where, as seeded.</param>
/// <param name="Roles">In the access token.</param>
internal sealed record DemoPerson(Person Person, string Latvian, string English, params string[] Roles);
