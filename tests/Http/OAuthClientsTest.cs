using Duende.IdentityModel.Client;

namespace Eds.Tests;

/// <summary>Client libraries that others wrote, told nothing but the issuer and the credentials.</summary>
public sealed class OAuthClientsTest
{
    private const string OddSecret = "canary: 100% of a+b & c=d";

    [Theory]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    public async Task Oauth4webapi_from_npm_needs_the_metadata_alone(string method)
    {
        var device = await TestDevice.RegisterAsync(secret: OddSecret);
        var (issuer, id, clientSecret) = (IssuerOf(device), device.ClientId, device.Secret);
        var input = new { issuer, resource = new Uri($"{issuer}/{Routes.WhoAmI().Path}"), clientId = id, clientSecret, method };
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

    [Theory]
    [InlineData(ClientCredentialStyle.AuthorizationHeader)]
    [InlineData(ClientCredentialStyle.PostBody)]
    public async Task Duende_IdentityModel_from_NuGet_needs_the_metadata_alone(ClientCredentialStyle style)
    {
        var device = await TestDevice.RegisterAsync(secret: OddSecret);
        using var http = new HttpClient();
        var metadata = await http.GetDiscoveryDocumentAsync(
            new DiscoveryDocumentRequest { Address = IssuerOf(device), Policy = { DiscoveryDocumentPath = Routes.GetMetadata().Path } },
            Cancellation);
        Assert.False(metadata.IsError, metadata.Error);
        T With<T>(T request, string? address)
            where T : ProtocolRequest
        {
            (request.Address, request.ClientId, request.ClientSecret, request.ClientCredentialStyle) =
                (address, device.ClientId, device.Secret, style);
            return request;
        }

        var granted = await http.RequestClientCredentialsTokenAsync(
            With(new ClientCredentialsTokenRequest(), metadata.TokenEndpoint), Cancellation);
        Assert.False(granted.IsError, granted.Error);
        Assert.Equal(("Bearer", 3_600, null), (granted.TokenType, granted.ExpiresIn, granted.RefreshToken));
        var token = granted.AccessToken!;
        (await device.Client.As(token).WhoAmIAsync()).Expect(200);
        Task<TokenIntrospectionResponse> IntrospectAsync() =>
            http.IntrospectTokenAsync(With(new TokenIntrospectionRequest { Token = token }, metadata.IntrospectionEndpoint), Cancellation);

        var before = await IntrospectAsync();
        var revoked = await http.RevokeTokenAsync(
            With(new TokenRevocationRequest { Token = token }, metadata.RevocationEndpoint), Cancellation);
        var after = await IntrospectAsync();

        Assert.Equal((true, device.ClientId), (before.IsActive, before.ClientId));
        Assert.False(revoked.IsError, revoked.Error);
        Assert.Equal((false, false), (after.IsError, after.IsActive));
        (await device.Client.As(token).WhoAmIAsync()).Expect(401, "invalid_token");
    }

    private static string IssuerOf(TestDevice device) => device.Client.BaseAddress.GetLeftPart(UriPartial.Authority);
}
