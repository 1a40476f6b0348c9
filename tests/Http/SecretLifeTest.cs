using Eds.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Eds.Tests;

/// <summary>Rows T13, S5, S6, N4, N7 and G2 where no other test names them: what becomes of a secret and a client_id after the choice.</summary>
public sealed class SecretLifeTest
{
    [Theory(DisplayName = "T13 nobody chooses a client_id")]
    [InlineData("clientId")]
    [InlineData("client_id")]
    [InlineData("sub")]
    public async Task Chosen_ids(string field)
    {
        var taxpayer = await Api.OfRun.EnrolAsync();
        var driver = new Dictionary<string, string> { ["personalCode"] = TestPerson.New().Code, ["name"] = "Anna", [field] = "tx-00000-00000-00000-00000-00000-00000" };
        var body = new { secret = new { generate = true }, drivers = new[] { driver } };

        var answer = await taxpayer.Api.SendAsync(
            HttpMethod.Post, taxpayer.Path("taxi/clients"), taxpayer.Token, body, ("Idempotency-Key", TestTaxpayer.NewKey()));

        answer.ExpectInvalid($"/drivers/0/{field} unknown-field");
    }

    [Fact(DisplayName = "S5, N2 all 128 characters of a secret count")]
    public async Task Not_cut_off()
    {
        var longest = string.Concat(Enumerable.Repeat("canary birds sing at dawn 7 and rest at noon; ", 3))[..127] + "!";
        var device = await TestDevice.RegisterAsync(secret: longest);

        (await (device with { Secret = longest[..127] + "?" }).InFormAsync(TestDevice.ClientCredentialsGrant)).ExpectOAuthError(401, "invalid_client");
        (await (device with { Secret = longest[..127] }).InFormAsync(TestDevice.ClientCredentialsGrant)).ExpectOAuthError(401, "invalid_client");
        await device.TokenAsync();
    }

    [Fact(DisplayName = "S6 secrets and hashes have no equality but the constant-time one of the check")]
    public void No_equality()
    {
        const string Hash = "$eds-hmac$k=old$RSklsZb3pnKQV0op6hlhaE4GyPknxoW2x-dAtIn28pM";

        Assert.NotEqual(ClientSecret.TryRead(Leaks.ChosenSecret), ClientSecret.TryRead(Leaks.ChosenSecret));
        Assert.NotEqual(StoredHash.Read(Hash), StoredHash.Read(Hash));
    }

    [Fact(DisplayName = "N4 a secret does not age")]
    [Trait("Host", "Own")]
    public async Task After_years()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Api);

        host.Clock.Advance(TimeSpan.FromDays(1_000));

        await device.TokenAsync();
    }

    [Fact(DisplayName = "N7 once delivered, no answer about clients, secrets or events shows any of a secret's characters")]
    public async Task No_hint()
    {
        var device = await TestDevice.WithGeneratedSecretAsync();

        foreach (var rest in new[] { "taxi/clients", $"taxi/clients/{device.ClientId}", "taxi/secrets", "events" })
        {
            var text = (await device.Taxpayer.GetAsync(rest)).Expect(200).Text;
            Assert.All(
                Enumerable.Range(0, device.Secret.Length - 6), at => Assert.DoesNotContain(device.Secret.Substring(at, 6), text, StringComparison.Ordinal));
        }
    }

    [Fact(DisplayName = "G2 a mistyped generated secret costs no hash and no read")]
    [Trait("Host", "Own")]
    public async Task Mistyped()
    {
        await using var host = await OwnHost.StartAsync();
        var device = await TestDevice.RegisterAsync(host.Api);
        var hasher = host.Services.GetRequiredService<SecretHasher>();
        var drawn = ClientSecret.Generate().Reveal();
        var before = hasher.Runs;
        host.Faults.Count();

        var mistyped = device with { Secret = drawn[..^1] + (drawn[^1] == '7' ? '8' : '7') };
        (await mistyped.InFormAsync(TestDevice.ClientCredentialsGrant)).ExpectOAuthError(401, "invalid_client");

        Assert.Equal((0, 0), (host.Faults.Reads, hasher.Runs - before));
    }
}
