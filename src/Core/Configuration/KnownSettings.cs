namespace Eds.Core;

/// <summary>One setting as README.md lists it. <paramref name="Default"/> null means that it must be given, or that the rule says when.</summary>
public sealed record Setting(string Name, string Rule, string Example, string? Default = null);

/// <summary>All settings there are.</summary>
public static class KnownSettings
{
    public static readonly Setting TablesEndpoint = new(
        "Tables:Endpoint", "https URL of the table service, reached with the app's managed identity; or give Tables:ConnectionString", "https://edsdata.table.core.windows.net");

    public static readonly Setting TablesConnectionString = new(
        "Tables:ConnectionString", "connection string of an Azurite on this machine, instead of Tables:Endpoint", "UseDevelopmentStorage=true");

    public static readonly Setting KeyVaultUri = new(
        "KeyVault:Uri", "https URL of the Key Vault that holds the secrets pepper, lookup and token-signing; if set, no Keys:… may be", "https://eds-keys.vault.azure.net");

    public static readonly Setting KeysPepper = new(
        "Keys:Pepper", "base64 of at least 32 random bytes; needed without KeyVault:Uri", "openssl rand -base64 32");

    public static readonly Setting KeysLookup = new(
        "Keys:Lookup", "base64 of at least 32 random bytes; needed without KeyVault:Uri; not Keys:Pepper; never change it", "openssl rand -base64 32");

    public static readonly Setting KeysTokenSigning = new(
        "Keys:TokenSigning", "PKCS#8 PEM of a P-256 private key; needed without KeyVault:Uri", "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");

    public static readonly Setting TokensIssuer = new(
        "Tokens:Issuer", "public base URL of this service (https; http only on loopback), no query, fragment or slash at the end", "https://eds.example.lv");

    public static readonly Setting TokensAudience = new(
        "Tokens:Audience", "the audience that access tokens of devices name", "https://eds.example.lv/taxi");

    public static readonly Setting PortalAuthority = new(
        "Portal:Authority", "URL of the OpenID provider people sign in with (https; http only on loopback), not Tokens:Issuer", "https://login.example.lv");

    public static readonly Setting PortalAudience = new(
        "Portal:Audience", "the audience that people's access tokens must name; no client_id, which ID tokens name; not Tokens:Audience", "eds-portal");

    public static readonly Setting PortalPersonalCodeClaim = new(
        "Portal:PersonalCodeClaim", "claim that holds the personal code as PNOLV-…", "serial_number", "serial_number");

    public static readonly Setting PurgeRetentionDays = new(
        "Purge:RetentionDays", "whole days, 1 to 3650, that an annulled client is kept", "30", "30");

    public static readonly Setting PurgeSchedule = new(
        "Purge:Schedule", "NCRONTAB expression of six fields (seconds first), UTC", "0 30 1 * * *");

    public static readonly Setting NetworkFrontDoorId = new(
        "Network:FrontDoorId", "id of the Azure Front Door in front (a GUID), whose X-Azure-ClientIP then names the caller; none: leave it out",
        "00000000-0000-0000-0000-000000000000");

    /// <summary>All settings, in the order of README.md's table.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        TablesEndpoint, TablesConnectionString, KeyVaultUri, KeysPepper, KeysLookup, KeysTokenSigning,
        TokensIssuer, TokensAudience, PortalAuthority, PortalAudience, PortalPersonalCodeClaim,
        PurgeRetentionDays, PurgeSchedule, NetworkFrontDoorId,
    ];
}
