using System.Globalization;
using Cronos;
using Microsoft.Extensions.Options;

namespace Eds.Core;

/// <summary>Checks all settings at once. Each error names the setting, its rule and an example, and never repeats the value.</summary>
internal sealed class EdsOptionsValidator : IValidateOptions<EdsOptions>
{
    private const int MaxRetentionDays = 3650;

    public ValidateOptionsResult Validate(string? name, EdsOptions options)
    {
        var errors = new List<string>();
        CheckTables(options.Tables);
        CheckKeys(options.Keys, options.KeyVault.Uri);
        CheckTokensAndPortal(options.Tokens, options.Portal);
        Require(KnownSettings.PurgeSchedule, options.Purge.Schedule, value => CronExpression.TryParse(value, CronFormat.IncludeSeconds, out _));
        Require(KnownSettings.PurgeRetentionDays, options.Purge.RetentionDays, IsRetention);
        Allow(KnownSettings.NetworkFrontDoorId, options.Network.FrontDoorId, value => Guid.TryParseExact(value, "D", out _));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void CheckTables(TableOptions tables)
        {
            Allow(KnownSettings.TablesEndpoint, tables.Endpoint, value => IsUrl(value) && value.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
            if (!string.IsNullOrWhiteSpace(tables.Endpoint))
            {
                Forbid(KnownSettings.TablesConnectionString, tables.ConnectionString, "Tables:Endpoint is set");
                return;
            }

            Require(KnownSettings.TablesConnectionString, tables.ConnectionString, IsLocalStorage);
        }

        void CheckKeys(KeyOptions keys, string? vault)
        {
            Allow(KnownSettings.KeyVaultUri, vault, IsUrl);
            if (!string.IsNullOrWhiteSpace(vault))
            {
                const string because = "KeyVault:Uri is set, and then all keys come from there";
                Forbid(KnownSettings.KeysPepper, keys.Pepper, because);
                Forbid(KnownSettings.KeysLookup, keys.Lookup, because);
                Forbid(KnownSettings.KeysTokenSigning, keys.TokenSigning, because);
                return;
            }

            Require(KnownSettings.KeysPepper, keys.Pepper, value => IsKey(value, version => KeyBytes.Read(KeyName.Pepper, version)));
            Require(KnownSettings.KeysLookup, keys.Lookup, value =>
                value != keys.Pepper && IsKey(value, version => KeyBytes.Read(KeyName.Lookup, version)));
            Require(KnownSettings.KeysTokenSigning, keys.TokenSigning, value => IsKey(value, version => new SigningKey(version)));
        }

        void CheckTokensAndPortal(TokenOptions tokens, PortalOptions portal)
        {
            Require(KnownSettings.TokensIssuer, tokens.Issuer, value => IsUrl(value) && !value.EndsWith('/'));
            Require(KnownSettings.TokensAudience, tokens.Audience, _ => true);
            Require(KnownSettings.PortalAuthority, portal.Authority, value =>
                IsUrl(value) && !value.TrimEnd('/').Equals(tokens.Issuer, StringComparison.OrdinalIgnoreCase));
            Require(KnownSettings.PortalAudience, portal.Audience, value => value != tokens.Audience);
        }

        void Require(Setting setting, string? value, Func<string, bool> isValid)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                AddError(setting, "is missing");
            }

            Allow(setting, value, isValid);
        }

        void Allow(Setting setting, string? value, Func<string, bool> isValid)
        {
            if (!string.IsNullOrWhiteSpace(value) && !isValid(value))
            {
                AddError(setting, "cannot be used");
            }
        }

        void Forbid(Setting setting, string? value, string because)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                AddError(setting, $"must not be set: {because}");
            }
        }

        void AddError(Setting setting, string what) =>
            errors.Add($"Setting {setting.Name} {what}. Rule: {setting.Rule}. Example: {setting.Example}");
    }

    private static bool IsRetention(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxRetentionDays;

    /// <summary>https, or http on loopback; no query, fragment or user.</summary>
    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url is { Query: "", Fragment: "", UserInfo: "" }
        && Uri.IsWellFormedUriString(text, UriKind.Absolute);

    private static bool IsLocalStorage(string connectionString)
    {
        try
        {
            return new TableServiceClient(connectionString).Uri.IsLoopback;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsKey(string value, Func<KeyVersion, object> read)
    {
        try
        {
            read(new KeyVersion("local", DateTimeOffset.UnixEpoch, value));
            return true;
        }
        catch (KeysUnavailableException)
        {
            return false;
        }
    }
}
