namespace Eds.Core;

/// <param name="SecretVersion">The version of its secret that the client presented.</param>
public sealed record AuthenticatedClient(ClientId ClientId, int SecretVersion);

public abstract record AuthenticationResult
{
    private AuthenticationResult()
    {
    }

    public sealed record Authenticated(AuthenticatedClient Client) : AuthenticationResult;

    /// <summary>Unknown, wrong or annulled: which, is nobody's business.</summary>
    public sealed record Refused : AuthenticationResult;

    /// <summary>Too many failures: nothing was looked at.</summary>
    public sealed record Limited(TimeSpan Wait) : AuthenticationResult;
}

/// <summary>Checks client_id and client_secret (RFC 6749 §2.3.1).</summary>
public sealed class ClientAuthentication(
    Clients clients, Secrets secrets, SecretHasher hasher, VerifiedSecrets verified, Guessing guessing, LastUse lastUse, TimeProvider time)
{
    private static readonly AuthenticationResult Refused = new AuthenticationResult.Refused();

    /// <summary>
    /// Unknown client, wrong secret and annulled client take the same reads and the same work, which the presented secret alone
    /// decides; a mistyped client_id or a secret that cannot be one costs nothing.
    /// </summary>
    /// <param name="network">Where the request comes from, as <c>203.0.113.0/24</c>.</param>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(
        string clientId, string clientSecret, string network, CancellationToken cancellation)
    {
        if (!ClientId.TryParse(clientId, out var id) || ClientSecret.TryRead(clientSecret) is not { } presented)
        {
            Metrics.Refused(Refusal.Malformed);
            return Refused;
        }

        var client = await clients.FindRowAsync(id.TaxpayerId, id, cancellation);
        var attempt = await guessing.BeginAsync(id, client, network, cancellation);
        if (attempt.Wait is { } wait)
        {
            Metrics.Refused(Refusal.Limited);
            return new AuthenticationResult.Limited(wait);
        }

        var version = await FindVersionAsync(id, client, presented, cancellation);
        if (version is null)
        {
            attempt.Failed();
            Metrics.Refused(client switch { null => Refusal.UnknownClient, { State: ClientRow.Active } => Refusal.WrongSecret, _ => Refusal.AnnulledClient });
            return Refused;
        }

        attempt.Succeeded();
        lastUse.Note(client!, version.Value);
        return new AuthenticationResult.Authenticated(new AuthenticatedClient(id, version.Value));
    }

    /// <returns>The version of the client's secret that was presented; null: refused.</returns>
    private async ValueTask<int?> FindVersionAsync(ClientId id, ClientRow? client, ClientSecret presented, CancellationToken cancellation)
    {
        if (client is null)
        {
            await secrets.FindNoneAsync(id, cancellation);
            await hasher.CheckAsync(presented, null, cancellation);
            return null;
        }

        // An annulled client gets no good from what is remembered of its secret: it works as hard as a wrong one.
        var active = client.State == ClientRow.Active;
        var secret = await secrets.FindAsync(id.TaxpayerId, client.SecretId, cancellation);
        var version = await MatchAsync(secret, client.SecretId, presented, active, cancellation);
        if (version is not null)
        {
            return version;
        }

        var fresh = await secrets.FindAfreshAsync(id.TaxpayerId, client.SecretId, cancellation);
        return fresh is not null && fresh.ETag != secret?.ETag
            ? await MatchAsync(fresh, client.SecretId, presented, active, cancellation)
            : null;
    }

    /// <returns>The version that the presented secret is, of those that work now; null: none.</returns>
    private async ValueTask<int?> MatchAsync(SecretRow? row, string secretId, ClientSecret presented, bool active, CancellationToken cancellation)
    {
        if (row is null)
        {
            await hasher.CheckAsync(presented, null, cancellation);
            return null;
        }

        var valid = row.Valid(time.GetUtcNow());
        if (active && presented.Kind is SecretKind.Chosen)
        {
            foreach (var (version, hash) in valid)
            {
                if (verified.Knows(secretId, version, hash, presented))
                {
                    return version;
                }
            }
        }

        foreach (var (version, hash) in valid)
        {
            var check = await hasher.CheckAsync(presented, hash, cancellation);
            if (check is SecretCheck.Wrong)
            {
                continue;
            }

            if (!active)
            {
                continue; // checked against all that is valid, as a wrong one is
            }

            if (check is SecretCheck.RightButOutdated && version == row.Version)
            {
                await secrets.RehashAsync(row, await hasher.HashAsync(presented, cancellation), cancellation);
            }
            else if (presented.Kind is SecretKind.Chosen)
            {
                verified.Remember(secretId, version, hash, presented);
            }

            return version;
        }

        return null;
    }
}
