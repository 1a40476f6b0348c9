using System.Diagnostics.Metrics;

namespace Eds.Core;

/// <summary>Why a client was not authenticated; callers are told none of it.</summary>
internal enum Refusal
{
    /// <summary>A mistyped client_id, or a secret that cannot be one.</summary>
    Malformed,
    Limited,
    UnknownClient,
    AnnulledClient,
    SuspendedClient,

    /// <summary>The secret was right, but may not be used from this network.</summary>
    ForeignNetwork,
    WrongSecret,
}

/// <summary>All that is counted, by the one meter "Eds". Tags have few values: never an id, a name or a network. docs/operations.md lists them.</summary>
internal static class Metrics
{
    private static readonly Meter Meter = new("Eds");

    private static readonly Counter<long> TokensIssued = Meter.CreateCounter<long>("eds.tokens.issued", "{token}", "Access tokens given out.");

    private static readonly Counter<long> AuthenticationsRefused = Meter.CreateCounter<long>(
        "eds.authentications.refused", "{request}", "Clients that were not authenticated, for a token, a revocation or an introspection, by reason.");

    private static readonly Counter<long> ClientsRegistered = Meter.CreateCounter<long>("eds.clients.registered", "{client}", "API clients made; replays make none.");

    private static readonly Counter<long> ClientsAnnulled = Meter.CreateCounter<long>("eds.clients.annulled", "{client}", "API clients annulled.");

    private static readonly Counter<long> Rotated = Meter.CreateCounter<long>("eds.secrets.rotated", "{secret}", "Secrets given a new version.");

    private static readonly Counter<long> PurgeRuns = Meter.CreateCounter<long>(
        "eds.purge.runs", "{run}", "Purges that ended; not finished: stopped at their bound, and the next goes on.");

    private static readonly Counter<long> PurgeRemoved = Meter.CreateCounter<long>("eds.purge.removed", "{row}", "Rows purged, by kind.");

    private static readonly Counter<long> VaultReads = Meter.CreateCounter<long>(
        "eds.vault.reads", "{read}", "Readings of a key's versions in Key Vault, by key and outcome.");

    private static readonly ObservableGauge<int> HashesWaiting = Meter.CreateObservableGauge(
        "eds.hashes.waiting", () => Argon2Cost.Waiting, "{hash}", "Argon2id runs whose turn has not come.");

    /// <summary>For <see cref="Telemetry"/>.</summary>
    public static string MeterName => HashesWaiting.Meter.Name;

    public static void TokenIssued() => TokensIssued.Add(1);

    public static void Refused(Refusal reason) => AuthenticationsRefused.Add(1, Tag("reason", reason switch
    {
        Refusal.Malformed => "malformed",
        Refusal.Limited => "limited",
        Refusal.UnknownClient => "unknown-client",
        Refusal.AnnulledClient => "annulled-client",
        Refusal.SuspendedClient => "suspended-client",
        Refusal.ForeignNetwork => "foreign-network",
        _ => "wrong-secret",
    }));

    public static void Annulled(int clients) => ClientsAnnulled.Add(clients);

    public static void SecretsRotated(int secrets) => Rotated.Add(secrets);

    public static void Registered(int clients) => ClientsRegistered.Add(clients);

    public static void Purged(PurgeReport report)
    {
        PurgeRuns.Add(1, Tag("finished", report.Finished ? "true" : "false"));
        PurgeRemoved.Add(report.Clients, Tag("kind", "client"));
        PurgeRemoved.Add(report.Other, Tag("kind", "other"));
    }

    public static void VaultRead(KeyName key, bool ok) => VaultReads.Add(1, Tag("key", key.ToString()), Tag("outcome", ok ? "ok" : "failed"));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
