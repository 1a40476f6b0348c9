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

        var told = await RunAsync(new
        {
            issuer = IssuerOf(device),
            resource = new Uri(device.Client.BaseAddress, Routes.WhoAmI().Path),
            clientId = device.ClientId,
            clientSecret = device.Secret,
            method,
        });

        Assert.Equal("bearer", told["tokenType"]!.GetValue<string>()); // the library folds it
        Assert.Equal(3_600, told["expiresIn"]!.GetValue<int>());
        Assert.Equal(device.ClientId, told["whoAmI"]!.GetValue<string>());
        Assert.Equal(device.ClientId, told["subject"]!.GetValue<string>());
        Assert.Equal($$"""{"active":true,"clientId":"{{device.ClientId}}"}""", told["before"]!.ToJsonString());
        Assert.Equal("""{"active":false}""", told["after"]!.ToJsonString());
        Assert.Equal("bearer invalid_token", told["challenge"]!.GetValue<string>());
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

    private static async Task<JsonNode> RunAsync(object input)
    {
        var folder = Path.Combine(Folders.Repository, "tests", "oauth-client");
        await Node.RestoreAsync("oauth4webapi", folder, Cancellation);
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "client.mjs"), folder]);
        var (code, output, errors) = await Command.RunAsync(start, JsonSerializer.Serialize(input));
        Assert.True(code == 0, errors);
        return JsonNode.Parse(output)!;
    }
}
