namespace Eds.Tests;

/// <summary>
/// Every function of the management API × every kind of caller (facts 1.1): who may, succeeds; who may not, changes nothing.
/// </summary>
[Trait("Host", "Own")]
public sealed class AccessMatrixTest(OwnKeys own) : IClassFixture<OwnKeys>
{
    private enum Needs { SignIn, Operator, User, Tick, Manager, ManagerWithTick }

    private enum Who { WithoutToken, WithUselessToken, WithoutPersonalCode, Stranger, Operator, User, Ticked, Manager, Rightful }

    [Theory]
    [MemberData(nameof(Target.Functions), MemberType = typeof(Target))]
    public async Task Each_caller_gets_what_the_rights_allow(string function)
    {
        var needs = NeedsOf(function);
        var target = await Target.EnrolAsync(own.Client);
        var callers = (await CallersAsync(target)).ToLookup(caller => RefusalOf(needs, caller.Who) is not null);
        await target.Taxpayer.UnchangedAsync(() => Task.WhenAll(callers[true].Select(async caller =>
        {
            var answer = await target.Call(function).SendAsync(own.Client.As(caller.Token));
            var refusal = new Refusal(answer.Status, answer.Code!, answer.Problem!.Right, answer.Challenge());
            Assert.Equal((caller.Name, RefusalOf(needs, caller.Who)), (caller.Name, refusal));
            return answer;
        })));
        if (needs is not (Needs.SignIn or Needs.Operator))
        {
            var unknown = target with { Taxpayer = target.Taxpayer with { Id = TaxpayerId.Draw() } };
            (await unknown.Call(function).SendAsync(target.Taxpayer.Client)).Expect(404, "not-found");
        }

        if (function is "CancelRotation" or "CompleteRotation")
        {
            (await target.Call("RotateSecret").SendAsync(target.Taxpayer.Client)).Expect(200);
        }

        foreach (var (_, _, token) in function is "RemoveUser" ? callers[false].Take(1) : callers[false]) // a user goes once
        {
            (await target.Call(function).SendAsync(own.Client.As(token))).ExpectSuccess();
        }
    }

    private static Needs NeedsOf(string function) => function switch
    {
        "GetMe" => Needs.SignIn,
        "EnrolTaxpayer" => Needs.Operator,
        "ListUsers" => Needs.User,
        "ListCarriages" or "SearchCarriages" or "SumCarriages" => Needs.Tick,
        "AddUser" or "RemoveUser" or "ChangeRights" or "ListEvents" => Needs.Manager,
        _ => Needs.ManagerWithTick,
    };

    private static Refusal? RefusalOf(Needs needs, Who who) => (needs, who) switch
    {
        (_, Who.WithoutToken) => new(401, "token-missing", Challenge: "Bearer realm=\"eds\""),
        (_, Who.WithUselessToken) => new(401, "token-invalid", Challenge: "Bearer realm=\"eds\", error=\"invalid_token\""),
        (_, Who.WithoutPersonalCode) => new(403, "person-code-unusable"),
        (Needs.SignIn, _) or (Needs.Operator, Who.Operator) => null,
        (Needs.Operator, _) => new(403, "right-missing", "Operator"),
        (_, Who.Stranger or Who.Operator) => new(404, "not-found"),
        (Needs.User, _) or (_, Who.Rightful) or (Needs.Tick, Who.Ticked) => null,
        (Needs.Tick, _) => new(403, "right-missing", "TaxiApiConfiguration"),
        (_, Who.User or Who.Ticked) => new(403, "right-missing", "RightsManager"),
        (Needs.ManagerWithTick, _) => new(403, "right-missing", "TaxiApiConfiguration"),
        _ => null,
    };

    /// <summary>The flawed tokens are those of the one who may do everything, but for the flaw.</summary>
    private async Task<IReadOnlyList<(string Name, Who Who, string? Token)>> CallersAsync(Target target)
    {
        var (rightful, manager, ticked) = (own.SignInOf(target.Taxpayer.Manager), TestPerson.New(), TestPerson.New());
        (await target.Taxpayer.ChangeRightsAsync(await target.Taxpayer.AddUserAsync(manager), rightsManager: true, taxi: false))
            .Expect(200);
        (await target.Taxpayer.ChangeRightsAsync(await target.Taxpayer.AddUserAsync(ticked), rightsManager: false, taxi: true)).Expect(200);
        string Of(TestPerson person) => own.SignInOf(person).SignedBy(own.Key);
        return
        [
            ("no token", Who.WithoutToken, null),
            ("a device's token", Who.WithUselessToken, await target.Device.TokenAsync()),
            .. SignInTokenTest.Flaws.Select(flaw => (flaw.Key, Who.WithUselessToken, (string?)flaw.Value(rightful, own))),
            ("no usable personal code", Who.WithoutPersonalCode, rightful.With("serial_number", "PNOLV-161375-19997").SignedBy(own.Key)),
            ("another taxpayer's manager", Who.Stranger, (await own.Client.EnrolAsync()).Token),
            ("an operator", Who.Operator, own.SignInOf(TestPerson.Operator).With("roles", new JsonArray("Operator")).SignedBy(own.Key)),
            ("a user without rights", Who.User, Of(target.Person)),
            ("a user with the tick alone", Who.Ticked, Of(ticked)),
            ("a manager without the tick", Who.Manager, Of(manager)),
            ("the one who may", Who.Rightful, target.Taxpayer.Token),
        ];
    }

    private sealed record Refusal(int Status, string Code, string? Right = null, string? Challenge = null);
}
