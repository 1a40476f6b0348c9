namespace Eds.Core;

/// <summary>Finds out which version of a client's secret was presented, if any.</summary>
public sealed class SecretVerification(Secrets secrets, SecretHasher hasher, VerifiedSecrets verified, HashTurns turns, TimeProvider time)
{
    /// <param name="client">Null: there is none with this id. The reads and hashes are the same.</param>
    /// <param name="network">Where the request comes from, as <c>203.0.113.0/24</c>.</param>
    /// <returns>Null: refused.</returns>
    /// <exception cref="BusyException">Too many hashes of this network, or of all, wait for their turn.</exception>
    internal async ValueTask<int?> FindVersionAsync(
        ClientId id, ClientRow? client, ClientSecret presented, string network, CancellationToken cancellation)
    {
        if (client is null)
        {
            await secrets.FindNoneAsync(id, cancellation);
            await CheckAsync(presented, [], network, cancellation);
            return null;
        }

        // An annulled client gets no good from what is remembered of its secret: it works as hard as a wrong one.
        var active = client.State == ClientRow.Active;
        var secret = await secrets.FindAsync(id.TaxpayerId, client.SecretId, cancellation);
        var version = await MatchAsync(secret, client.SecretId, presented, active, network, cancellation);
        if (version is not null)
        {
            return version;
        }

        var fresh = await secrets.FindAfreshAsync(id.TaxpayerId, client.SecretId, cancellation);
        return fresh is not null && fresh.ETag != secret?.ETag
            ? await MatchAsync(fresh, client.SecretId, presented, active, network, cancellation)
            : null;
    }

    /// <returns>The version that the presented secret is, of those that work now; null: none.</returns>
    private async ValueTask<int?> MatchAsync(
        SecretRow? row, string secretId, ClientSecret presented, bool active, string network, CancellationToken cancellation)
    {
        IReadOnlyList<(int Version, string Hash)> valid = row is null ? [] : [.. row.Valid(time.GetUtcNow())];
        if (active && presented.Kind is SecretKind.Chosen)
        {
            foreach (var (known, hash) in valid)
            {
                if (verified.Knows(secretId, known, hash, presented))
                {
                    return known;
                }
            }
        }

        var (index, check) = await CheckAsync(presented, [.. valid.Select(each => each.Hash)], network, cancellation);
        if (check is SecretCheck.Wrong || !active)
        {
            return null;
        }

        var (version, matched) = valid[index];
        if (check is SecretCheck.RightButOutdated && version == row!.Version)
        {
            await secrets.RehashAsync(row, await hasher.HashAsync(presented, row.PreviousHash, cancellation), cancellation);
        }
        else if (presented.Kind is SecretKind.Chosen)
        {
            verified.Remember(secretId, version, matched, presented);
        }

        return version;
    }

    private async ValueTask<(int Index, SecretCheck Check)> CheckAsync(
        ClientSecret presented, IReadOnlyList<string> hashes, string network, CancellationToken cancellation)
    {
        using var turn = presented.Kind is SecretKind.Chosen ? await turns.TakeAsync(network, cancellation) : null;
        return await hasher.CheckAsync(presented, hashes, cancellation);
    }
}
