using System.Globalization;

namespace Eds.Core;

/// <summary>
/// The settings, bound by section and property name: <c>Tables:Endpoint</c>. <see cref="KnownSettings"/> has rule and example of each, and
/// <see cref="EdsOptionsValidator"/> checks them when the host starts.
/// </summary>
public sealed class EdsOptions
{
    public TableOptions Tables { get; set; } = new();

    public KeyVaultOptions KeyVault { get; set; } = new();

    public KeyOptions Keys { get; set; } = new();

    public TokenOptions Tokens { get; set; } = new();

    public PortalOptions Portal { get; set; } = new();

    public PurgeOptions Purge { get; set; } = new();

    public NetworkOptions Network { get; set; } = new();
}

public sealed class TableOptions
{
    public string? Endpoint { get; set; }

    public string? ConnectionString { get; set; }
}

public sealed class KeyVaultOptions
{
    public string? Uri { get; set; }
}

public sealed class KeyOptions
{
    public string? Pepper { get; set; }

    public string? Lookup { get; set; }

    public string? TokenSigning { get; set; }

    public override string ToString() => "[redacted]";
}

public sealed class TokenOptions
{
    public string Issuer { get; set; } = "";

    public string Audience { get; set; } = "";
}

public sealed class PortalOptions
{
    public string Authority { get; set; } = "";

    public string Audience { get; set; } = "";

    public string PersonalCodeClaim
    {
        get => string.IsNullOrWhiteSpace(field) ? KnownSettings.PortalPersonalCodeClaim.Default! : field;
        set;
    } = "";
}

public sealed class PurgeOptions
{
    /// <summary>Text, so that one that is no number gets the same error as others.</summary>
    public string RetentionDays
    {
        get => string.IsNullOrWhiteSpace(field) ? KnownSettings.PurgeRetentionDays.Default! : field;
        set;
    } = "";

    public string Schedule { get; set; } = "";

    /// <summary>How long an annulled client is kept before the purge removes it.</summary>
    public TimeSpan Retention => TimeSpan.FromDays(int.Parse(RetentionDays, NumberStyles.None, CultureInfo.InvariantCulture));
}

public sealed class NetworkOptions
{
    /// <summary>Null or empty: there is no Front Door.</summary>
    public string? FrontDoorId { get; set; }
}
