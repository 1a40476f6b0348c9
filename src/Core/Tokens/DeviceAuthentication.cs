namespace Eds.Core;

/// <summary>The driver's device or fleet system that presented an access token.</summary>
public sealed record Device(ApiClient Client, AccessTokenClaims Token);

/// <summary>Checks an access token, and that its client and secret are still good: both are read, so annulment works at once.</summary>
public sealed class DeviceAuthentication(EdsTables tables, Clients clients, Secrets secrets, AccessTokens tokens)
{
    /// <returns>Null: refused.</returns>
    public async ValueTask<Device?> AuthenticateAsync(string token, CancellationToken cancellation)
    {
        if (await tokens.ReadAsync(token, cancellation) is not { } claims
            || await clients.FindAsync(claims.ClientId.TaxpayerId, claims.ClientId, cancellation) is not { State: ClientState.Active } client)
        {
            return null;
        }

        var secret = await secrets.FindAsync(claims.ClientId.TaxpayerId, client.SecretId, cancellation);
        if (secret?.Version != claims.SecretVersion)
        {
            secret = await secrets.FindAfreshAsync(claims.ClientId.TaxpayerId, client.SecretId, cancellation);
        }

        return secret?.Version == claims.SecretVersion ? new Device(client, claims) : null;
    }

    /// <summary>11 digits.</summary>
    public async Task<string> RegistrationNumberAsync(Device device, CancellationToken cancellation)
    {
        var taxpayerId = device.Client.ClientId.TaxpayerId;
        var row = await tables.Taxpayers.FindAsync<TaxpayerRow>(taxpayerId, RowKeys.Taxpayer, cancellation)
            ?? throw new InvalidDataException($"Taxpayer {taxpayerId} has clients but no row.");
        return row.RegistrationNumber;
    }
}
