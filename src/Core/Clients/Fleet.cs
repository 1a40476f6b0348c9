namespace Eds.Core;

/// <summary>Numbers and what needs attention, counted on request.</summary>
public sealed record FleetSummary(
    ClientCounts Clients, int Secrets, IReadOnlyList<RunningRotation> Rotations, IReadOnlyList<AttackedClient> Attacked);

/// <param name="Active">Not suspended.</param>
/// <param name="NeverUsed">Active, and never got a token.</param>
/// <param name="UnusedFor90Days">Active, and got its last token earlier.</param>
public sealed record ClientCounts(int Active, int Suspended, int NeverUsed, int UnusedFor90Days, int Annulled);

/// <param name="ClientsMoved">Of <paramref name="Clients"/>, those whose last token was got with the new secret.</param>
/// <param name="Clients">Those that are not suspended.</param>
public sealed record RunningRotation(string SecretId, DateTimeOffset PreviousExpiresAt, int ClientsMoved, int Clients);

/// <param name="Failures">Refused sign-ins in a row, over all networks.</param>
public sealed record AttackedClient(string ClientId, int Failures, DateTimeOffset LastAt);

/// <summary>A taxpayer's clients and secrets as a whole.</summary>
public sealed class Fleet(EdsTables tables, SecretStore secrets, TimeProvider time)
{
    private static readonly TimeSpan LongUnused = TimeSpan.FromDays(90);

    public async Task<FleetSummary> SummariseAsync(string taxpayerId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var clients = await secrets.ClientsAsync(taxpayerId, cancellation);
        var byState = clients.ToLookup(client => client.StateAt(now));
        var active = byState[ClientState.Active].ToList();
        var counts = new ClientCounts(
            active.Count,
            byState[ClientState.Suspended].Count(),
            active.Count(client => client.LastUsedAt is null),
            active.Count(client => client.LastUsedAt < now - LongUnused),
            byState[ClientState.Annulled].Count());
        var inUse = await secrets.ListAsync(taxpayerId, clients, cancellation);
        var rotations = inUse.Where(secret => secret.Rotation is not null).Select(secret => new RunningRotation(
            secret.SecretId, secret.Rotation!.PreviousExpiresAt, secret.Rotation.ClientsMoved, secret.Rotation.Clients));
        var attackable = byState[ClientState.Suspended].Concat(active).Select(client => RowKeys.IdOf(client.RowKey)).ToHashSet();
        return new FleetSummary(counts, inUse.Count, [.. rotations], await AttackedAsync(taxpayerId, attackable, now, cancellation));
    }

    /// <param name="clientIds">
    /// Others are not asked for: ids that do not exist are counted too, and an annulled device may go on trying.
    /// </param>
    private async Task<IReadOnlyList<AttackedClient>> AttackedAsync(
        string taxpayerId, HashSet<string> clientIds, DateTimeOffset now, CancellationToken cancellation)
    {
        return await tables.Guesses.RowsOf<FailedAttemptsRow>(taxpayerId, RowKeys.TotalAttempts, cancellation)
            .Where(row => row.Count.FailuresAt(now) >= FailedAttempts.Free && clientIds.Contains(RowKeys.IdOf(row.RowKey)))
            .Select(row => new AttackedClient(
                ClientId.FromStored(RowKeys.IdOf(row.RowKey)).ToString(), row.Failures, row.FailedAt!.Value))
            .ToListAsync(cancellation);
    }
}
