using Cronos;
using Microsoft.Extensions.Options;
using static Eds.Core.KnownSettings;

namespace Eds.Core;

/// <summary>Reports all errors at once. An error names the setting, its rule and an example, never the value.</summary>
internal sealed class EdsOptionsValidator : IValidateOptions<EdsOptions>
{
    private const int MaxRetentionDays = 3650;
    private const int MaxRideAgeDays = 300; // less than the shortest retention: no ride arrives after its month is purged
    private const int MaxRideRetentionYears = 30;

    public ValidateOptionsResult Validate(string? name, EdsOptions options)
    {
        var (errors, tokens, portal) = (new ValidateOptionsResultBuilder(), options.Tokens, options.Portal);
        CheckTables(errors, options.Tables);
        CheckKeys(errors, options.Keys, options.KeyVault.Uri);
        Require(errors, TokensIssuer, tokens.Issuer, value => IsUrl(value) && !value.EndsWith('/'));
        Require(errors, TokensAudience, tokens.Audience, _ => true);
        Require(errors, PortalAuthority, portal.Authority, value =>
            IsUrl(value) && !value.TrimEnd('/').Equals(tokens.Issuer, StringComparison.OrdinalIgnoreCase));
        Require(errors, PortalAudience, portal.Audience, value => value != tokens.Audience);
        Require(errors, PurgeSchedule, options.Purge.Schedule, value => CronExpression.TryParse(value, CronFormat.IncludeSeconds, out _));
        Require(errors, PurgeRetentionDays, options.Purge.RetentionDays, value => IsWhole(value, MaxRetentionDays));
        Require(errors, CarriagesMaxAgeDays, options.Carriages.MaxAgeDays, value => IsWhole(value, MaxRideAgeDays));
        Require(errors, CarriagesRetentionYears, options.Carriages.RetentionYears, value => IsWhole(value, MaxRideRetentionYears));
        Allow(errors, NetworkFrontDoorId, options.Network.FrontDoorId, value => Guid.TryParseExact(value, "D", out _));
        return errors.Build();
    }

    private static void CheckTables(ValidateOptionsResultBuilder errors, TableOptions tables)
    {
        if (string.IsNullOrWhiteSpace(tables.Endpoint))
        {
            Require(errors, TablesConnectionString, tables.ConnectionString, IsLocalStorage);
            return;
        }

        Allow(errors, TablesEndpoint, tables.Endpoint, value =>
            IsUrl(value) && value.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        Forbid(errors, TablesConnectionString, tables.ConnectionString, "Tables:Endpoint is set");
    }

    private static void CheckKeys(ValidateOptionsResultBuilder errors, KeyOptions keys, string? vault)
    {
        if (string.IsNullOrWhiteSpace(vault))
        {
            Require(errors, KeysPepper, keys.Pepper, value => IsKey(value, version => KeyBytes.Read(KeyName.Pepper, version)));
            Require(errors, KeysLookup, keys.Lookup, value =>
                value != keys.Pepper && IsKey(value, version => KeyBytes.Read(KeyName.Lookup, version)));
            Require(errors, KeysTokenSigning, keys.TokenSigning, value => IsKey(value, version => new SigningKey(version)));
            return;
        }

        const string because = "KeyVault:Uri is set, so all keys come from Key Vault";
        Allow(errors, KeyVaultUri, vault, IsUrl);
        Forbid(errors, KeysPepper, keys.Pepper, because);
        Forbid(errors, KeysLookup, keys.Lookup, because);
        Forbid(errors, KeysTokenSigning, keys.TokenSigning, because);
    }

    private static void Require(ValidateOptionsResultBuilder errors, Setting setting, string? value, Func<string, bool> isValid) =>
        AddError(errors, setting, string.IsNullOrWhiteSpace(value) ? "is missing" : isValid(value) ? null : "cannot be used");

    private static void Allow(ValidateOptionsResultBuilder errors, Setting setting, string? value, Func<string, bool> isValid) =>
        AddError(errors, setting, string.IsNullOrWhiteSpace(value) || isValid(value) ? null : "cannot be used");

    private static void Forbid(ValidateOptionsResultBuilder errors, Setting setting, string? value, string because) =>
        AddError(errors, setting, string.IsNullOrWhiteSpace(value) ? null : $"must not be set: {because}");

    /// <param name="problem">Null: there is none.</param>
    private static void AddError(ValidateOptionsResultBuilder errors, Setting setting, string? problem)
    {
        if (problem is not null)
        {
            errors.AddError($"Setting {setting.Name} {problem}. Rule: {setting.Rule}. Example: {setting.Example}");
        }
    }

    private static bool IsWhole(string text, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max;

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
