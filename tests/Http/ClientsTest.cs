using static Eds.Tests.TestClient;

namespace Eds.Tests;

/// <summary>One client: found however its id is typed, and by its own taxpayer alone.</summary>
public sealed class ClientsTest
{
    private static readonly string[] Spellings = ["as it is", "upper case", "without hyphens", "without prefix", "without either", "o for 0", "i for 1", "L for 1"];

    public static TheoryData<string> AllSpellings => [.. Spellings];

    [Theory]
    [MemberData(nameof(AllSpellings))]
    public async Task A_client_id_is_read_as_people_type_it(string spelling)
    {
        var (taxpayer, client) = await RegisterOneAsync();
        var typed = Spell(IdOf(client), spelling);

        Assert.Equal(client.ToJsonString(), (await taxpayer.GetAsync($"taxi/clients/{typed}")).Expect(200).ExpectNotStored().Body.ToJsonString());
        var renamed = (await RenameAsync(taxpayer, typed, "Eva Liepa", EtagOf(client))).Expect(200).Body;
        Assert.Equal(IdOf(client), IdOf(renamed));
        (await taxpayer.AnnulAsync(typed)).Expect(204);
        Assert.Equal("annulled", (await taxpayer.GetAsync($"taxi/clients/{typed}")).Expect(200).Body["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_client_tells_who_made_it_and_when()
    {
        var driver = TestPerson.New("Eva Liepa");
        var taxpayer = await Api.OfRun.EnrolAsync();
        var registered = (await taxpayer.RegisterAsync([driver])).Expect(201).Body;

        var client = (await taxpayer.ClientsAsync()).Single();

        Assert.Equal(driver.Name, client["driver"]!["name"]!.GetValue<string>());
        Assert.Equal(driver.Code, client["driver"]!["personalCode"]!.GetValue<string>());
        Assert.Equal(registered["secretId"]!.GetValue<string>(), client["secretId"]!.GetValue<string>());
        Assert.Equal("active", client["state"]!.GetValue<string>());
        Assert.Equal(registered["clients"]![0]!["createdAt"]!.GetValue<string>(), client["createdAt"]!.GetValue<string>());
        Assert.EndsWith("Z", client["createdAt"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((await taxpayer.SelfAsync())["userId"]!.GetValue<string>(), client["createdBy"]!["userId"]!.GetValue<string>());
        Assert.Equal(taxpayer.Manager.Name, client["createdBy"]!["name"]!.GetValue<string>());
        Assert.Null(client["annulledAt"]);
        Assert.Matches($"^tx-{taxpayer.Id[..5]}-{taxpayer.Id[5..]}(-[0-9a-hjkmnp-tv-z]{{5}}){{4}}$", IdOf(client));
    }

    [Theory]
    [InlineData("mistyped")]
    [InlineData("of another")]
    [InlineData("cut")]
    [InlineData("nonsense")]
    public async Task A_client_that_is_none_of_the_taxpayers_is_not_found(string which)
    {
        var (taxpayer, client) = await RegisterOneAsync();
        var (other, stranger) = await RegisterOneAsync();
        var clientId = which switch
        {
            "mistyped" => IdOf(client)[..^1] + (IdOf(client)[^1] == '7' ? '8' : '7'),
            "of another" => IdOf(stranger),
            "cut" => IdOf(client)[..^6],
            _ => which,
        };
        var (before, beforeOther) = (await Snapshot.OfAsync(taxpayer), await Snapshot.OfAsync(other));

        (await taxpayer.GetAsync($"taxi/clients/{clientId}")).ExpectProblem(404, "not-found");
        (await RenameAsync(taxpayer, clientId, "Eva", EtagOf(stranger))).ExpectProblem(404, "not-found");
        (await taxpayer.AnnulAsync(clientId)).ExpectProblem(404, "not-found");

        await before.ExpectUnchangedAsync();
        await beforeOther.ExpectUnchangedAsync();
    }

    private static string Spell(string clientId, string spelling) => spelling switch
    {
        "as it is" => clientId,
        "upper case" => clientId.ToUpperInvariant(),
        "without hyphens" => clientId.Replace("-", "", StringComparison.Ordinal),
        "without prefix" => clientId["tx-".Length..],
        "without either" => clientId["tx-".Length..].Replace("-", "", StringComparison.Ordinal),
        "o for 0" => clientId.Replace('0', 'o'),
        "i for 1" => clientId.Replace('1', 'i'),
        _ => clientId.Replace('1', 'L'),
    };
}
