using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Lietotāja tiesības sistēmā: ticks and unticks, under If-Match, in force at once.</summary>
public sealed class RightsTest
{
    [Fact]
    public async Task Rights_are_in_force_at_the_next_call()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var person = TestPerson.New();
        var user = await taxpayer.AddUserAsync(person);
        var token = await taxpayer.Api.SignInAsync(person);

        user = (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: true)).Expect(200).ExpectNotStored().Body;
        (await taxpayer.GetAsync("taxi/clients", token)).Expect(200);

        user = (await taxpayer.ChangeRightsAsync(user, rightsManager: true, taxi: false)).Expect(200).Body;
        Assert.Equal("TaxiApiConfiguration", (await taxpayer.GetAsync("taxi/clients", token)).ExpectProblem(403, "right-missing").Body["right"]!.GetValue<string>());
        (await taxpayer.GetAsync("events", token)).Expect(200);

        await taxpayer.ChangeRightsAsync(user, rightsManager: false, taxi: true);
        Assert.Equal("RightsManager", (await taxpayer.GetAsync("events", token)).ExpectProblem(403, "right-missing").Body["right"]!.GetValue<string>());
        (await taxpayer.GetAsync("users", token)).Expect(200);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    public async Task Rights_change_only_against_what_was_seen(string? ifMatch)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var user = await taxpayer.AddUserAsync(TestPerson.New());
        var before = await Snapshot.OfAsync(taxpayer);

        (await PutAsync(taxpayer, user, ifMatch)).ExpectProblem(428, "if-match-required");

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task A_stale_or_made_up_etag_is_refused()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var seen = await taxpayer.AddUserAsync(TestPerson.New());
        (await taxpayer.ChangeRightsAsync(seen, rightsManager: false, taxi: true)).Expect(200);
        var before = await Snapshot.OfAsync(taxpayer);

        (await taxpayer.ChangeRightsAsync(seen, rightsManager: true, taxi: false)).ExpectProblem(412, "changed-meanwhile");
        (await PutAsync(taxpayer, seen, "\"of-nobody\"")).ExpectProblem(412, "changed-meanwhile");
        (await PutAsync(taxpayer, seen, "nonsense")).ExpectProblem(412, "changed-meanwhile");

        await before.ExpectUnchangedAsync();
    }

    // RFC 9110 §13.1.1: the first answer may have been lost.
    [Fact]
    public async Task Asking_again_for_what_is_already_so_succeeds_with_the_old_etag_and_changes_nothing()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var seen = await taxpayer.AddUserAsync(TestPerson.New());
        var first = (await taxpayer.ChangeRightsAsync(seen, rightsManager: true, taxi: true)).Expect(200);
        var before = await Snapshot.OfAsync(taxpayer);

        var again = (await taxpayer.ChangeRightsAsync(seen, rightsManager: true, taxi: true)).Expect(200);

        Assert.Equal(first.Text, again.Text);
        Assert.NotEqual(seen["etag"]!.GetValue<string>(), again.Body["etag"]!.GetValue<string>());
        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task Rights_of_nobody_and_of_another_taxpayers_user_are_not_found()
    {
        var (taxpayer, other) = (await Api.OfRun.EnrolAsync(), await Api.OfRun.EnrolAsync());
        var stranger = await other.AddUserAsync(TestPerson.New());
        var before = await Snapshot.OfAsync(other);

        (await taxpayer.ChangeRightsAsync(stranger, rightsManager: true, taxi: true)).ExpectProblem(404, "not-found");

        await before.ExpectUnchangedAsync();
    }

    private static Task<Answer> PutAsync(TestTaxpayer taxpayer, JsonNode user, string? ifMatch) => taxpayer.Api.SendAsync(
        HttpMethod.Put,
        taxpayer.Path($"users/{user["userId"]}/rights"),
        taxpayer.Token,
        new { rightsManager = true, taxiApiConfiguration = true },
        ifMatch is null ? [] : [(HeaderNames.IfMatch, ifMatch)]);
}
