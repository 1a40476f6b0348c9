namespace Eds.Core;

/// <summary>Finds out which version of a client's secret was presented, if any.</summary>
public sealed class SecretVerification(SecretStore secrets, SecretHasher hasher, VerifiedSecrets verified, HashingLimiter turns, TimeProvider time)
{
    /// <summary>
    /// Waits until this network may hash. That comes before the attempt at the client begins, as others wait for the attempt's end: so
    /// nobody waits there for another network's queue.
    /// </summary>
    /// <param name="client">Null: there is none with this id. The reads are the same.</param>
    /// <param name="network">Where the request comes from, as <c>203.0.113.0/24</c>.</param>
    /// <returns>To be disposed when it is done; null: nothing costly will have to be hashed.</returns>
    /// <exception cref="HashingQueueFullException">Too many of this network wait.</exception>
    internal async ValueTask<IDisposable?> WaitForTurnAsync(
        ClientId id, ClientRow? client, ClientSecret presented, string network, CancellationToken cancellation)
    {
        if (presented.Kind is not SecretKind.Chosen)
        {
            return null;
        }

        var secret = client is null
            ? await secrets.FindDecoyAsync(id, cancellation)
            : await secrets.FindAsync(id.TaxpayerId, client.SecretId, cancellation);
        var remembered = secret is not null && client is { State: ClientRow.Active }
            && FindRemembered(client.SecretId, secret.Valid(time.GetUtcNow()), presented) is not null;
        return remembered ? null : await turns.AcquireAsync(network, cancellation);
    }

    /// <param name="client">Null: there is none with this id. The reads and hashes are the same.</param>
    /// <returns>Null: refused.</returns>
    /// <exception cref="HashingQueueFullException">Too many hashes wait for their turn.</exception>
    internal async ValueTask<int?> FindVersionAsync(ClientId id, ClientRow? client, ClientSecret presented, CancellationToken cancellation)
    {
        if (client is null)
        {
            await secrets.FindDecoyAsync(id, cancellation);
            await hasher.CheckAsync(presented, [], cancellation);
            await secrets.RefreshDecoyAsync(id, cancellation);
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

        var fresh = await secrets.RefreshAsync(id.TaxpayerId, client.SecretId, cancellation);
        return fresh is not null && fresh.ETag != secret?.ETag
            ? await MatchAsync(fresh, client.SecretId, presented, active, cancellation)
            : null;
    }

    /// <returns>The version that the presented secret is, of those that work now; null: none.</returns>
    private async ValueTask<int?> MatchAsync(
        SecretRow? row, string secretId, ClientSecret presented, bool active, CancellationToken cancellation)
    {
        IReadOnlyList<(int Version, string Hash)> valid = row is null ? [] : [.. row.Valid(time.GetUtcNow())];
        if (active && presented.Kind is SecretKind.Chosen && FindRemembered(secretId, valid, presented) is { } known)
        {
            return known;
        }

        var (index, check) = await hasher.CheckAsync(presented, [.. valid.Select(each => each.Hash)], cancellation);
        if (check is SecretCheck.Wrong || !active)
        {
            return null;
        }

        var (version, matched) = valid[index];
        if (check is SecretCheck.RightButOutdated && version == row!.Version)
        {
            await RehashAsync(row, presented, cancellation);
        }
        else if (presented.Kind is SecretKind.Chosen)
        {
            verified.Remember(secretId, version, matched, presented);
        }

        return version;
    }

    /// <summary>A better hash of a secret that was right all the same: if there is no time for it now, the next success tries again.</summary>
    private async Task RehashAsync(SecretRow row, ClientSecret secret, CancellationToken cancellation)
    {
        try
        {
            await secrets.RehashAsync(row, await hasher.HashAsync(secret, row.PreviousHash, cancellation), cancellation);
        }
        catch (HashingQueueFullException)
        {
        }
    }

    private int? FindRemembered(string secretId, IEnumerable<(int Version, string Hash)> valid, ClientSecret presented)
    {
        foreach (var (version, hash) in valid)
        {
            if (verified.Knows(secretId, version, hash, presented))
            {
                return version;
            }
        }

        return null;
    }
}
