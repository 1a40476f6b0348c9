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
public sealed class Fleet(EdsTables tables, Batches batches, SecretStore secrets, TimeProvider time)
{
    private static readonly TimeSpan LongUnused = TimeSpan.FromDays(90);

    public async Task<FleetSummary> SummariseAsync(string taxpayerId, CancellationToken cancellation)
    {
        var inUse = secrets.ListAsync(taxpayerId, cancellation);
        var attacked = AttackedAsync(taxpayerId, cancellation);
        var clients = await CountAsync(taxpayerId, cancellation);
        var rotations = (await inUse).Where(secret => secret.Rotation is not null).Select(secret => new RunningRotation(
            secret.SecretId, secret.Rotation!.PreviousExpiresAt, secret.Rotation.ClientsMoved, secret.Rotation.Clients));
        return new FleetSummary(clients, (await inUse).Count, [.. rotations], await attacked);
    }

    private async Task<ClientCounts> CountAsync(string taxpayerId, CancellationToken cancellation)
    {
        var (now, isCommitted) = (time.GetUtcNow(), batches.Within(taxpayerId, cancellation));
        var (active, suspended, neverUsed, longUnused, annulled) = (0, 0, 0, 0, 0);
        await foreach (var row in tables.Taxpayers.RowsOf<ClientRow>(
            taxpayerId, "client", cancellation, nameof(ClientRow.State), nameof(ClientRow.BatchId), nameof(ClientRow.ValidUntil), nameof(ClientRow.LastUsedAt)))
        {
            if (!await isCommitted(row.BatchId))
            {
                continue;
            }

            var state = row.StateAt(now);
            annulled += state is ClientState.Annulled ? 1 : 0;
            suspended += state is ClientState.Suspended ? 1 : 0;
            active += state is ClientState.Active ? 1 : 0;
            neverUsed += state is ClientState.Active && row.LastUsedAt is null ? 1 : 0;
            longUnused += state is ClientState.Active && row.LastUsedAt < now - LongUnused ? 1 : 0;
        }

        return new ClientCounts(active, suspended, neverUsed, longUnused, annulled);
    }

    private async Task<IReadOnlyList<AttackedClient>> AttackedAsync(string taxpayerId, CancellationToken cancellation)
    {
        var (now, attacked) = (time.GetUtcNow(), new List<AttackedClient>());
        await foreach (var row in tables.Guesses.RowsOf<FailedAttemptsRow>(taxpayerId, RowKeys.TotalAttempts, cancellation))
        {
            if (row.Count.FailuresAt(now) >= FailedAttempts.Free && ClientId.TryParse(RowKeys.IdOf(row.RowKey), out var id)
                && await tables.Taxpayers.FindAsync<TableEntity>(taxpayerId, RowKeys.Client(id), cancellation) is not null)
            {
                attacked.Add(new AttackedClient(id.ToString(), row.Failures, row.FailedAt!.Value));
            }
        }

        return attacked;
    }
}
