using System.Globalization;
using Azure.Data.Tables;
using Cronos;
using Microsoft.Extensions.Configuration;

namespace Eds.Core;

/// <summary>Thrown at start when settings cannot be used. The message has one line per setting: its name, the rule and an example.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>One setting as README.md lists it. <paramref name="Default"/> null means that it must be given, or that the rule says when.</summary>
public sealed record Setting(string Name, string Rule, string Example, string? Default = null);

/// <summary>Everything the code reads from configuration, read and checked once, at start.</summary>
public sealed class Settings
{
    public static readonly Setting TablesEndpoint = new(
        "Tables:Endpoint", "https URL of the table service, reached with the app's managed identity; or give Tables:ConnectionString", "https://edsdata.table.core.windows.net");

    public static readonly Setting TablesConnectionStringSetting = new(
        "Tables:ConnectionString", "connection string of an Azurite on this machine, instead of Tables:Endpoint", "UseDevelopmentStorage=true");

    public static readonly Setting KeyVaultUriSetting = new(
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

    public static readonly Setting NetworkTrustedHops = new(
        "Network:TrustedHops", "whole number, 0 to 10: how many proxies in front each append one entry to X-Forwarded-For (Azure: 1)", "1", "1");

    /// <summary>All settings, in the order of README.md's table.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        TablesEndpoint, TablesConnectionStringSetting, KeyVaultUriSetting, KeysPepper, KeysLookup, KeysTokenSigning,
        TokensIssuer, TokensAudience, PortalAuthority, PortalAudience, PortalPersonalCodeClaim, PurgeRetentionDays, PurgeSchedule, NetworkTrustedHops,
    ];

    private readonly IConfiguration _configuration;
    private readonly List<string> _faults = [];

    private Settings(IConfiguration configuration)
    {
        _configuration = configuration;
        TableEndpoint = Url(TablesEndpoint, required: false);
        Check(TablesEndpoint, TableEndpoint?.OriginalString ?? "", TableEndpoint?.Scheme == Uri.UriSchemeHttps);
        TablesConnectionString = Text(TablesConnectionStringSetting, required: TableEndpoint is null && Value(TablesEndpoint) is null);
        Check(TablesConnectionStringSetting, TablesConnectionString ?? "", IsLocalStorage(TablesConnectionString));
        Forbid(TablesConnectionStringSetting, when: Value(TablesEndpoint) is not null, because: "Tables:Endpoint is set");

        KeyVaultUri = Url(KeyVaultUriSetting, required: false);
        var local = Value(KeyVaultUriSetting) is null;
        Pepper = Text(KeysPepper, required: local);
        Lookup = Text(KeysLookup, required: local);
        TokenSigning = Text(KeysTokenSigning, required: local);
        CheckKey(KeysPepper, Pepper, version => _ = KeyBytes.Read(KeyName.Pepper, version));
        CheckKey(KeysLookup, Lookup, version => _ = KeyBytes.Read(KeyName.Lookup, version));
        CheckKey(KeysTokenSigning, TokenSigning, version => _ = new SigningKey(version));
        Check(KeysLookup, Lookup ?? "", Lookup != Pepper);
        foreach (var key in new[] { KeysPepper, KeysLookup, KeysTokenSigning })
        {
            Forbid(key, when: !local, because: "KeyVault:Uri is set, and then all keys come from there");
        }

        Issuer = Url(TokensIssuer, required: true)?.OriginalString ?? "";
        Check(TokensIssuer, Issuer, !Issuer.EndsWith('/'));
        Audience = Text(TokensAudience, required: true) ?? "";
        Authority = Url(PortalAuthority, required: true)?.OriginalString ?? "";
        Check(PortalAuthority, Authority, !Authority.TrimEnd('/').Equals(Issuer, StringComparison.OrdinalIgnoreCase));
        SignInAudience = Text(PortalAudience, required: true) ?? "";
        Check(PortalAudience, SignInAudience, SignInAudience != Audience);
        PersonalCodeClaim = Value(PortalPersonalCodeClaim) ?? PortalPersonalCodeClaim.Default!;

        var days = Value(PurgeRetentionDays) ?? PurgeRetentionDays.Default!;
        Check(PurgeRetentionDays, days, int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var retentionDays) && retentionDays is >= 1 and <= 3650);
        Retention = TimeSpan.FromDays(retentionDays);
        var hops = Value(NetworkTrustedHops) ?? NetworkTrustedHops.Default!;
        Check(NetworkTrustedHops, hops, int.TryParse(hops, NumberStyles.None, CultureInfo.InvariantCulture, out var trustedHops) && trustedHops is >= 0 and <= 10);
        TrustedHops = trustedHops;
        var schedule = Text(PurgeSchedule, required: true) ?? "";
        Check(PurgeSchedule, schedule, CronExpression.TryParse(schedule, CronFormat.IncludeSeconds, out _));
    }

    public Uri? TableEndpoint { get; }

    public string? TablesConnectionString { get; }

    public Uri? KeyVaultUri { get; }

    public string? Pepper { get; }

    public string? Lookup { get; }

    public string? TokenSigning { get; }

    public string Issuer { get; }

    public string Audience { get; }

    public string Authority { get; }

    public string SignInAudience { get; }

    public string PersonalCodeClaim { get; }

    /// <summary>Proxies in front whose entries in X-Forwarded-For can be trusted.</summary>
    public int TrustedHops { get; }

    /// <summary>How long an annulled client is kept before the purge removes it.</summary>
    public TimeSpan Retention { get; }

    /// <exception cref="SettingsException">At least one setting is missing or wrong; all of them are named.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var settings = new Settings(configuration);
        return settings._faults.Count == 0 ? settings : throw new SettingsException(settings._faults);
    }

    private string? Value(Setting setting) =>
        _configuration[setting.Name]?.Trim() is { Length: > 0 } value ? value : null;

    private string? Text(Setting setting, bool required)
    {
        var value = Value(setting);
        if (required && value is null)
        {
            Fault(setting, "is missing");
        }

        return value;
    }

    private Uri? Url(Setting setting, bool required)
    {
        if (Text(setting, required) is not { } value)
        {
            return null;
        }

        var good = Uri.TryCreate(value, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { Query: "", Fragment: "", UserInfo: "" }
            && Uri.IsWellFormedUriString(value, UriKind.Absolute);
        Check(setting, value, good);
        return good ? url : null;
    }

    private static bool IsLocalStorage(string? connectionString)
    {
        try
        {
            return connectionString is not null && new TableServiceClient(connectionString).Uri.IsLoopback;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private void CheckKey(Setting setting, string? value, Action<KeyVersion> read)
    {
        try
        {
            if (value is not null)
            {
                read(new KeyVersion("local", DateTimeOffset.UnixEpoch, value));
            }
        }
        catch (KeysUnavailableException)
        {
            Fault(setting, "cannot be used");
        }
    }

    private void Forbid(Setting setting, bool when, string because)
    {
        if (when && Value(setting) is not null)
        {
            Fault(setting, $"must not be set: {because}");
        }
    }

    private void Check(Setting setting, string value, bool good)
    {
        if (!good && value.Length > 0)
        {
            Fault(setting, "cannot be used");
        }
    }

    private void Fault(Setting setting, string what) =>
        _faults.Add($"Setting {setting.Name} {what}. Rule: {setting.Rule}. Example: {setting.Example}");
}
