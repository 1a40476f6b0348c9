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
    [property: JsonPropertyName("introspection_endpoint_auth_methods_supported")] IReadOnlyList<string> IntrospectionEndpointAuthMethodsSupported,
    [property: JsonPropertyName("service_documentation")] string ServiceDocumentation);

/// <summary>Where a device finds everything, by its issuer's URL alone.</summary>
public sealed class GetMetadata(AccessControl access, Settings settings)
{
    private static readonly string[] AuthenticationMethods = ["client_secret_basic", "client_secret_post"];

    [Function(nameof(GetMetadata))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ".well-known/oauth-authorization-server")] HttpRequest request) =>
        access.AnyoneAsync(request, () =>
        {
            var metadata = new MetadataBody(
                settings.Issuer,
                $"{settings.Issuer}/api/taxi/auth",
                $"{settings.Issuer}/.well-known/jwks.json",
                [],
                ["client_credentials"],
                AuthenticationMethods,
                $"{settings.Issuer}/api/taxi/revoke",
                AuthenticationMethods,
                $"{settings.Issuer}/api/taxi/introspect",
                AuthenticationMethods,
                $"{settings.Issuer}/api/openapi.yaml");
            return Task.FromResult<IResult>(new CacheableResult(TypedResults.Json(metadata, Json.Contract.MetadataBody)));
        });
}
