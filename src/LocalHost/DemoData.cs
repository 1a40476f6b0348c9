namespace Eds.LocalHost;

/// <summary>
/// Two taxpayers to try things with: a company with three users and forty drivers, and a natural person who has ticked nothing yet.
/// All are made up; the codes are public test codes or of a block that is not issued.
/// </summary>
internal static class DemoData
{
    /// <summary>The password of all forty drivers.</summary>
    public const string DriversSecret = "seven amber stones by the sea";

    private const string Company = "SIA Dzintara taksis";
    private const string CompanyNumber = "40000000015";

    private static readonly Person Operator = Someone("311299-19993", "Olga Operatore");
    private static readonly Person Manager = Someone("161175-19997", "Anna Kalniņa");
    private static readonly Person SecondManager = Someone("040404-19999", "Ilze Liepa");
    private static readonly Person Accountant = Someone("030303-10004", "Pēteris Ozols");
    private static readonly Person Owner = Someone("030303-10012", "Jānis Bērziņš");
    private static readonly string[] FirstNames = ["Andris", "Dainis", "Edgars", "Gatis", "Ivars", "Juris", "Kārlis", "Laimonis"];
    private static readonly string[] LastNames = ["Āboliņš", "Balodis", "Celmiņš", "Eglītis", "Grīnbergs"];

    /// <summary>In the order of the sign-in page.</summary>
    public static IReadOnlyList<DemoPerson> People { get; } =
    [
        new(Manager, $"{Company}: tiesību pārvaldniece, API tiesības atzīmētas", $"{Company}: rights manager, API right ticked"),
        new(Owner, "Brauc pats, fiziska persona: API tiesības nav atzīmētas", "A natural person who drives: API right not ticked"),
        new(SecondManager, $"{Company}: tiesību pārvaldniece, API tiesību nav", $"{Company}: rights manager, API right not ticked"),
        new(Accountant, $"{Company}: lietotājs bez tiesībām", $"{Company}: a user without rights"),
        new(Operator, "Operatore: reģistrē nodokļu maksātājus", "Operator: enrols taxpayers", "Operator"),
    ];

    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await services.GetRequiredService<EdsTables>().CreateAsync(cancellation); // gone with an Azurite that was killed before it saved
        var enrolment = services.GetRequiredService<Enrolment>();
        await enrolment.EnrolAsync(new(Owner.Code.Digits, Owner.Name, TaxpayerKind.Natural, Owner), Operator, cancellation);
        if (await enrolment.EnrolAsync(new(CompanyNumber, Company, TaxpayerKind.Legal, Manager), Operator, cancellation) is { } taxpayerId)
        {
            await SeedCompanyAsync(services, taxpayerId, cancellation);
        }
    }

    private static async Task SeedCompanyAsync(IServiceProvider services, string taxpayerId, CancellationToken cancellation)
    {
        var caller = (await services.GetRequiredService<Membership>().FindAsync(taxpayerId, Manager, cancellation))!;
        var users = services.GetRequiredService<Users>();
        await users.ChangeRightsAsync(caller, caller.User.UserId, new Rights(true, true), caller.User.ETag, cancellation);
        await users.AddAsync(caller, Accountant, cancellation);
        if (await users.AddAsync(caller, SecondManager, cancellation) is (_, { } second))
        {
            await users.ChangeRightsAsync(caller, second.UserId, new Rights(true, false), second.ETag, cancellation);
        }

        var names = LastNames.SelectMany(last => FirstNames.Select(first => $"{first} {last}"));
        var drivers = names.Select((name, i) => new Driver(Someone($"390000-{i + 1:D5}", name).Code, name)).ToList();
        var secret = new SecretChoice.Chosen(ClientSecret.TryRead(DriversSecret)!);
        await services.GetRequiredService<Registration>().RegisterAsync(new(caller, "demo-data", secret, drivers), cancellation);
    }

    private static Person Someone(string code, string name) =>
        PersonalCode.TryParse(code, out var parsed) ? new Person(parsed, name) : throw new ArgumentException("Malformed", nameof(code));
}

/// <param name="Latvian">Who this is, and where, as seeded.</param>
/// <param name="Roles">In the access token.</param>
internal sealed record DemoPerson(Person Person, string Latvian, string English, params string[] Roles);
