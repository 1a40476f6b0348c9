using System.Net;

namespace Eds.Core;

/// <param name="SecretVersion">The version of its secret that the client presented.</param>
/// <param name="ValidUntil">No token lives longer; null: without an end.</param>
public sealed record AuthenticatedClient(ClientId ClientId, int SecretVersion, DateTimeOffset? ValidUntil = null);

/// <summary>
/// Checks client_id and client_secret (RFC 6749 §2.3.1). Unknown client, wrong secret, annulled client and a network not allowed take the
/// same reads and the same work, which the presented secret alone decides. A mistyped client_id or secret costs nothing.
/// </summary>
public sealed class ClientAuthentication(
    ClientStore clients,
    SecretStore secrets,
    SecretHasher hasher,
    VerifiedSecrets verified,
    HashingLimiter hashing,
    SignInThrottle throttle,
    LastUse lastUse,
    TimeProvider time)
{
    private static readonly char[] AroundSecret = [' ', '\t', '\r', '\n', '\f', '\v', '\0', '\u00A0', '\u200B', '\uFEFF'];

    /// <summary>Takes no cancellation: an attempt must not end between being made and being counted because the caller hangs up.</summary>
    /// <param name="clientSecrets">The secret, in one or more readings of what was sent: together they are one attempt.</param>
    /// <param name="address">Where the request comes from; null: unknown.</param>
    /// <returns>
    /// The client; or how long to wait after too many failures, the secret unchecked; or neither: an unknown or annulled client or a wrong
    /// secret, of which callers learn no more.
    /// </returns>
    /// <exception cref="QueueFullException">Too many attempts wait.</exception>
    public async ValueTask<(AuthenticatedClient? Client, TimeSpan? Wait)> AuthenticateAsync(
        string clientId, IReadOnlyList<string> clientSecrets, IPAddress? address)
    {
        // No secret begins or ends so, but devices send line breaks and NULs after it, and files a byte order mark before it.
        var presented = clientSecrets.Select(text => ClientSecret.TryRead(text.Trim(AroundSecret))).OfType<ClientSecret>().ToList();
        if (!ClientId.TryParse(clientId, out var id) || presented.Count == 0)
        {
            Metrics.Refused(Refusal.Malformed);
            return default;
        }

        var network = CallerNetwork.Of(address);
        var source = await throttle.SourceAsync(id, network);
        if (throttle.RememberedWait(source) is { } remembered)
        {
            return Limited(remembered);
        }

        var client = await clients.FindRowAsync(id.TaxpayerId, id, CancellationToken.None);
        var secret = await FindSecretAsync(source, client);
        // A reading that was right a moment ago is the right one: the others need no hash.
        var known = presented.Find(each => FindVerified(client, secret, each, address) is not null);
        // Its place in the network's queue comes first: nobody holds a client's turn while waiting for that.
        var acquiring = known is null && presented.Exists(each => each.Kind is SecretKind.Chosen) ? hashing.AcquireAsync(network) : default;
        var hasWaited = !acquiring.IsCompleted;
        using var lease = await acquiring;
        await using var attempt = await throttle.BeginAsync(source, client, hasWaited);
        client = attempt.Client;
        if (attempt.Wait is { } wait)
        {
            return Limited(wait);
        }

        Match match = default;
        foreach (var reading in known is null ? presented : [known])
        {
            match = match.Version is null ? await FindMatchAsync(client, secret, reading, address) : match;
            attempt.IsWrong = match.Version is null;
        }

        if (match is not { Version: { } version, IsNetworkRefused: false })
        {
            await throttle.FailedAsync(attempt);
            Metrics.Refused(ReasonOf(client, match.IsNetworkRefused));
            if (match.IsNetworkRefused)
            {
                throttle.ReportNetworkNotAllowed(source);
            }

            return default;
        }

        await throttle.SucceededAsync(attempt);
        lastUse.Record(client!, version);
        return (new AuthenticatedClient(id, version, client!.ValidUntil), null);
    }

    private Refusal ReasonOf(ClientRow? client, bool isNetworkRefused) => client?.StateAt(time.GetUtcNow()) switch
    {
        null => Refusal.UnknownClient,
        ClientState.Annulled => Refusal.AnnulledClient,
        ClientState.Suspended => Refusal.SuspendedClient,
        _ => isNetworkRefused ? Refusal.ForeignNetwork : Refusal.WrongSecret,
    };

    private static (AuthenticatedClient? Client, TimeSpan? Wait) Limited(TimeSpan wait)
    {
        Metrics.Refused(Refusal.Limited);
        return (null, wait);
    }

    /// <summary>
    /// From the cache only for a familiar client: otherwise the time of the answer would tell whether a client that uses the same secret
    /// exists. For an unknown client a row that cannot exist is read.
    /// </summary>
    private ValueTask<SecretRow?> FindSecretAsync(AttemptSource source, ClientRow? client)
    {
        var secretId = client?.SecretId ?? RowKeys.DecoySecretOf(source.ClientId);
        var maxAge = client is not null && throttle.IsFamiliar(source) ? SecretStore.MaxAge : TimeSpan.Zero;
        return secrets.FindCachedAsync(source.TaxpayerId, secretId, maxAge, CancellationToken.None);
    }

    private async ValueTask<Match> FindMatchAsync(ClientRow? client, SecretRow? secret, ClientSecret presented, IPAddress? address)
    {
        var match = await MatchAsync(client, secret, presented, address);
        if (client is null || match is { Version: not null, IsNetworkRefused: false })
        {
            return match;
        }

        // A cached row may be older than a rotation, or than a change of networks.
        var fresh = await secrets.FindCachedAsync(
            client.PartitionKey, client.SecretId, SecretStore.MaxAgeToRefuse, CancellationToken.None);
        return fresh is not null && fresh.ETag != secret?.ETag ? await MatchAsync(client, fresh, presented, address) : match;
    }

    private async ValueTask<Match> MatchAsync(ClientRow? client, SecretRow? secret, ClientSecret presented, IPAddress? address)
    {
        if (FindVerified(client, secret, presented, address) is { } known)
        {
            return new Match(known);
        }

        IReadOnlyList<(int Version, string Hash)> valid = secret is null ? [] : [.. secret.Valid(time.GetUtcNow())];
        var (index, check) = await hasher.CheckAsync(presented, [.. valid.Select(each => each.Hash)], CancellationToken.None);
        if (check is SecretCheck.Wrong || !IsActive(client))
        {
            return default;
        }

        var (version, hash) = valid[index];
        if (!AllowedNetworks.Allow(secret!.Networks, address))
        {
            return new Match(version, IsNetworkRefused: true);
        }

        if (check is SecretCheck.RightButOutdated && version == secret.Version)
        {
            await RehashAsync(secret, presented);
        }
        else if (presented.Kind is SecretKind.Chosen)
        {
            verified.Remember(client!.SecretId, version, hash, presented);
        }

        return new Match(version);
    }

    private bool IsActive(ClientRow? client) => client?.StateAt(time.GetUtcNow()) is ClientState.Active;

    /// <summary>A client that may not use the secret must not profit from one that may: it works as hard as with a wrong one.</summary>
    private int? FindVerified(ClientRow? client, SecretRow? secret, ClientSecret presented, IPAddress? address)
    {
        if (secret is null || !IsActive(client) || !AllowedNetworks.Allow(secret.Networks, address))
        {
            return null;
        }

        var secretId = RowKeys.IdOf(secret.RowKey);
        foreach (var (version, hash) in secret.Valid(time.GetUtcNow()))
        {
            if (presented.Kind is SecretKind.Chosen && verified.Knows(secretId, version, hash, presented))
            {
                return version;
            }
        }

        return null;
    }

    /// <summary>The secret was right: if it cannot be done now, the next success tries again.</summary>
    private async Task RehashAsync(SecretRow row, ClientSecret secret)
    {
        try
        {
            await secrets.RehashAsync(
                row, await hasher.HashAsync(secret, row.PreviousHash, CancellationToken.None), CancellationToken.None);
        }
        catch (Exception e) when (e is QueueFullException || StorageOutage.Is(e))
        {
        }
    }

    /// <param name="Version">The presented secret's; null: it is wrong.</param>
    /// <param name="IsNetworkRefused">It may not be used from there.</param>
    private readonly record struct Match(int? Version, bool IsNetworkRefused = false);
}
