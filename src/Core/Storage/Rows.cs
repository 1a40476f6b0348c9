namespace Eds.Core;

/// <summary>The columns are the properties of the classes below, explained in docs/tables.md.</summary>
internal abstract class Row : ITableEntity
{
    public string PartitionKey { get; set; } = "";
    public string RowKey { get; set; } = "";
    public DateTimeOffset? Timestamp { get; set; }
    public ETag ETag { get; set; }
}

/// <summary>Written by a registration, perhaps within a batch: then it exists only if that is committed.</summary>
internal interface IBatchRow
{
    string? BatchId { get; } // null: without a batch
}

internal sealed class TaxpayerRow : Row
{
    public string Name { get; set; } = "";
    public string RegistrationNumber { get; set; } = ""; // 11 digits
    public string Kind { get; set; } = ""; // "legal" or "natural"
    public int Managers { get; set; } // how many users are rights managers, never 0; every change of users or rights writes this row
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

internal sealed class ClientRow : Row, IBatchRow
{
    public const string Active = "active";
    public const string Annulled = "annulled";

    public string DriverName { get; set; } = "";
    public string PersonalCode { get; set; } = "";
    public string SecretId { get; set; } = "";
    public string? BatchId { get; set; }
    public string State { get; set; } = Active;
    public DateTimeOffset CreatedAt { get; set; }
    public string CreatedBy { get; set; } = ""; // userId
    public string CreatedByName { get; set; } = "";
    public int Revision { get; set; } = 1; // counts changes by users, not uses of the client
    public DateTimeOffset? LastUsedAt { get; set; }
    public int? LastUsedVersion { get; set; } // version of the secret last used
    public DateTimeOffset? LastRideAt { get; set; } // when its last ride was received
    public DateTimeOffset? ValidUntil { get; set; } // from then on refused as if annulled; null: no end
    public DateTimeOffset? FailedAttemptAt { get; set; } // last write to table Guesses; null or a day old: nothing to read there
    public DateTimeOffset? TokenRevokedAt { get; set; } // last of its tokens revoked; null or 2 hours old: no revoked token to look for
    public DateTimeOffset? AnnulledAt { get; set; }
    public string? AnnulledBy { get; set; } // userId
    public string? AnnulReason { get; set; }
    public DateTimeOffset? PurgeAt { get; set; } // set when annulled: a later change of the setting does not move it

    public ClientState StateAt(DateTimeOffset now) =>
        State != Active ? ClientState.Annulled
        : ValidUntil <= now ? ClientState.Suspended
        : ClientState.Active;

    public string ETagForCallers() => $"\"{Revision}\""; // strong (RFC 9110 §8.8.3): "3", quotation marks included
}

/// <summary>Ensures that a driver has at most one active client.</summary>
internal sealed class ActiveDriverRow : Row
{
    public string ClientId { get; set; } = ""; // 30 characters
    public string? BatchId { get; set; }
    public DateTimeOffset? StartedAt { get; set; } // of its batch; null without one
}

internal sealed class SecretRow : Row, IBatchRow
{
    public int Version { get; set; } // 1, 2, …: claim secret_version
    public string Kind { get; set; } = ""; // "generated" or "chosen"
    public string Hash { get; set; } = "";
    public int LastVersion { get; set; } = 1; // highest ever: the version of a cancelled rotation is not used again
    public int? PreviousVersion { get; set; }
    public string? PreviousKind { get; set; }
    public string? PreviousHash { get; set; } // works until PreviousExpiresAt
    public DateTimeOffset? PreviousExpiresAt { get; set; }
    public DateTimeOffset? RotatedAt { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset TouchedAt { get; set; } // written by each registration that uses the secret, so that a concurrent purge fails
    public string? BatchId { get; set; }
    public string? Name { get; set; } // given by users
    public string? NameRowKey { get; set; } // RowKey of the row that makes the name unique; null without a name
    public string? Networks { get; set; } // CIDR, separated by commas; null: any network
    public int Revision { get; set; } = 1; // counts changes of name and networks
    public string? RotationRequest { get; set; } // RowKey of the last bulk rotation of this secret, if any

    public string ETagForCallers() => $"\"{Revision}\"";

    public bool IsRotating(DateTimeOffset now) => PreviousExpiresAt > now;

    /// <summary>Newest first.</summary>
    public IEnumerable<(int Version, string Hash)> Valid(DateTimeOffset now) =>
        IsRotating(now) ? [(Version, Hash), (PreviousVersion!.Value, PreviousHash!)] : [(Version, Hash)];
}

/// <summary>What an Idempotency-Key was used for. Pending while <see cref="CompletedAt"/> is null: the batch decides.</summary>
internal sealed class IdempotencyRow : Row
{
    public byte[] Fingerprint { get; set; } = [];
    public string? BatchId { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
    public byte[]? ClientIds { get; set; } // 30 ASCII characters each, in the order of the request
    public byte[]? SecretIds { get; set; } // 16 ASCII characters each: one, or one per client
    public string? SecretHash { get; set; } // of the chosen secret: a replay must present the same
    public byte[]? Outcome { get; set; } // of a bulk rotation, 4 bytes a secret: new version, 0 (rotation in progress) or −1 (not found)
    public DateTimeOffset PurgeAt { get; set; }
}

/// <summary>Insert-only: the first writer decides whether the batch's clients exist.</summary>
internal sealed class BatchRow : Row
{
    public const string Committed = "committed";
    public const string Aborted = "aborted";

    public string State { get; set; } = "";
    public DateTimeOffset DecidedAt { get; set; }
}

internal sealed class RevokedTokenRow : Row
{
    public DateTimeOffset RevokedAt { get; set; }
    public DateTimeOffset PurgeAt { get; set; } // when the token expires
}

internal sealed class EventRow : Row
{
    public string EventId { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public string Action { get; set; } = "";
    public string ActorKind { get; set; } = ""; // "user", "operator" or "system"
    public string ActorId { get; set; } = ""; // userId, or the keyed digest of the operator's personal code
    public string? UserId { get; set; }
    public string? ClientId { get; set; }
    public string? SecretId { get; set; }
    public int? Clients { get; set; } // how many were registered or annulled
    public string? Reason { get; set; }
    public int? Secrets { get; set; } // how many a bulk rotation changed
    public string? Name { get; set; } // new name of a secret
    public string? Networks { get; set; } // new networks of a secret, separated by commas
    public DateTimeOffset? PreviousValidUntil { get; set; }
    public DateTimeOffset? ValidUntil { get; set; }
    public bool? RightsManager { get; set; }
    public bool? TaxiApiConfiguration { get; set; }
}

/// <summary>Registration number → taxpayer; or a hint that a person may be a user of the taxpayer in RowKey.</summary>
internal sealed class LookupRow : Row
{
    public string TaxpayerId { get; set; } = "";
}

internal sealed class PurgeEntryRow : Row
{
    public string Kind { get; set; } = "";
    public string TaxpayerId { get; set; } = "";
    public string? Id { get; set; } // client_id, secretId, batchId or month of rides; null: one entry per taxpayer and day
}
