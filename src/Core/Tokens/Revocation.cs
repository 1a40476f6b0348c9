namespace Eds.Core;

/// <summary>
/// Ends an access token before its time (RFC 7009). Kept until the token would have expired. The client is marked in the same transaction:
/// who uses a token reads its client anyway, and looks for revoked tokens only where the mark says that there are some.
/// </summary>
public sealed class Revocation(EdsTables tables, PurgeQueue purgeQueue, AccessTokens tokens, TimeProvider time)
{
    /// <summary>How long the mark counts: a token's lifetime, and as much again for clocks of other servers.</summary>
    internal static readonly TimeSpan MarkedFor = 2 * AccessTokens.Lifetime;

    /// <summary>Refused everywhere from now on; revoking it again changes nothing.</summary>
    public async Task RevokeAsync(AccessTokenClaims token, CancellationToken cancellation)
    {
        var (taxpayerId, now) = (token.ClientId.TaxpayerId, time.GetUtcNow());
        await purgeQueue.OncePerDayAsync(PurgeQueue.Tokens, taxpayerId, token.ExpiresAt, cancellation);
        var revoked = new RevokedTokenRow
        {
            PartitionKey = taxpayerId,
            RowKey = RowKeys.Token(token.TokenId),
            RevokedAt = now,
            PurgeAt = token.ExpiresAt,
        };
        var mark = new TableEntity(taxpayerId, RowKeys.Client(token.ClientId)) { [nameof(ClientRow.TokenRevokedAt)] = now };

        // False: the client is purged, and its tokens are refused without it.
        await tables.Taxpayers.TrySubmitAsync(
            [
                new TableTransactionAction(TableTransactionActionType.UpsertReplace, revoked),
                new TableTransactionAction(TableTransactionActionType.UpdateMerge, mark, ETag.All),
            ],
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
