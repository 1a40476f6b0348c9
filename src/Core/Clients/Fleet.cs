using System.Text.Json.Serialization;

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

/// <summary>A secret as its taxpayer sees it.</summary>
/// <param name="Clients">Active clients that use it.</param>
/// <param name="Rotation">Null: the old secret, if there was one, no longer works.</param>
/// <param name="Networks">From which it may be used; empty: from anywhere.</param>
/// <param name="ETag">To be sent back as If-Match, verbatim.</param>
public sealed record SecretSummary(
    string SecretId,
    string? Name,
    int Version,
    DateTimeOffset CreatedAt,
    string Kind,
    int Clients,
    RotationProgress? Rotation,
    IReadOnlyList<string> Networks,
    [property: JsonPropertyName("etag")] string ETag);

/// <param name="Clients">Active clients that are not suspended: a suspended one cannot move.</param>
/// <param name="ClientsMoved">Those of them whose last token was got with the new secret.</param>
public sealed record RotationProgress(DateTimeOffset StartedAt, DateTimeOffset PreviousExpiresAt, int ClientsMoved, int Clients);

/// <summary>A taxpayer's clients and secrets as a whole.</summary>
public sealed class Fleet(EdsTables tables, Batches batches, TimeProvider time)
{
    private static readonly TimeSpan LongUnused = TimeSpan.FromDays(90);

    private static readonly string[] Counted =
    [
        nameof(Row.RowKey), nameof(ClientRow.State), nameof(ClientRow.BatchId), nameof(ClientRow.SecretId),
        nameof(ClientRow.ValidUntil), nameof(ClientRow.LastUsedAt), nameof(ClientRow.LastUsedVersion),
    ];

    public async Task<FleetSummary> SummariseAsync(string taxpayerId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var clients = await ClientsAsync(taxpayerId, cancellation);
        var byState = clients.ToLookup(client => client.StateAt(now));
        var active = byState[ClientState.Active].ToList();
        var counts = new ClientCounts(
            active.Count,
            byState[ClientState.Suspended].Count(),
            active.Count(client => client.LastUsedAt is null),
            active.Count(client => client.LastUsedAt < now - LongUnused),
            byState[ClientState.Annulled].Count());
        var secrets = await ListSecretsAsync(taxpayerId, clients, cancellation);
        var rotations = secrets.Where(secret => secret.Rotation is not null).Select(secret => new RunningRotation(
            secret.SecretId, secret.Rotation!.PreviousExpiresAt, secret.Rotation.ClientsMoved, secret.Rotation.Clients));

        // Ids that do not exist are counted too, and an annulled device may go on trying.
        var attackable = byState[ClientState.Suspended].Concat(active).Select(client => RowKeys.IdOf(client.RowKey)).ToHashSet();
        var attacked = await tables.Guesses.RowsOf<FailedAttemptsRow>(taxpayerId, RowKeys.TotalAttempts, cancellation)
            .Where(row => row.FailuresAt(now) >= FailedAttemptsRow.Free && attackable.Contains(RowKeys.IdOf(row.RowKey)))
            .Select(row => new AttackedClient(
                ClientId.FromStored(RowKeys.IdOf(row.RowKey)).ToString(), row.Failures, row.FailedAt!.Value))
            .ToListAsync(cancellation);
        return new FleetSummary(counts, secrets.Count, [.. rotations], attacked);
    }

    /// <summary>All secrets that active clients use or that wait for the purge, by id; counted now.</summary>
    public async Task<IReadOnlyList<SecretSummary>> ListSecretsAsync(string taxpayerId, CancellationToken cancellation) =>
        await ListSecretsAsync(taxpayerId, await ClientsAsync(taxpayerId, cancellation), cancellation);

    internal async Task<SecretSummary> DescribeAsync(SecretRow row) => Describe(
        row, (await ClientsAsync(row.PartitionKey, CancellationToken.None)).Where(client => client.SecretId == RowKeys.IdOf(row.RowKey)));

    private async Task<IReadOnlyList<SecretSummary>> ListSecretsAsync(
        string taxpayerId, IReadOnlyList<ClientRow> clients, CancellationToken cancellation)
    {
        var (users, isCommitted) = (clients.ToLookup(client => client.SecretId), batches.Within(taxpayerId, cancellation));
        return await tables.Taxpayers.RowsOf<SecretRow>(taxpayerId, "secret", cancellation)
            .Where((row, _) => isCommitted(row.BatchId))
            .Select(row => Describe(row, users[RowKeys.IdOf(row.RowKey)]))
            .ToListAsync(cancellation);
    }

    /// <summary>The clients that exist, with what is counted of them.</summary>
    private async Task<IReadOnlyList<ClientRow>> ClientsAsync(string taxpayerId, CancellationToken cancellation)
    {
        var isCommitted = batches.Within(taxpayerId, cancellation);
        return await tables.Taxpayers.RowsOf<ClientRow>(taxpayerId, "client", cancellation, Counted)
            .Where((client, _) => isCommitted(client.BatchId)).ToListAsync(cancellation);
    }

    private SecretSummary Describe(SecretRow row, IEnumerable<ClientRow> clients)
    {
        var now = time.GetUtcNow();
        var states = clients.ToLookup(client => client.StateAt(now));
        var able = states[ClientState.Active].ToList();
        var rotation = row.IsRotating(now)
            ? new RotationProgress(
                row.RotatedAt!.Value, row.PreviousExpiresAt!.Value, able.Count(client => client.LastUsedVersion == row.Version), able.Count)
            : null;
        return new SecretSummary(
            RowKeys.IdOf(row.RowKey), row.Name, row.Version, row.CreatedAt, row.Kind, able.Count + states[ClientState.Suspended].Count(),
            rotation, row.Networks?.Split(',') ?? [], row.ETagForCallers());
    }
}
