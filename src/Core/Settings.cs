using System.Globalization;
using Cronos;
using Microsoft.Extensions.Configuration;

namespace Eds.Core;

/// <summary>Thrown at start when settings cannot be used. The message has one line per setting: its name, the rule and an example.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>ToTransaction the code reads from configuration, read and checked once, at start.</summary>
public sealed class Settings
{
    private readonly IConfiguration _configuration;
    private readonly List<string> _faults = [];

    private Settings(IConfiguration configuration)
    {
        _configuration = configuration;
        TableEndpoint = Url(KnownSettings.TablesEndpoint, required: false);
        Check(KnownSettings.TablesEndpoint, TableEndpoint?.OriginalString ?? "", TableEndpoint?.Scheme == Uri.UriSchemeHttps);
        TablesConnectionString = Text(KnownSettings.TablesConnectionString, required: TableEndpoint is null && Value(KnownSettings.TablesEndpoint) is null);
        Check(KnownSettings.TablesConnectionString, TablesConnectionString ?? "", IsLocalStorage(TablesConnectionString));
        Forbid(KnownSettings.TablesConnectionString, when: Value(KnownSettings.TablesEndpoint) is not null, because: "Tables:Endpoint is set");

        KeyVaultUri = Url(KnownSettings.KeyVaultUri, required: false);
        var local = Value(KnownSettings.KeyVaultUri) is null;
        Pepper = Text(KnownSettings.KeysPepper, required: local);
        Lookup = Text(KnownSettings.KeysLookup, required: local);
        TokenSigning = Text(KnownSettings.KeysTokenSigning, required: local);
        CheckKey(KnownSettings.KeysPepper, Pepper, version => _ = KeyBytes.Read(KeyName.Pepper, version));
        CheckKey(KnownSettings.KeysLookup, Lookup, version => _ = KeyBytes.Read(KeyName.Lookup, version));
        CheckKey(KnownSettings.KeysTokenSigning, TokenSigning, version => _ = new SigningKey(version));
        Check(KnownSettings.KeysLookup, Lookup ?? "", Lookup != Pepper);
        foreach (var key in new[] { KnownSettings.KeysPepper, KnownSettings.KeysLookup, KnownSettings.KeysTokenSigning })
        {
            Forbid(key, when: !local, because: "KeyVault:Uri is set, and then all keys come from there");
        }

        Issuer = Url(KnownSettings.TokensIssuer, required: true)?.OriginalString ?? "";
        Check(KnownSettings.TokensIssuer, Issuer, !Issuer.EndsWith('/'));
        Audience = Text(KnownSettings.TokensAudience, required: true) ?? "";
        Authority = Url(KnownSettings.PortalAuthority, required: true)?.OriginalString ?? "";
        Check(KnownSettings.PortalAuthority, Authority, !Authority.TrimEnd('/').Equals(Issuer, StringComparison.OrdinalIgnoreCase));
        SignInAudience = Text(KnownSettings.PortalAudience, required: true) ?? "";
        Check(KnownSettings.PortalAudience, SignInAudience, SignInAudience != Audience);
        PersonalCodeClaim = Value(KnownSettings.PortalPersonalCodeClaim) ?? KnownSettings.PortalPersonalCodeClaim.Default!;

        Retention = TimeSpan.FromDays(Number(KnownSettings.PurgeRetentionDays, 1, 3650));
        TrustedHops = Number(KnownSettings.NetworkTrustedHops, 0, 10);
        var schedule = Text(KnownSettings.PurgeSchedule, required: true) ?? "";
        Check(KnownSettings.PurgeSchedule, schedule, CronExpression.TryParse(schedule, CronFormat.IncludeSeconds, out _));
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

    private int Number(Setting setting, int least, int most)
    {
        var text = Value(setting) ?? setting.Default!;
        Check(setting, text, int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);
        return number;
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
