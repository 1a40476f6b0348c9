using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Every management route × every kind of caller, the answer computed from what the one needs and the other is.</summary>
[Trait("Host", "Own")]
public sealed class IsolationMatrixTest(OwnSignIn signIn) : IClassFixture<OwnSignIn>
{
    private enum Needs
    {
        SignIn,
        Operator,
        User,
        Manager,
        ManagerWithTick,
    }

    private enum Who
    {
        WithoutToken,
        WithUselessToken,

        /// <summary>Manager, with the tick, of another taxpayer.</summary>
        Stranger,

        /// <summary>Nobody's user.</summary>
        Operator,

        /// <summary>Without rights.</summary>
        User,

        /// <summary>Without the tick.</summary>
        Manager,
    }

    [Theory]
    [MemberData(nameof(ManagementRoutes.All), MemberType = typeof(ManagementRoutes))]
    public async Task Each_caller_gets_what_is_his(string function)
    {
        var (route, needs) = (ManagementRoutes.Named(function), NeedsOf(function));
        var (target, secret) = await EnrolAsync();
        var callers = (await CallersAsync(target, secret)).ToLookup(caller => RefusalOf(needs, caller.Who) is not null);
        var before = await Snapshot.OfAsync(target.Taxpayer);

        foreach (var (name, who, token) in callers[true])
        {
            var (expected, answer) = (RefusalOf(needs, who)!, await route.CallAsync(target, token));
            Assert.Equal((name, expected), (name, Refusal.Of(answer)));
            answer.ExpectProblem(expected.Status, expected.Code!);
        }

        await before.ExpectUnchangedAsync();
        foreach (var (name, _, token) in callers[false])
        {
            var answer = await route.CallAsync(target, token);
            Assert.True(answer.Status is 200 or 201 or 204, $"{name}: {answer.Status} {answer.Text}");
        }
    }

    private static Needs NeedsOf(string function) => function switch
    {
        "GetMe" => Needs.SignIn,
        "EnrolTaxpayer" => Needs.Operator,
        "ListUsers" => Needs.User,
        _ => ManagementRoutes.Named(function).Taxi ? Needs.ManagerWithTick : Needs.Manager,
    };

    /// <returns>Null: he may.</returns>
    private static Refusal? RefusalOf(Needs needs, Who who) => (needs, who) switch
    {
        (_, Who.WithoutToken) => new(401, "token-missing", Challenge: "Bearer realm=\"eds\""),
        (_, Who.WithUselessToken) => new(401, "token-invalid", Challenge: "Bearer realm=\"eds\", error=\"invalid_token\""),
        (Needs.SignIn, _) or (Needs.Operator, Who.Operator) => null,
        (Needs.Operator, _) => new(403, "right-missing", "Operator"),
        (_, Who.Stranger or Who.Operator) => new(404, "not-found"),
        (Needs.User, _) => null,
        (_, Who.User) => new(403, "right-missing", "RightsManager"),
        (Needs.ManagerWithTick, _) => new(403, "right-missing", "TaxiApiConfiguration"),
        _ => null,
    };

    /// <summary>The flawed tokens are those of the one who may do everything, but for the flaw.</summary>
    private async Task<IReadOnlyList<(string Name, Who Who, string? Token)>> CallersAsync(Target target, string secret)
    {
        var (rightful, manager) = (target.Taxpayer.Manager, TestPerson.New());
        (await target.Taxpayer.ChangeRightsAsync(await target.Taxpayer.AddUserAsync(manager), rightsManager: true, taxi: false)).Expect(200);
        var device = (await signIn.Host.Api.RequestTokenAsync(target.ClientId, secret)).Expect(200);
        return
        [
            ("no token", Who.WithoutToken, null),
            ("expired", Who.WithUselessToken, Of(rightful).With("exp", signIn.Now - 61).SignedBy(signIn.Key)),
            ("wrong audience", Who.WithUselessToken, Of(rightful).With("aud", "eds-taxi").SignedBy(signIn.Key)),
            ("wrong issuer", Who.WithUselessToken, Of(rightful).With("iss", "https://login.example.com").SignedBy(signIn.Key)),
            ("alg none", Who.WithUselessToken, Of(rightful).Unsigned()),
            ("HS256 with the public key", Who.WithUselessToken, Of(rightful).SignedWithThePublicKeyAsSecret(signIn.Key)),
            ("foreign key", Who.WithUselessToken, Of(rightful).SignedByAForeignKey()),
            ("a device's token", Who.WithUselessToken, device.Body["access_token"]!.GetValue<string>()),
            ("another taxpayer's manager", Who.Stranger, (await EnrolAsync()).Target.Taxpayer.Token),
            ("an operator", Who.Operator, Operator()),
            ("a user without the right", Who.User, Of(target.Person).SignedBy(signIn.Key)),
            ("a manager without the tick", Who.Manager, Of(manager).SignedBy(signIn.Key)),
        ];
    }

    private Jwt Of(TestPerson person) => signIn.Good().With("serial_number", $"PNOLV-{person.Code}");

    private string Operator() => Of(TestPerson.Operator).With("roles", new JsonArray("Operator")).SignedBy(signIn.Key);

    private async Task<(Target Target, string Secret)> EnrolAsync()
    {
        var (api, manager, number) = (signIn.Host.Api, TestPerson.New(), TestPerson.NewRegistrationNumber());
        var enrolled = (await api.SendAsync(HttpMethod.Post, "api/taxpayers", Operator(), new
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
        var registered = (await taxpayer.RegisterAsync(TestPerson.Drivers(1), new { generate = true })).Expect(201);
        return (new Target(taxpayer, person, user, (await taxpayer.ClientsAsync()).Single()), registered.Body["secret"]!.GetValue<string>());
    }

    /// <param name="Right">Which one is missing.</param>
    /// <param name="Challenge">WWW-Authenticate.</param>
    private sealed record Refusal(int Status, string? Code, string? Right = null, string? Challenge = null)
    {
        public static Refusal Of(Answer answer) => answer.Text.Length == 0
            ? new(answer.Status, Code: null)
            : new(answer.Status, answer.Code, answer.Body["right"]?.GetValue<string>(), answer.Header(HeaderNames.WWWAuthenticate));
    }
}
