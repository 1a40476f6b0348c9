using System.Runtime.Serialization;

namespace Eds.Core;

/// <summary>Keys and ETag, which the SDK fills. Columns are the properties of the classes below; docs/tables.md explains them, and a test compares.</summary>
internal abstract class Row : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }
}

internal sealed class TaxpayerRow : Row
{
    public string Name { get; set; } = "";

    /// <summary>11 digits.</summary>
    public string RegistrationNumber { get; set; } = "";

    /// <summary>"legal" or "natural".</summary>
    public string Kind { get; set; } = "";

    /// <summary>How many users are rights managers: never 0. Every change of users or rights writes this row.</summary>
    public int Managers { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class UserRow : Row
{
    public string Name { get; set; } = "";

    public string PersonalCode { get; set; } = "";

    public bool RightsManager { get; set; }

    public bool TaxiApiConfiguration { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class ClientRow : Row
{
    public const string Active = "active";
    public const string Annulled = "annulled";

    public string DriverName { get; set; } = "";

    public string PersonalCode { get; set; } = "";

    public string SecretId { get; set; } = "";

    /// <summary>Not null: the client exists only if that batch is committed.</summary>
    public string? BatchId { get; set; }

    public string State { get; set; } = Active;

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>userId.</summary>
    public string CreatedBy { get; set; } = "";

    public string CreatedByName { get; set; } = "";

    /// <summary>Counts the changes a person made; what callers get as etag. A use of the client does not change it.</summary>
    public int Revision { get; set; } = 1;

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The version of the secret that it was used with last.</summary>
    public int? LastUsedVersion { get; set; }

    /// <summary>From then on refused as if annulled; null: without an end.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>When table Guesses was last told of failures of this client; null or 36 hours old: there is nothing to read there.</summary>
    public DateTimeOffset? GuessedAt { get; set; }

    public DateTimeOffset? AnnulledAt { get; set; }

    /// <summary>userId.</summary>
    public string? AnnulledBy { get; set; }

    public string? AnnulReason { get; set; }

    /// <summary>Fixed when annulled: a later change of the setting does not move it.</summary>
    public DateTimeOffset? PurgeAt { get; set; }

    public ClientState StateAt(DateTimeOffset now) =>
        State != Active ? ClientState.Annulled
        : ValidUntil <= now ? ClientState.Suspended
        : ClientState.Active;

    /// <summary>A strong etag (RFC 9110 §8.8.3): <c>"3"</c>, with its quotation marks.</summary>
    public string ETagForCallers() => $"\"{Revision}\"";
}

/// <summary>The guard that keeps a driver's active client the only one.</summary>
internal sealed class ActiveDriverRow : Row
{
    /// <summary>The client it guards, 30 characters.</summary>
    public string ClientId { get; set; } = "";

    public string? BatchId { get; set; }

    /// <summary>When its batch began; null without a batch.</summary>
    public DateTimeOffset? StartedAt { get; set; }
}

internal sealed class SecretRow : Row
{
    /// <summary>1 at first; each rotation adds one. Tokens carry it as <c>secret_version</c>.</summary>
    public int Version { get; set; }

    /// <summary>"generated" or "chosen".</summary>
    public string Kind { get; set; } = "";

    public string Hash { get; set; } = "";

    /// <summary>The highest version there ever was: one that was cancelled never comes back with another secret.</summary>
    public int LastVersion { get; set; } = 1;

    public int? PreviousVersion { get; set; }

    public string? PreviousKind { get; set; }

    /// <summary>Hash of the secret that still works until <see cref="PreviousExpiresAt"/>.</summary>
    public string? PreviousHash { get; set; }

    public DateTimeOffset? PreviousExpiresAt { get; set; }

    public DateTimeOffset? RotatedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Written by every registration that uses the secret, so that a purge at the same moment loses its ETag.</summary>
    public DateTimeOffset TouchedAt { get; set; }

    /// <summary>Not null: written by a batch with one secret each; it exists only if that batch is committed.</summary>
    public string? BatchId { get; set; }

    /// <summary>What people call it.</summary>
    public string? Name { get; set; }

    /// <summary>RowKey of the row that keeps the name the only one; null without a name.</summary>
    public string? NameGuard { get; set; }

    /// <summary>CIDR, separated by commas; null: it may be used from anywhere.</summary>
    public string? Networks { get; set; }

    /// <summary>Counts the changes of name and networks; what callers get as etag.</summary>
    public int Revision { get; set; } = 1;

    /// <summary>RowKey of the bulk rotation that wrote this version; null: none did.</summary>
    public string? RotationRequest { get; set; }

    public string ETagForCallers() => $"\"{Revision}\"";

    public SecretRow Copy() => (SecretRow)MemberwiseClone();

    public bool IsRotating(DateTimeOffset now) => PreviousExpiresAt > now;

    /// <summary>The versions that work now, the newest first.</summary>
    public IEnumerable<(int Version, string Hash)> Valid(DateTimeOffset now) =>
        IsRotating(now) ? [(Version, Hash), (PreviousVersion!.Value, PreviousHash!)] : [(Version, Hash)];
}

/// <summary>What an Idempotency-Key was used for. Pending while <see cref="CompletedAt"/> is null; then its batch decides.</summary>
internal sealed class IdempotencyRow : Row
{
    public byte[] Fingerprint { get; set; } = [];

    public string? BatchId { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>client_ids, 30 ASCII characters each, in the order of the request.</summary>
    public byte[]? ClientIds { get; set; }

    /// <summary>secretIds, 16 ASCII characters each: one, or as many as clients.</summary>
    public byte[]? SecretIds { get; set; }

    /// <summary>Hash of the chosen secret as presented then; a replay is checked against it.</summary>
    public string? SecretHash { get; set; }

    /// <summary>Of a bulk rotation: for each secret four bytes, its new version, 0 (rotation in progress) or −1 (not found).</summary>
    public byte[]? Outcome { get; set; }

    public DateTimeOffset PurgeAt { get; set; }
}

/// <summary>Insert-only: the first to write it decides whether the batch's clients exist.</summary>
internal sealed class BatchRow : Row
{
    public const string Committed = "committed";
    public const string Aborted = "aborted";

    public string State { get; set; } = "";

    public DateTimeOffset DecidedAt { get; set; }
}

/// <summary>An access token that was revoked before it expired.</summary>
internal sealed class RevokedTokenRow : Row
{
    public DateTimeOffset RevokedAt { get; set; }

    /// <summary>When the token expires.</summary>
    public DateTimeOffset PurgeAt { get; set; }
}

/// <summary>Failed sign-ins of a client, from one network or over all.</summary>
internal sealed class FailedAttemptsRow : Row
{
    /// <summary>In a row.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? FailedAt { get; set; }

    public DateTimeOffset? SucceededAt { get; set; }

    /// <summary>When an event last told of guessing at the client; only in the row over all networks.</summary>
    public DateTimeOffset? DetectedAt { get; set; }

    /// <summary>When an event last told of a right secret from a network that it may not be used from; only in that row.</summary>
    public DateTimeOffset? ForeignAt { get; set; }

    public DateTimeOffset PurgeAt { get; set; }

    [IgnoreDataMember]
    public FailedAttempts Count
    {
        get => new(Failures, FailedAt, SucceededAt);
        set => (Failures, FailedAt, SucceededAt) = (value.Failures, value.FailedAt, value.SucceededAt);
    }
}

internal sealed class EventRow : Row
{
    public string EventId { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public string Action { get; set; } = "";

    /// <summary>"user" or "operator".</summary>
    public string ActorKind { get; set; } = "";

    /// <summary>userId, or the keyed digest of the operator.</summary>
    public string ActorId { get; set; } = "";

    public string? UserId { get; set; }

    public string? ClientId { get; set; }

    public string? SecretId { get; set; }

    /// <summary>How many clients were registered or annulled.</summary>
    public int? Clients { get; set; }

    public string? Reason { get; set; }

    /// <summary>How many secrets a bulk rotation changed.</summary>
    public int? Secrets { get; set; }

    /// <summary>The new name of a secret.</summary>
    public string? Name { get; set; }

    /// <summary>The new networks of a secret, separated by commas.</summary>
    public string? Networks { get; set; }

    public DateTimeOffset? PreviousValidUntil { get; set; }

    public DateTimeOffset? ValidUntil { get; set; }

    public bool? RightsManager { get; set; }

    public bool? TaxiApiConfiguration { get; set; }
}

/// <summary>Registration number → taxpayer; or a hint that a person is a user of the taxpayer in RowKey.</summary>
internal sealed class LookupRow : Row
{
    public string TaxpayerId { get; set; } = "";
}

internal sealed class PurgeEntryRow : Row
{
    public string Kind { get; set; } = "";

    public string TaxpayerId { get; set; } = "";

    /// <summary>client_id, secretId or batchId; null for one per taxpayer and day.</summary>
    public string? Id { get; set; }
}
