namespace Eds.Client;

/// <content>What devices call, and what is open to all.</content>
public sealed partial record EdsClient
{
    public Task<Answer<TokenBody>> IssueTokenAsync(string clientId, string secret) => SendAsync<TokenBody>(
        Routes.IssueToken(), Form([("grant_type", "client_credentials"), ("client_id", clientId), ("client_secret", secret)]));

    public Task<Answer<TokenBody>> IssueTokenByBasicAsync(string clientId, string secret) => SendAsync<TokenBody>(
        Routes.IssueToken(), Form([("grant_type", "client_credentials")]), (AuthorizationHeader, Basic(clientId, secret)));

    /// <summary>The token that is the caller's bearer.</summary>
    public Task<Answer> RevokeOwnTokenAsync() => SendAsync(Routes.RevokeOwnToken());

    public Task<Answer> RevokeTokenAsync(string clientId, string secret, string token, string? hint = null) => SendAsync(
        Routes.RevokeToken(), Form([("client_id", clientId), ("client_secret", secret), ("token", token), ("token_type_hint", hint)]));

    public Task<Answer<IntrospectionBody>> IntrospectTokenAsync(string clientId, string secret, string token) =>
        SendAsync<IntrospectionBody>(
            Routes.IntrospectToken(), Form([("client_id", clientId), ("client_secret", secret), ("token", token)]));

    /// <summary>As an operator.</summary>
    public Task<Answer<IntrospectionBody>> IntrospectTokenAsync(string token) =>
        SendAsync<IntrospectionBody>(Routes.IntrospectToken(), Form([("token", token)]));

    public Task<Answer<WhoAmIBody>> WhoAmIAsync() => CallAsync<WhoAmIBody>(Routes.WhoAmI());

    public Task<Answer<MetadataBody>> GetMetadataAsync() => CallAsync<MetadataBody>(Routes.GetMetadata());

    public Task<Answer<KeysBody>> GetKeysAsync() => CallAsync<KeysBody>(Routes.GetKeys());

    public Task<Answer<HealthBody>> GetHealthAsync() => CallAsync<HealthBody>(Routes.GetHealth());
}
