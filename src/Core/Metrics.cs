using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Eds.Core;

/// <summary>Why a client was not authenticated. Not in the answer; the metric has the names in kebab-case.</summary>
internal enum Refusal
{
    Malformed, // a client_id or secret that cannot exist
    Limited,
    UnknownClient,
    AnnulledClient,
    SuspendedClient,

    /// <summary>The secret was right, but may not be used from this network.</summary>
    ForeignNetwork,
    WrongSecret,
}

/// <summary>All metrics, listed in docs/operations.md. No tag has an id, a name or a network.</summary>
public static class Metrics
{
    private static readonly Meter Meter = new("Eds");

    internal static readonly Counter<long> TokensIssued = Meter.CreateCounter<long>(
        "eds.tokens.issued", "{token}", "Access tokens issued.");

    private static readonly Counter<long> AuthenticationsRefused = Meter.CreateCounter<long>(
        "eds.authentications.refused", "{request}", "Failed client authentications (token, revocation, introspection), by reason.");

    internal static readonly Counter<long> ClientsRegistered = Meter.CreateCounter<long>(
        "eds.clients.registered", "{client}", "API clients registered, replays not counted.");

    internal static readonly Counter<long> ClientsAnnulled = Meter.CreateCounter<long>(
        "eds.clients.annulled", "{client}", "API clients annulled.");

    internal static readonly Counter<long> SecretsRotated = Meter.CreateCounter<long>(
        "eds.secrets.rotated", "{secret}", "Secrets given a new version.");

    private static readonly Counter<long> CarriagesReceived = Meter.CreateCounter<long>(
        "eds.carriages.received", "{ride}", "Rides stored, or found stored already, by outcome.");

    private static readonly Counter<long> CarriagesRefused = Meter.CreateCounter<long>(
        "eds.carriages.refused", "{ride}", "Rides refused after their device was authenticated, by reason.");

    private static readonly Counter<long> PurgeRuns = Meter.CreateCounter<long>(
        "eds.purge.runs", "{run}", "Purge runs; one that is not finished hit its time limit, and the next continues.");

    private static readonly Counter<long> PurgeRemoved = Meter.CreateCounter<long>("eds.purge.removed", "{row}", "Rows purged, by kind.");

    private static readonly Counter<long> VaultReads = Meter.CreateCounter<long>(
        "eds.vault.reads", "{read}", "Reads of a key's versions from Key Vault, by key and outcome.");

    static Metrics() => Meter.CreateObservableGauge(
        "eds.hashes.waiting", () => HashingLimiter.Waiting, "{hash}", "Argon2id runs waiting for a slot.");

    internal static string MeterName => Meter.Name; // not a constant: reading it creates the instruments

    internal static void Refused(Refusal reason) =>
        AuthenticationsRefused.Add(1, Tag("reason", JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString())));

    internal static void CarriageReceived(bool isNew) => CarriagesReceived.Add(1, Tag("outcome", isNew ? "accepted" : "duplicate"));

    public static void CarriageRefused(string reason) => CarriagesRefused.Add(1, Tag("reason", reason));

    internal static void Purged(PurgeReport report)
    {
        PurgeRuns.Add(1, Tag("finished", report.Finished ? "true" : "false"));
        PurgeRemoved.Add(report.Clients, Tag("kind", "client"));
        PurgeRemoved.Add(report.Other, Tag("kind", "other"));
    }

    internal static void VaultRead(KeyName key, bool ok) =>
        VaultReads.Add(1, Tag("key", key.ToString()), Tag("outcome", ok ? "ok" : "failed"));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
