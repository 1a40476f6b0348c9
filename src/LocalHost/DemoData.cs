using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.LocalHost;

/// <summary>
/// Two taxpayers to try things with: a company with three users and forty drivers, and a natural person who has ticked nothing yet.
/// All are made up; the codes are public test codes or of a block that is not issued.
/// </summary>
internal static class DemoData
{
    /// <summary>The password of all forty drivers.</summary>
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
        new(SecondManager, "SIA Dzintara taksis: tiesību pārvaldniece, API tiesības nav atzīmētas", "SIA Dzintara taksis: rights manager, API right not ticked"),
        new(Accountant, "SIA Dzintara taksis: lietotājs bez tiesībām", "SIA Dzintara taksis: a user without rights"),
        new(Operator, "Operatore: reģistrē nodokļu maksātājus", "Operator: enrols taxpayers", "Operator"),
    ];

    private const string CompanyNumber = "40000000015";
    private const int Drivers = 40;

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

        var drivers = Enumerable.Range(0, Drivers).Select(i => new Driver(Someone($"390000-{i + 1:D5}", "").Code, DriversName(i))).ToList();
        await services.GetRequiredService<Registration>().RegisterAsync(
            new RegistrationRequest(caller, "demo-data", new SecretChoice.Chosen(ClientSecret.TryRead(DriversSecret)!), drivers), cancellation);
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
