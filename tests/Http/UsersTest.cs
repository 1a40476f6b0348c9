namespace Eds.Tests;

/// <summary>Lietotāji un to tiesības: who is a user, with which rights, and that the last rights manager stays.</summary>
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
    public async Task A_new_user_has_no_rights_and_finds_the_taxpayer_at_sign_in()
    {
        var (taxpayer, person) = (await TestRun.Client.EnrolAsync(), TestPerson.New("  Eva Liepa "));

        var user = await taxpayer.AddUserAsync(person);

        Assert.Equal(("Eva Liepa", $"{person.Code[..8]}****", false), (user.Name, user.PersonalCode, user.IsSelf));
        Assert.Equal(new Rights(false, false), user.Rights);
        Assert.Equal([taxpayer.Id], await TaxpayersOfAsync(person));
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

    [Theory]
    [InlineData("161375-19997", "Anna", "/personalCode personal-code-invalid")]
    [InlineData("39000-000000", "", "/personalCode personal-code-invalid", "/name name-invalid")]
    [InlineData("329999-99709", "An\u200Bna", "/name name-invalid")]
    public async Task A_user_needs_a_code_and_a_name(string code, string name, params string[] errors)
    {
        var taxpayer = await TestRun.Client.EnrolAsync();

        (await taxpayer.UnchangedAsync(() => taxpayer.Client.AddUserAsync(taxpayer.Id, new(code, name)))).ExpectInvalid(errors);
    }

    [Fact]
    public async Task A_removed_user_is_out_at_once_and_may_come_back()
    {
        var (taxpayer, person) = (await TestRun.Client.EnrolAsync(), TestPerson.New());
        var user = await taxpayer.AddUserAsync(person);
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
    public async Task Another_taxpayers_user_can_neither_be_removed_nor_given_rights()
    {
        var (taxpayer, other) = (await TestRun.Client.EnrolAsync(), await TestRun.Client.EnrolAsync());
        var stranger = await other.AddUserAsync(TestPerson.New());

        (await other.UnchangedAsync(() => taxpayer.RemoveUserAsync(stranger))).Expect(404, "not-found");
        (await other.UnchangedAsync(() => taxpayer.ChangeRightsAsync(stranger, rightsManager: true, taxi: true))).Expect(404, "not-found");
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

    [Fact]
    public async Task Rights_managers_may_remove_themselves_when_there_is_another()
    {
        var (taxpayer, second) = (await TestRun.Client.EnrolAsync(), TestPerson.New());
        (await taxpayer.ChangeRightsAsync(await taxpayer.AddUserAsync(second), rightsManager: true, taxi: true)).Expect(200);

        (await taxpayer.RemoveUserAsync(await taxpayer.SelfAsync())).Expect(204);

        (await taxpayer.Client.ListUsersAsync(taxpayer.Id)).Expect(404, "not-found");
        taxpayer = await taxpayer.SignInAsync(second);
        (await taxpayer.RemoveUserAsync(await taxpayer.SelfAsync())).Expect(409, "last-rights-manager");
    }

    [Fact]
    public async Task Rights_are_in_force_at_the_next_call()
    {
        var (taxpayer, person) = (await TestRun.Client.EnrolAsync(), TestPerson.New());
        var user = await taxpayer.AddUserAsync(person);
        var (client, id) = ((await taxpayer.SignInAsync(person)).Client, taxpayer.Id);

        user = (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: true)).Expect(200).Value;
        (await client.ListClientsAsync(id)).Expect(200);

        user = (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: false)).Expect(200).Value;
        (await client.ListClientsAsync(id)).Expect(403, "right-missing");
        (await client.ListEventsAsync(id)).Expect(200);

        (await taxpayer.ChangeRightsAsync(user, rightsManager: false, taxi: true)).Expect(200);
        (await client.ListEventsAsync(id)).Expect(403, "right-missing");
        (await client.ListUsersAsync(id)).Expect(200);
    }

    // RFC 9110 §13.1.1: the first answer may have been lost.
    [Fact]
    public async Task Asking_again_for_rights_that_are_so_changes_nothing()
    {
        var taxpayer = await TestRun.Client.EnrolAsync();
        var seen = await taxpayer.AddUserAsync(TestPerson.New());
        var first = (await taxpayer.ChangeRightsAsync(seen, rightsManager: true, taxi: true)).Expect(200).Value;

        var again = (await taxpayer.UnchangedAsync(() => taxpayer.ChangeRightsAsync(seen, rightsManager: true, taxi: true)))
            .Expect(200).Value;

        Assert.Equal(first, again);
        Assert.NotEqual(seen.ETag, again.ETag);
        var other = await taxpayer.UnchangedAsync(() => taxpayer.ChangeRightsAsync(seen, rightsManager: true, taxi: false));
        other.Expect(412, "changed-meanwhile");
    }

    private static async Task<IEnumerable<string>> TaxpayersOfAsync(TestPerson person) =>
        (await TestRun.Client.As(await person.SignInAsync(TestRun.Client)).GetMeAsync())
            .Expect(200).Value.Taxpayers.Select(taxpayer => taxpayer.TaxpayerId);
}
