namespace Eds.Functions;

/// <summary>RFC 8414 §2.</summary>
public sealed record MetadataBody(
    string Issuer,
    [property: JsonPropertyName("token_endpoint")] string TokenEndpoint,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("response_types_supported")] IReadOnlyList<string> ResponseTypesSupported,
    [property: JsonPropertyName("grant_types_supported")] IReadOnlyList<string> GrantTypesSupported,
    [property: JsonPropertyName("token_endpoint_auth_methods_supported")] IReadOnlyList<string> TokenEndpointAuthMethodsSupported,
    [property: JsonPropertyName("revocation_endpoint")] string RevocationEndpoint,
    [property: JsonPropertyName("revocation_endpoint_auth_methods_supported")] IReadOnlyList<string> RevocationEndpointAuthMethodsSupported,
    [property: JsonPropertyName("introspection_endpoint")] string IntrospectionEndpoint,
    [property: JsonPropertyName("introspection_endpoint_auth_methods_supported")]
    IReadOnlyList<string> IntrospectionEndpointAuthMethodsSupported,
    [property: JsonPropertyName("service_documentation")] string ServiceDocumentation);

/// <summary>Where a device finds every endpoint, given the issuer's URL alone. Open to all.</summary>
public sealed class GetMetadata(EdsOptions options)
{
    private static readonly string[] AuthenticationMethods = ["client_secret_basic", "client_secret_post"];

    [Function(nameof(GetMetadata))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/oauth-authorization-server")] HttpRequest request)
    {
        var issuer = options.Tokens.Issuer;
        request.HttpContext.Response.Headers.CacheControl = Json.Cacheable;
        return Task.FromResult(Json.Answer(new MetadataBody(
            issuer,
            $"{issuer}/api/taxi/auth",
            $"{issuer}/.well-known/jwks.json",
            [],
            ["client_credentials"],
            AuthenticationMethods,
            $"{issuer}/api/taxi/revoke",
            AuthenticationMethods,
            $"{issuer}/api/taxi/introspect",
            AuthenticationMethods,
            $"{issuer}/api/openapi.yaml")));
    }
}
