namespace Eds.Core;

/// <summary>A setting as docs/settings.md lists it.</summary>
/// <param name="Default">Null: required, or required as <paramref name="Rule"/> says.</param>
public sealed record Setting(string Name, string Rule, string Example, string? Default = null)
{
    internal string OrDefault(string value) => string.IsNullOrWhiteSpace(value) ? Default! : value;
}

public static class KnownSettings
{
    public static readonly Setting TablesEndpoint = new("Tables:Endpoint",
        "https URL of the table service, accessed with the app's managed identity; or set Tables:ConnectionString",
        "https://edsdata.table.core.windows.net");

    public static readonly Setting TablesConnectionString = new("Tables:ConnectionString",
        "connection string of an Azurite on this machine, instead of Tables:Endpoint",
        "UseDevelopmentStorage=true");

    public static readonly Setting KeyVaultUri = new("KeyVault:Uri",
        "https URL of the Key Vault with the secrets pepper, lookup and token-signing; if set, Keys:… must not be",
        "https://eds-keys.vault.azure.net");

    public static readonly Setting KeysPepper = new("Keys:Pepper",
        "base64 of at least 32 random bytes; required without KeyVault:Uri",
        "openssl rand -base64 32");

    public static readonly Setting KeysLookup = new("Keys:Lookup",
        "base64 of at least 32 random bytes, not those of Keys:Pepper; required without KeyVault:Uri; never change it",
        "openssl rand -base64 32");

    public static readonly Setting KeysTokenSigning = new("Keys:TokenSigning",
        "PKCS#8 PEM of a P-256 private key; required without KeyVault:Uri",
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");

    public static readonly Setting TokensIssuer = new("Tokens:Issuer",
        "public base URL of this service (https; http only on loopback) without query, fragment or trailing slash",
        "https://eds.example.lv");

    public static readonly Setting TokensAudience = new("Tokens:Audience",
        "audience of devices' access tokens",
        "https://eds.example.lv/taxi");

    public static readonly Setting PortalAuthority = new("Portal:Authority",
        "URL of the OpenID provider that users sign in with (https; http only on loopback), not Tokens:Issuer",
        "https://login.example.lv");

    public static readonly Setting PortalAudience = new("Portal:Audience",
        "audience of users' access tokens; not a client_id, which is the audience of ID tokens, and not Tokens:Audience",
        "eds-portal");

    public static readonly Setting PortalPersonalCodeClaim = new("Portal:PersonalCodeClaim",
        "claim that holds the personal code as PNOLV-…",
        "serial_number", "serial_number");

    public static readonly Setting PurgeRetentionDays = new("Purge:RetentionDays",
        "whole days, 1 to 3650, that an annulled client is kept",
        "30", "30");

    public static readonly Setting PurgeSchedule = new("Purge:Schedule",
        "NCRONTAB expression of six fields (seconds first), UTC",
        "0 30 1 * * *");

    public static readonly Setting CarriagesMaxAgeDays = new("Carriages:MaxAgeDays",
        "whole days, 1 to 300, that may lie between the begin of a ride and its report",
        "45", "45");

    public static readonly Setting CarriagesRetentionYears = new("Carriages:RetentionYears",
        "whole years, 1 to 30, that rides are kept after the end of their month",
        "5", "5");

    public static readonly Setting NetworkFrontDoorId = new("Network:FrontDoorId",
        "GUID of the Azure Front Door whose X-Azure-ClientIP is trusted; leave it out if there is none",
        "00000000-0000-0000-0000-000000000000");

    /// <summary>In the order of its table.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        TablesEndpoint, TablesConnectionString, KeyVaultUri, KeysPepper, KeysLookup, KeysTokenSigning,
        TokensIssuer, TokensAudience, PortalAuthority, PortalAudience, PortalPersonalCodeClaim,
        PurgeRetentionDays, PurgeSchedule, CarriagesMaxAgeDays, CarriagesRetentionYears, NetworkFrontDoorId,
    ];
}
