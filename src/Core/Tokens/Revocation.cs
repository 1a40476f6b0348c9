namespace Eds.Core;

/// <summary>Ends an access token before its time (RFC 7009). Kept until the token would have expired.</summary>
public sealed class Revocation(EdsTables tables, PurgeQueue purgeQueue, AccessTokens tokens, TimeProvider time)
{
    /// <summary>Refused everywhere from now on; revoking it again changes nothing.</summary>
    public async Task RevokeAsync(AccessTokenClaims token, CancellationToken cancellation)
    {
        await purgeQueue.TokensAsync(token.ClientId.TaxpayerId, token.ExpiresAt, cancellation);
        await tables.Taxpayers.UpsertEntityAsync(
            new RevokedTokenRow
            {
                PartitionKey = token.ClientId.TaxpayerId,
                RowKey = RowKeys.Token(token.TokenId),
                RevokedAt = time.GetUtcNow(),
                PurgeAt = token.ExpiresAt,
            },
            TableUpdateMode.Replace,
            cancellation);
    }

    /// <summary>A client ends one of its own tokens; anything else it presents is no token of its own, and nothing happens.</summary>
    public async Task RevokeAsync(AuthenticatedClient client, string token, CancellationToken cancellation)
    {
        if (await tokens.ReadAsync(token, cancellation) is { } claims && claims.ClientId == client.ClientId)
        {
            await RevokeAsync(claims, cancellation);
        }
    }
}
