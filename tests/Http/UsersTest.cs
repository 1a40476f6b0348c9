namespace Eds.Tests;

public sealed class UsersTest
{
    [Fact]
    public async Task Users_are_listed_by_name_with_masked_codes_and_the_own_row_marked()
    {
        var manager = TestPerson.New("Inese Ozola");
        var taxpayer = await TestRun.Client.EnrolAsync(manager: manager);
        foreach (var name in new[] { "Zane Zariņa", "ādolfs Ābele", "Čiks Čabulis", "Adele Kalna", "Dace Cīrule" })
        {
            await taxpayer.AddUserAsync(TestPerson.New(name));
        }

        var users = await taxpayer.UsersAsync();

        Assert.Equal(
            ["Adele Kalna", "ādolfs Ābele", "Čiks Čabulis", "Dace Cīrule", "Inese Ozola", "Zane Zariņa"],
            users.Select(user => user.Name));
        Assert.All(users, user => Assert.Matches(@"^39\d{4}-\d\*{4}$", user.PersonalCode));
        var self = Assert.Single(users, user => user.IsSelf);
        Assert.Equal(("Inese Ozola", $"{manager.Code[..8]}****"), (self.Name, self.PersonalCode));
    }

    [Fact]
    public async Task A_person_is_a_user_once_however_the_code_is_written()
    {
        var (taxpayer, person) = (await TestRun.Client.EnrolAsync(), TestPerson.New());
        await taxpayer.AddUserAsync(person);

        foreach (var code in new[] { person.Code, person.Code.WithoutHyphens(), $" {person.Code} ", taxpayer.Manager.Code })
        {
            (await taxpayer.UnchangedAsync(() => taxpayer.Client.AddUserAsync(taxpayer.Id, new(code, "Cits Vārds"))))
                .Expect(409, "user-exists");
        }
    }

    [Fact]
    public async Task A_new_user_has_no_rights_and_a_removed_one_is_out_at_once_and_may_come_back()
    {
        var (taxpayer, person) = (await TestRun.Client.EnrolAsync(), TestPerson.New("  Eva Liepa "));
        var user = await taxpayer.AddUserAsync(person);
        Assert.Equal(("Eva Liepa", $"{person.Code[..8]}****", false), (user.Name, user.PersonalCode, user.IsSelf));
        Assert.Equal(new Rights(false, false), user.Rights);
        Assert.Equal([taxpayer.Id], await TaxpayersOfAsync(person));
        (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: true)).Expect(200);
        var removed = await taxpayer.SignInAsync(person);
        await removed.ClientsAsync();

        (await taxpayer.RemoveUserAsync(user)).Expect(204);

        (await removed.Client.ListUsersAsync(taxpayer.Id)).Expect(404, "not-found");
        Assert.Empty(await TaxpayersOfAsync(person));
        Assert.DoesNotContain(await taxpayer.UsersAsync(), other => other.UserId == user.UserId);
        (await taxpayer.UnchangedAsync(() => taxpayer.RemoveUserAsync(user))).Expect(404, "not-found");

        Assert.Equal(new Rights(false, false), (await taxpayer.AddUserAsync(person)).Rights);
        Assert.Single(await TaxpayersOfAsync(person));
    }

    [Fact]
    public async Task The_last_rights_manager_can_neither_be_removed_nor_unticked()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        await taxpayer.AddUserAsync(TestPerson.New());
        var self = await taxpayer.SelfAsync();

        (await taxpayer.UnchangedAsync(() => taxpayer.RemoveUserAsync(self))).Expect(409, "last-rights-manager");
        (await taxpayer.UnchangedAsync(() => taxpayer.ChangeRightsAsync(self, rightsManager: false, taxi: true)))
            .Expect(409, "last-rights-manager");
    }

    private static async Task<IEnumerable<string>> TaxpayersOfAsync(TestPerson person) =>
        (await TestRun.Client.As(await person.SignInAsync(TestRun.Client)).GetMeAsync())
            .Expect(200).Value.Taxpayers.Select(taxpayer => taxpayer.TaxpayerId);
}
