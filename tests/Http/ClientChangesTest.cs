using static Eds.Tests.TestClient;

namespace Eds.Tests;

/// <summary>A client is renamed under If-Match, and annulled once.</summary>
public sealed class ClientChangesTest
{
    [Theory]
    [InlineData(null, 428, "if-match-required")]
    [InlineData("", 428, "if-match-required")]
    [InlineData("*", 428, "if-match-required")]
    [InlineData("\"of-nobody\"", 412, "changed-meanwhile")]
    [InlineData("{stale}", 412, "changed-meanwhile")]
    public async Task A_name_changes_only_against_what_was_seen(string? ifMatch, int status, string code)
    {
        var (taxpayer, client) = await RegisterOneAsync();
        (await RenameAsync(taxpayer, IdOf(client), "Eva Liepa", EtagOf(client))).Expect(200);
        var before = await Snapshot.OfAsync(taxpayer);

        (await RenameAsync(taxpayer, IdOf(client), "Eva Kalna", ifMatch?.Replace("{stale}", EtagOf(client), StringComparison.Ordinal)))
            .ExpectProblem(status, code);

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task Asking_again_for_a_name_that_it_has_succeeds_with_the_old_etag_and_changes_nothing()
    {
        var (taxpayer, client) = await RegisterOneAsync();
        var first = (await RenameAsync(taxpayer, IdOf(client), " Eva Liepa", EtagOf(client))).Expect(200).ExpectNotStored();
        Assert.Equal("Eva Liepa", first.Body["driver"]!["name"]!.GetValue<string>());
        var before = await Snapshot.OfAsync(taxpayer);

        Assert.Equal(first.Text, (await RenameAsync(taxpayer, IdOf(client), "Eva Liepa", EtagOf(client))).Expect(200).Text);

        await before.ExpectUnchangedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Eva\u200B")]
    public async Task What_is_no_name_is_refused(string name)
    {
        var (taxpayer, client) = await RegisterOneAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        (await RenameAsync(taxpayer, IdOf(client), name, EtagOf(client))).ExpectInvalid("/driver/name name-invalid");

        await before.ExpectUnchangedAsync();
    }

    [Theory]
    [InlineData("left", "left")]
    [InlineData("lost", "lost")]
    [InlineData("leaked", "leaked")]
    [InlineData("replaced", "replaced")]
    [InlineData("other", "other")]
    [InlineData("", "other")]
    [InlineData(null, "other")]
    public async Task Annulling_twice_is_one_annulment_with_its_first_reason(string? reason, string told)
    {
        var (taxpayer, client) = await RegisterOneAsync();

        (await taxpayer.AnnulAsync(IdOf(client), reason)).Expect(204).ExpectNotStored();
        var before = await Snapshot.OfAsync(taxpayer);
        (await taxpayer.AnnulAsync(IdOf(client), "leaked")).Expect(204);

        await before.ExpectUnchangedAsync();
        var annulled = Assert.Single(await taxpayer.EventsAsync(), auditEvent => auditEvent["action"]!.GetValue<string>() == "client-annulled");
        Assert.Equal(told, annulled["reason"]!.GetValue<string>());
        Assert.Equal(IdOf(client), IdOf(annulled));
        Assert.Equal(annulled["at"]!.GetValue<string>(), (await taxpayer.ClientsAsync()).Single()["annulledAt"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("stolen", "unknown-value")]
    [InlineData("Left", "unknown-value")]
    [InlineData("0", "unknown-value")]
    [InlineData("left&reason=lost", "repeated-field")]
    public async Task An_unknown_reason_is_refused(string reason, string code)
    {
        var (taxpayer, client) = await RegisterOneAsync();
        var before = await Snapshot.OfAsync(taxpayer);

        (await taxpayer.AnnulAsync(IdOf(client), reason)).ExpectInvalid($"/reason {code}");

        await before.ExpectUnchangedAsync();
    }

    [Fact]
    public async Task An_annulled_driver_can_be_registered_again_under_a_new_id_while_the_old_one_stays_annulled()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var driver = TestPerson.New();
        var first = (await taxpayer.RegisteredAsync([driver]))[0];
        (await taxpayer.AnnulAsync(first)).Expect(204);

        var second = (await taxpayer.RegisteredAsync([driver]))[0];

        Assert.NotEqual(first, second);
        Assert.Equal(first, IdOf(Assert.Single(await taxpayer.ClientsAsync("annulled"))));
        Assert.Equal(second, IdOf(Assert.Single(await taxpayer.ClientsAsync("active"))));
        (await taxpayer.Api.RequestTokenAsync(first, Leaks.ChosenSecret)).ExpectOAuthError(401, "invalid_client");
        (await taxpayer.Api.RequestTokenAsync(second, Leaks.ChosenSecret)).Expect(200);
    }
}
