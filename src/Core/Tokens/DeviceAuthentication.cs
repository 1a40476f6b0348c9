namespace Eds.Core;

/// <summary>The driver's device or fleet system that presented an access token.</summary>
public sealed record Device(ApiClient Client, AccessTokenClaims Token);

/// <summary>
/// Checks an access token, and that its client and secret are still good and that it was not revoked: all are read, so annulment and
/// revocation work at once.
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

        var taxpayerId = claims.ClientId.TaxpayerId;
        var revoked = tables.Taxpayers.FindAsync<RevokedTokenRow>(taxpayerId, RowKeys.Token(claims.TokenId), cancellation);
        var found = clients.FindAsync(taxpayerId, claims.ClientId, cancellation);
        await Task.WhenAll(revoked, found); // both to their end, if one fails
        return await revoked is null
            && await found is { State: ClientState.Active } client
            && await IsValidAsync(taxpayerId, client.SecretId, claims.SecretVersion, cancellation)
            ? new Device(client, claims)
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

    private async ValueTask<bool> IsValidAsync(string taxpayerId, string secretId, int version, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        bool IsGood(SecretRow? row) => row is not null && row.Valid(now).Any(valid => valid.Version == version);
        return IsGood(await secrets.FindAsync(taxpayerId, secretId, cancellation))
            || IsGood(await secrets.FindRecentAsync(taxpayerId, secretId, cancellation));
    }
}
