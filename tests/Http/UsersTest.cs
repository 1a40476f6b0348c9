using System.Text.Json.Nodes;

namespace Eds.Tests;

/// <summary>Lietotāji un to tiesības: who is a user, and that the last rights manager stays.</summary>
public sealed class UsersTest
{
    [Fact]
    public async Task Users_are_listed_by_name_with_masked_codes_and_ones_own_row_marked()
    {
        var manager = TestPerson.New("Inese Ozola");
        var taxpayer = await Api.OfRun.EnrolAsync(manager: manager);
        foreach (var name in new[] { "Zane Zariņa", "ādolfs Ābele", "Čiks Čabulis", "Adele Kalna", "Dace Cīrule" })
        {
            await taxpayer.AddUserAsync(TestPerson.New(name));
        }

        var answer = (await taxpayer.GetAsync("users")).Expect(200).ExpectNotStored();
        var users = answer.Body["users"]!.AsArray();

        Assert.Equal(
            ["Adele Kalna", "ādolfs Ābele", "Čiks Čabulis", "Dace Cīrule", "Inese Ozola", "Zane Zariņa"], users.Select(user => user!["name"]!.GetValue<string>()));
        Assert.All(users, user => Assert.Matches(@"^39\d{4}-\d\*{4}$", user!["personalCode"]!.GetValue<string>()));
        var self = Assert.Single(users, user => user!["isSelf"]!.GetValue<bool>())!;
        Assert.Equal("Inese Ozola", self["name"]!.GetValue<string>());
        Assert.Equal($"{manager.Code[..8]}****", self["personalCode"]!.GetValue<string>());
        Assert.DoesNotContain(manager.Code, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_user_has_no_rights_and_finds_the_taxpayer_at_his_next_sign_in()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var person = TestPerson.New("  Eva Liepa ");

        var user = await taxpayer.AddUserAsync(person);

        Assert.Equal("Eva Liepa", user["name"]!.GetValue<string>());
        Assert.Equal($"{person.Code[..8]}****", user["personalCode"]!.GetValue<string>());
        Assert.False(user["isSelf"]!.GetValue<bool>());
        Assert.Equal("""{"rightsManager":false,"taxiApiConfiguration":false}""", user["rights"]!.ToJsonString());
        Assert.Single(await TaxpayersOfAsync(taxpayer.Api, person));
    }

    [Fact]
    public async Task A_person_is_a_user_once_however_his_code_is_written()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var person = TestPerson.New();
        await taxpayer.AddUserAsync(person);
        var before = await Snapshot.OfAsync(taxpayer);

        foreach (var code in new[] { person.Code, person.Code.Replace("-", "", StringComparison.Ordinal), $" {person.Code} ", taxpayer.Manager.Code })
        {
            (await AddAsync(taxpayer, code, "Cits Vārds")).ExpectProblem(409, "user-exists");
        }

        await before.ExpectUnchangedAsync();
    }

    [Theory]
    [InlineData("161375-19997", "Anna", "/personalCode personal-code-invalid")]
    [InlineData("39000-000000", "", "/personalCode personal-code-invalid", "/name name-invalid")]
    [InlineData("329999-99709", "An\u200Bna", "/name name-invalid")]
    public async Task A_user_needs_a_code_and_a_name(string code, string name, params string[] errors)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        (await AddAsync(taxpayer, code, name)).ExpectInvalid(errors);

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task A_removed_user_is_out_at_once_and_no_longer_finds_the_taxpayer()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var person = TestPerson.New();
        var user = await taxpayer.AddUserAsync(person);
        var token = await taxpayer.Api.SignInAsync(person);
        (await taxpayer.GetAsync("users", token)).Expect(200);

        (await RemoveAsync(taxpayer, user)).Expect(204).ExpectNotStored();

        (await taxpayer.GetAsync("users", token)).ExpectProblem(404, "not-found");
        Assert.Empty(await TaxpayersOfAsync(taxpayer.Api, person));
        Assert.DoesNotContain(await taxpayer.UsersAsync(), other => other["userId"]!.GetValue<string>() == user["userId"]!.GetValue<string>());
        var before = await Snapshot.OfAsync(taxpayer);
        (await RemoveAsync(taxpayer, user)).ExpectProblem(404, "not-found");
        await before.ExpectUnchangedAsync();

        // He may come back, and starts without rights.
        Assert.False((await taxpayer.AddUserAsync(person))["rights"]!["rightsManager"]!.GetValue<bool>());
        Assert.Single(await TaxpayersOfAsync(taxpayer.Api, person));
    }

    [Fact]
    public async Task Another_taxpayers_user_cannot_be_removed()
    {
        var (taxpayer, other) = (await Api.OfRun.EnrolAsync(), await Api.OfRun.EnrolAsync());
        var stranger = await other.AddUserAsync(TestPerson.New());
        var before = await Snapshot.OfAsync(other);

        (await RemoveAsync(taxpayer, stranger)).ExpectProblem(404, "not-found");

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task The_last_rights_manager_can_neither_be_removed_nor_unticked()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await taxpayer.AddUserAsync(TestPerson.New());
        var self = await taxpayer.SelfAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        (await RemoveAsync(taxpayer, self)).ExpectProblem(409, "last-rights-manager");
        (await taxpayer.ChangeRightsAsync(self, rightsManager: false, taxi: true)).ExpectProblem(409, "last-rights-manager");

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task A_rights_manager_may_remove_himself_when_there_is_another()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var second = TestPerson.New();
        (await taxpayer.ChangeRightsAsync(await taxpayer.AddUserAsync(second), rightsManager: true, taxi: true)).Expect(200);

        (await RemoveAsync(taxpayer, await taxpayer.SelfAsync())).Expect(204);

        (await taxpayer.GetAsync("users")).ExpectProblem(404, "not-found");
        taxpayer = taxpayer with { Token = await taxpayer.Api.SignInAsync(second) };
        (await RemoveAsync(taxpayer, await taxpayer.SelfAsync())).ExpectProblem(409, "last-rights-manager");
    }

    private static Task<Answer> AddAsync(TestTaxpayer taxpayer, string code, string name) =>
        taxpayer.Api.SendAsync(HttpMethod.Post, taxpayer.Path("users"), taxpayer.Token, new { personalCode = code, name });

    private static Task<Answer> RemoveAsync(TestTaxpayer taxpayer, JsonNode user) =>
        taxpayer.Api.SendAsync(HttpMethod.Delete, taxpayer.Path($"users/{user["userId"]}"), taxpayer.Token);

    private static async Task<JsonArray> TaxpayersOfAsync(Api api, TestPerson person) =>
        (await api.GetAsync("api/me", await api.SignInAsync(person))).Expect(200).Body["taxpayers"]!.AsArray();
}
