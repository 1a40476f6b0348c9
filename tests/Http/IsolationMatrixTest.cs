using System.Text.Json.Nodes;

namespace Eds.Tests;

/// <summary>Every management route × every kind of caller, with the answer that design says (§2): computed, not listed.</summary>
[Trait("Host", "Own")]
public sealed class IsolationMatrixTest(OwnSignIn signIn) : IClassFixture<OwnSignIn>
{
    /// <summary>Callers by name: the token they show, and what they may do.</summary>
    private enum May
    {
        /// <summary>Not signed in: 401.</summary>
        Nothing,

        /// <summary>Signed in, but nobody's user here: 404.</summary>
        BeElsewhere,

        /// <summary>A user without rights.</summary>
        Read,

        /// <summary>A rights manager who has not ticked the right.</summary>
        Manage,

        /// <summary>An operator who is nobody's user.</summary>
        Operate,
    }

    [Theory]
    [MemberData(nameof(ManagementRoutes.All), MemberType = typeof(ManagementRoutes))]
    public async Task Each_caller_gets_what_is_his(string function)
    {
        var route = ManagementRoutes.Named(function);
        var target = await EnrolAsync();
        var (plain, manager) = (TestPerson.New(), TestPerson.New());
        await target.Taxpayer.AddUserAsync(plain);
        (await target.Taxpayer.ChangeRightsAsync(await target.Taxpayer.AddUserAsync(manager), rightsManager: true, taxi: false)).Expect(200);
        var other = (await EnrolAsync()).Taxpayer.Token;
        var device = (await signIn.Host.Api.RequestTokenAsync(
            (await target.Taxpayer.RegisteredAsync(TestPerson.Drivers(1)))[0], Leaks.ChosenSecret)).Expect(200).Body["access_token"]!.GetValue<string>();
        var rightful = target.Taxpayer.Manager;
        (string Name, string? Token, May May)[] callers =
        [
            ("no token", null, May.Nothing),
            ("expired", Of(rightful).With("exp", signIn.Now - 61).SignedBy(signIn.Key), May.Nothing),
            ("wrong audience", Of(rightful).With("aud", "eds-taxi").SignedBy(signIn.Key), May.Nothing),
            ("wrong issuer", Of(rightful).With("iss", "https://login.example.com").SignedBy(signIn.Key), May.Nothing),
            ("alg none", Of(rightful).Unsigned(), May.Nothing),
            ("HS256 with the public key", Of(rightful).SignedWithThePublicKeyAsSecret(signIn.Key), May.Nothing),
            ("foreign key", Of(rightful).SignedByAForeignKey(), May.Nothing),
            ("a device's token", device, May.Nothing),
            ("another taxpayer's manager", other, May.BeElsewhere),
            ("an operator", Of(TestPerson.Operator, "Operator").SignedBy(signIn.Key), May.Operate),
            ("a user without rights", Of(plain).SignedBy(signIn.Key), May.Read),
            ("a manager without the tick", Of(manager).SignedBy(signIn.Key), May.Manage),
        ];

        var before = await Snapshot.OfAsync(target.Taxpayer);
        foreach (var (name, token, may) in callers)
        {
            var (expected, changes) = Expected(function, route, may);
            if (changes)
            {
                continue; // he may, and ManagementRefusalsTest shows that it works
            }

            var answer = await route.CallAsync(target, token);
            Assert.True(answer.Status == expected, $"{function} for {name}: expected {expected}, got {answer.Status}");
        }

        await before.ExpectUnchangedAsync();
    }

    /// <returns>The status, and whether the call changes something (or would).</returns>
    private static (int Status, bool Changes) Expected(string function, ManagementRoute route, May may)
    {
        var reads = route.Method == "GET" || function == "SearchClients";
        var needs = !route.OfTaxpayer ? function == "EnrolTaxpayer" ? May.Operate : May.BeElsewhere
            : function == "ListUsers" ? May.Read
            : May.Manage;
        return (route.OfTaxpayer, may) switch
        {
            (_, May.Nothing) => (401, false),
            (false, _) => needs != May.Operate || may is May.Operate ? (200, !reads) : (403, false),
            (true, May.BeElsewhere or May.Operate) => (404, false),
            (true, May.Read) => needs is May.Read ? (200, false) : (403, false),
            (true, _) => route.Taxi ? (403, false) : (200, !reads),
        };
    }

    private Jwt Of(TestPerson person, params string[] roles) =>
        signIn.Good().With("serial_number", $"PNOLV-{person.Code}").With("roles", new JsonArray([.. roles.Select(role => JsonValue.Create(role))]));

    private async Task<Target> EnrolAsync()
    {
        var (api, manager, number) = (signIn.Host.Api, TestPerson.New(), TestPerson.NewRegistrationNumber());
        var enrolled = (await api.SendAsync(HttpMethod.Post, "api/taxpayers", Of(TestPerson.Operator, "Operator").SignedBy(signIn.Key), new
        {
            registrationNumber = number,
            name = "SIA Pārbaude",
            kind = "legal",
            rightsManager = new { personalCode = manager.Code, name = manager.Name },
        })).Expect(201);
        var taxpayer = new TestTaxpayer(api, enrolled.Body["taxpayerId"]!.GetValue<string>(), number, manager, Of(manager).SignedBy(signIn.Key));
        (await taxpayer.ChangeRightsAsync(await taxpayer.SelfAsync(), rightsManager: true, taxi: true)).Expect(200);
        var person = TestPerson.New();
        var user = await taxpayer.AddUserAsync(person);
        await taxpayer.RegisteredAsync(TestPerson.Drivers(1), new { generate = true });
        return new Target(taxpayer, person, user, (await taxpayer.ClientsAsync()).Single());
    }
}
