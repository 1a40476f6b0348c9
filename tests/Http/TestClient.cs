using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>A client as the list shows it, and what can be done to it.</summary>
internal static class TestClient
{
    public static async Task<(TestTaxpayer Taxpayer, JsonNode Client)> RegisterOneAsync()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        await taxpayer.RegisteredAsync(TestPerson.Drivers(1));
        return (taxpayer, (await taxpayer.ClientsAsync()).Single());
    }

    public static Task<Answer> RenameAsync(TestTaxpayer taxpayer, string clientId, string name, string? ifMatch) => taxpayer.Api.SendAsync(
        HttpMethod.Patch,
        taxpayer.Path($"taxi/clients/{clientId}"),
        taxpayer.Token,
        new { driver = new { name } },
        ifMatch is null ? [] : [(HeaderNames.IfMatch, ifMatch)]);

    public static string IdOf(JsonNode client) => client["clientId"]!.GetValue<string>();

    public static string EtagOf(JsonNode client) => client["etag"]!.GetValue<string>();
}
