using System.Text.Json.Nodes;
using Eds.Tests;

namespace Eds.Bench;

/// <content>Its users and their rights.</content>
internal sealed partial class Company
{
    public async Task<IReadOnlyList<JsonNode>> UsersAsync() =>
        [.. (await SendAsync(HttpMethod.Get, "users")).Body["users"]!.AsArray().Select(user => user!)];

    private async Task UserComesAndGoesAsync()
    {
        var person = TestPerson.New($"Vārds {Core.Crockford.Draw(6)}");
        Expect(201, await SendAsync(HttpMethod.Post, "users", new { personalCode = person.Code, name = person.Name }), "add a user", ifRepeated: 409);
        Did("user-added");
        if ((await UsersAsync()).FirstOrDefault(user => user["name"]!.GetValue<string>() == person.Name) is not { } user)
        {
            _tally.Lose($"{Id}: a user who was added");
            return;
        }

        await TickAsync(user, manager: true, taxi: false);
        Expect(204, await SendAsync(HttpMethod.Delete, $"users/{user["userId"]}"), "remove a user", ifRepeated: 404);
        Did("user-removed");
        if ((await UsersAsync()).Count != 1)
        {
            _tally.Lose($"{Id}: the removal of a user");
        }
    }

    private async Task TickAsync(JsonNode user, bool manager, bool taxi)
    {
        var reply = await SendAsync(
            HttpMethod.Put, $"users/{user["userId"]}/rights", new { rightsManager = manager, taxiApiConfiguration = taxi }, ("If-Match", user["etag"]!.GetValue<string>()));
        if (Expect(200, reply, "tick"))
        {
            Did("rights-changed");
        }
    }
}
