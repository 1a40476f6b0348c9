namespace Eds.Core;

/// <summary>Autotransporta līdzekļa vadītājs.</summary>
public sealed record Driver(PersonalCode Code, string Name)
{
    /// <summary>In a registration: when the client ends; null: never.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
}

public enum ClientState
{
    Active,

    /// <summary>Past its ValidUntil: refused as if annulled, until that is changed.</summary>
    Suspended,
    Annulled,
}

/// <summary>An API client: the identity of one driver towards the taxi API. <paramref name="ETag"/> changes with every change.</summary>
public sealed record ApiClient(
    ClientId ClientId,
    Driver Driver,
    string SecretId,
    ClientState State,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    string CreatedByName,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? LastRideAt,
    DateTimeOffset? AnnulledAt,
    DateTimeOffset? ValidUntil,
    string ETag)
{
    internal static ApiClient FromRow(ClientRow row, DateTimeOffset now) => new(
        ClientId.FromStored(RowKeys.IdOf(row.RowKey)),
        new Driver(PersonalCode.FromStored(row.PersonalCode), row.DriverName),
        row.SecretId,
        row.StateAt(now),
        row.CreatedAt,
        row.CreatedBy,
        row.CreatedByName,
        row.LastUsedAt,
        row.LastRideAt,
        row.AnnulledAt,
        row.ValidUntil,
        row.ETagForCallers());
}
