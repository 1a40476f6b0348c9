using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;

namespace Eds.Tests;

/// <summary>Rows M1 and M2: RFC 8414 metadata and the keys.</summary>
public sealed class MetadataTest
{
    public const string Path = ".well-known/oauth-authorization-server";

    [Fact(DisplayName = "M1 the metadata names the issuer and everything under it")]
    public async Task Metadata()
    {
        var answer = (await Api.OfRun.GetAsync(Path, token: null)).Expect(200);
        var metadata = answer.Body.AsObject();
        var issuer = metadata["issuer"]!.GetValue<string>();

        Assert.Equal("application/json", answer.MediaType());
        Assert.Equal("public, max-age=900", answer.Header(HeaderNames.CacheControl));
        Assert.False(issuer.EndsWith('/'));
        Assert.Equal($"{issuer}/api/taxi/auth", metadata["token_endpoint"]!.GetValue<string>());
        Assert.Equal($"{issuer}/.well-known/jwks.json", metadata["jwks_uri"]!.GetValue<string>());
        Assert.Empty(metadata["response_types_supported"]!.AsArray());
        Assert.Equal(["client_credentials"], metadata["grant_types_supported"]!.AsArray().Select(type => type!.GetValue<string>()));
        Assert.Equal(
            ["client_secret_basic", "client_secret_post"], metadata["token_endpoint_auth_methods_supported"]!.AsArray().Select(method => method!.GetValue<string>()));
        Assert.All(
            metadata.Where(member => member.Key.EndsWith("_endpoint", StringComparison.Ordinal)),
            member => Assert.StartsWith($"{issuer}/api/taxi/", member.Value!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact(DisplayName = "M1 the issuer is a setting and never the Host header's")]
    [Trait("Host", "Own")]
    public async Task Issuer()
    {
        await using var host = await OwnHost.StartAsync(settings: new Dictionary<string, string?> { ["Tokens:Issuer"] = "https://eds.example.lv" });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Api.BaseAddress, Path)) { Headers = { Host = "evil.example.com" } };

        var metadata = (await Api.SendAsync(request)).Expect(200);

        Assert.Equal("https://eds.example.lv", metadata.Body["issuer"]!.GetValue<string>());
        Assert.DoesNotContain("evil", metadata.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", metadata.Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "M2 each key is named by its thumbprint, tells its use, and is public")]
    public async Task Keys()
    {
        var answer = (await Api.OfRun.GetAsync(".well-known/jwks.json", token: null)).Expect(200);
        var keys = answer.Body["keys"]!.AsArray();

        Assert.Equal("public, max-age=900", answer.Header(HeaderNames.CacheControl));
        Assert.NotEmpty(keys);
        Assert.All(keys, key =>
        {
            Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
            Assert.Equal("EC P-256 sig ES256", $"{key["kty"]} {key["crv"]} {key["use"]} {key["alg"]}");
            Assert.Equal(Base64UrlEncoder.Encode(new JsonWebKey(key.ToJsonString()).ComputeJwkThumbprint()), key["kid"]!.GetValue<string>());
        });
        Assert.Equal(keys.Count, keys.Select(key => key!["kid"]!.GetValue<string>()).Distinct().Count());
    }
}
