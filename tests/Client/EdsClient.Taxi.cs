using static Eds.Client.ContractJson;

namespace Eds.Client;

/// <content>What devices call, and what is open to all.</content>
public sealed partial record EdsClient
{
    public Task<Answer<TokenBody>> IssueTokenAsync(string clientId, string secret) => SendAsync(
        Routes.IssueToken(), Default.TokenBody,
        Form([("grant_type", "client_credentials"), ("client_id", clientId), ("client_secret", secret)]));

    /// <summary>With the credentials in the header.</summary>
    public Task<Answer<TokenBody>> IssueTokenByBasicAsync(string clientId, string secret) => SendAsync(
        Routes.IssueToken(), Default.TokenBody, Form([("grant_type", "client_credentials")]),
        (AuthorizationHeader, Basic(clientId, secret)));

    /// <summary>The token that is the caller's bearer.</summary>
    public Task<Answer> RevokeOwnTokenAsync() => SendAsync(Routes.RevokeOwnToken());

    public Task<Answer> RevokeTokenAsync(string clientId, string secret, string token, string? hint = null) => SendAsync(
        Routes.RevokeToken(), Form([("client_id", clientId), ("client_secret", secret), ("token", token), ("token_type_hint", hint)]));

    public Task<Answer<IntrospectionBody>> IntrospectTokenAsync(string clientId, string secret, string token) => SendAsync(
        Routes.IntrospectToken(), Default.IntrospectionBody, Form([("client_id", clientId), ("client_secret", secret), ("token", token)]));

    /// <summary>As an operator.</summary>
    public Task<Answer<IntrospectionBody>> IntrospectTokenAsync(string token) =>
        SendAsync(Routes.IntrospectToken(), Default.IntrospectionBody, Form([("token", token)]));

    public Task<Answer<WhoAmIBody>> WhoAmIAsync() => SendAsync(Routes.WhoAmI(), Default.WhoAmIBody);

    public Task<Answer<MetadataBody>> GetMetadataAsync() => SendAsync(Routes.GetMetadata(), Default.MetadataBody);

    public Task<Answer<KeysBody>> GetKeysAsync() => SendAsync(Routes.GetKeys(), Default.KeysBody);

    public Task<Answer<HealthBody>> GetHealthAsync() => SendAsync(Routes.GetHealth(), Default.HealthBody);

    public Task<Answer> GetOpenApiAsync() => SendAsync(Routes.GetOpenApi());
}
