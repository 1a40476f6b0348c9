namespace Eds.Tests;

/// <summary>Which right each management call needs (facts 1.1): the users may be read by all, the rest takes one right or both.</summary>
public sealed class ManagementRightsTest
{
    [Theory]
    [MemberData(nameof(ManagementRoutes.OfTaxpayer), MemberType = typeof(ManagementRoutes))]
    public Task A_user_without_rights_may_read_the_users_and_nothing_else(string function) => ManagementRoutes.RefusesAsync(
        function,
        async target => await target.Taxpayer.Api.SignInAsync(target.Person),
        answer => ExpectRightMissing(answer, function == "ListUsers" ? null : "RightsManager"));

    [Theory]
    [MemberData(nameof(ManagementRoutes.OfTaxpayer), MemberType = typeof(ManagementRoutes))]
    public Task The_ticked_right_alone_is_not_enough(string function) => ManagementRoutes.RefusesAsync(
        function,
        async target =>
        {
            var person = TestPerson.New();
            await target.Taxpayer.ChangeRightsAsync(await target.Taxpayer.AddUserAsync(person), rightsManager: false, taxi: true);
            return await target.Taxpayer.Api.SignInAsync(person);
        },
        answer => ExpectRightMissing(answer, function == "ListUsers" ? null : "RightsManager"));

    // Facts 1.1: the privilege alone is not enough.
    [Theory]
    [MemberData(nameof(ManagementRoutes.OfTaxpayer), MemberType = typeof(ManagementRoutes))]
    public async Task A_manager_without_the_tick_has_no_clients_and_no_secrets(string function)
    {
        var (route, target) = (ManagementRoutes.Named(function), await Target.EnrolAsync());
        var person = TestPerson.New();
        await target.Taxpayer.ChangeRightsAsync(await target.Taxpayer.AddUserAsync(person), rightsManager: true, taxi: false);

        var before = await Snapshot.OfAsync(target.Taxpayer);

        var answer = await route.CallAsync(target, await target.Taxpayer.Api.SignInAsync(person));

        ExpectRightMissing(answer, route.Taxi ? "TaxiApiConfiguration" : null);
        if (route.Taxi)
        {
            await before.ExpectUnchangedAsync();
        }
    }

    [Fact]
    public async Task Only_an_operator_enrols_and_a_refused_number_stays_free()
    {
        var (route, target) = (ManagementRoutes.Named("EnrolTaxpayer"), await Target.EnrolAsync());
        var body = route.Body!(target);

        ExpectRightMissing(await route.SendAsync(target, target.Taxpayer.Token, body), "Operator");

        (await route.SendAsync(target, await route.TokenAsync(target), body)).Expect(201);
        (await route.SendAsync(target, await route.TokenAsync(target), body)).ExpectProblem(409, "taxpayer-exists");
    }

    /// <param name="right">Null: it is allowed.</param>
    private static void ExpectRightMissing(Answer answer, string? right)
    {
        if (right is null)
        {
            Assert.True(answer.Status is 200 or 201 or 204, answer.Text);
            return;
        }

        answer.ExpectProblem(403, "right-missing");
        Assert.Equal(right, answer.Body["right"]!.GetValue<string>());
    }
}
