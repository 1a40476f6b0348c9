namespace Eds.Core;

/// <summary>The driver's device or fleet system that presented an access token.</summary>
public sealed record Device(ApiClient Client, AccessTokenClaims Token);

/// <summary>
/// Checks an access token, and that its client and secret are still good and that it was not revoked. The client is read each time, and
/// says whether any token of it was revoked lately: so annulment and revocation work at once.
/// </summary>
public sealed class DeviceAuthentication(EdsTables tables, ClientStore clients, SecretStore secrets, AccessTokens tokens, TimeProvider time)
{
    /// <returns>Null: refused.</returns>
    public async ValueTask<Device?> AuthenticateAsync(string token, CancellationToken cancellation)
    {
        if (await tokens.ReadAsync(token, cancellation) is not { } claims)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return await clients.FindRowAsync(claims.ClientId.TaxpayerId, claims.ClientId, cancellation) is { } client
            && client.StateAt(now) is ClientState.Active
            && !await IsRevokedAsync(client, claims, now, cancellation)
            && await IsValidAsync(client, claims, now, cancellation)
            ? new Device(ApiClient.FromRow(client, now), claims)
            : null;
    }

    /// <summary>11 digits.</summary>
    public async Task<string> RegistrationNumberAsync(Device device, CancellationToken cancellation)
    {
        var taxpayerId = device.Client.ClientId.TaxpayerId;
        var row = await tables.Taxpayers.FindAsync<TaxpayerRow>(taxpayerId, RowKeys.Taxpayer, cancellation)
            ?? throw new InvalidDataException($"Taxpayer {taxpayerId} has clients but no row.");
        return row.RegistrationNumber;
    }

    private async ValueTask<bool> IsRevokedAsync(
        ClientRow client, AccessTokenClaims claims, DateTimeOffset now, CancellationToken cancellation) =>
        now - client.TokenRevokedAt < Revocation.MarkedFor
        && await tables.Taxpayers.FindAsync<RevokedTokenRow>(client.PartitionKey, RowKeys.Token(claims.TokenId), cancellation) is not null;

    private async ValueTask<bool> IsValidAsync(
        ClientRow client, AccessTokenClaims claims, DateTimeOffset now, CancellationToken cancellation)
    {
        bool IsGood(SecretRow? row) => row is not null && row.Valid(now).Any(valid => valid.Version == claims.SecretVersion);
        return IsGood(await secrets.FindCachedAsync(client.PartitionKey, client.SecretId, SecretStore.MaxAge, cancellation))
            || IsGood(await secrets.FindCachedAsync(client.PartitionKey, client.SecretId, SecretStore.MaxAgeToRefuse, cancellation));
    }
}
