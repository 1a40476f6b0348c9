namespace Eds.Core;

/// <summary>Checks client_id and client_secret (RFC 6749 §2.3.1) and issues the token.</summary>
public sealed class ClientAuthentication(
    Clients clients, Secrets secrets, SecretHasher hasher, VerifiedSecrets verified, AccessTokens tokens)
{
    /// <summary>
    /// Unknown client, wrong secret and annulled client take the same reads and the same work, which the presented secret alone
    /// decides; a mistyped client_id or a secret that cannot be one costs nothing.
    /// </summary>
    /// <returns>Null: refused.</returns>
    public async ValueTask<AccessToken?> IssueTokenAsync(string clientId, string clientSecret, CancellationToken cancellation)
    {
        if (!ClientId.TryParse(clientId, out var id) || ClientSecret.TryRead(clientSecret) is not { } presented)
        {
            return null;
        }

        var client = await clients.FindRowAsync(id.TaxpayerId, id, cancellation);
        var secretId = client?.SecretId ?? RowKeys.NoSecretId;
        var secret = await secrets.FindAsync(id.TaxpayerId, secretId, cancellation);
        var right = await IsRightAsync(secret, secretId, presented, cancellation);
        if (!right)
        {
            var fresh = await secrets.FindAfreshAsync(id.TaxpayerId, secretId, cancellation);
            if (fresh is not null && fresh.ETag != secret?.ETag)
            {
                secret = fresh;
                right = await IsRightAsync(secret, secretId, presented, cancellation);
            }
        }

        return right && client is { State: ClientRow.Active }
            ? await tokens.IssueAsync(id, secret!.Version, cancellation)
            : null;
    }

    private async ValueTask<bool> IsRightAsync(SecretRow? row, string secretId, ClientSecret presented, CancellationToken cancellation)
    {
        if (row is not null && presented.Kind is SecretKind.Chosen && verified.Knows(secretId, row.Version, row.Hash, presented))
        {
            return true;
        }

        var check = await hasher.CheckAsync(presented, row?.Hash, cancellation);
        if (check is SecretCheck.RightButOutdated)
        {
            await secrets.RehashAsync(row!, await hasher.HashAsync(presented, cancellation), cancellation);
        }
        else if (check is SecretCheck.Right && presented.Kind is SecretKind.Chosen)
        {
            verified.Remember(secretId, row!.Version, row.Hash, presented);
        }

        return check is not SecretCheck.Wrong;
    }
}
