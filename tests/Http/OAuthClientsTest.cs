namespace Eds.Tests;

/// <summary>A client library that others wrote, told nothing but the issuer and the credentials.</summary>
public sealed class OAuthClientsTest
{
    [Theory]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    public async Task Oauth4webapi_from_npm_needs_the_metadata_alone(string method)
    {
        var device = await TestDevice.RegisterAsync(secret: "canary: 100% of a+b & c=d");
        var (address, id) = (device.Client.BaseAddress, device.ClientId);
        var issuer = address.GetLeftPart(UriPartial.Authority);
        var input = new { issuer, resource = new Uri(address, Routes.WhoAmI().Path), clientId = id, clientSecret = device.Secret, method };
        var folder = Path.Combine(Folders.Repository, "tests", "oauth-client");
        await Node.RestoreAsync("oauth4webapi", folder, Cancellation);

        var (code, output, errors) = await Command.RunAsync(
            new ProcessStartInfo("node", [Path.Combine(folder, "client.mjs"), folder]), JsonSerializer.Serialize(input));

        Assert.True(code == 0, errors);
        var told = new
        {
            tokenType = "bearer", // the library folds it
            expiresIn = 3_600,
            whoAmI = id,
            before = new { active = true, clientId = id },
            subject = id,
            after = new { active = false },
            challenge = "bearer invalid_token",
        };
        Assert.Equal(JsonSerializer.Serialize(told), output.Trim());
    }
}
