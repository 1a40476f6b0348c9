namespace Eds.Core;

/// <summary>Bound by section and property, e.g. <c>Tables:Endpoint</c>. For rules and examples see <see cref="KnownSettings"/>.</summary>
public sealed class EdsOptions
{
    public TableOptions Tables { get; set; } = new();
    public KeyVaultOptions KeyVault { get; set; } = new();
    public KeyOptions Keys { get; set; } = new();
    public TokenOptions Tokens { get; set; } = new();
    public PortalOptions Portal { get; set; } = new();
    public PurgeOptions Purge { get; set; } = new();
    public CarriageOptions Carriages { get; set; } = new();
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
    public string PersonalCodeClaim { get => KnownSettings.PortalPersonalCodeClaim.OrDefault(field); set; } = "";
}

public sealed class PurgeOptions
{
    /// <summary>A string, so that the validator, not the binder, reports one that is not a number.</summary>
    public string RetentionDays { get => KnownSettings.PurgeRetentionDays.OrDefault(field); set; } = "";

    public string Schedule { get; set; } = "";

    public TimeSpan Retention => TimeSpan.FromDays(int.Parse(RetentionDays, NumberStyles.None, CultureInfo.InvariantCulture));
}

public sealed class CarriageOptions
{
    public string MaxAgeDays { get => KnownSettings.CarriagesMaxAgeDays.OrDefault(field); set; } = "";

    public string RetentionYears { get => KnownSettings.CarriagesRetentionYears.OrDefault(field); set; } = "";

    public TimeSpan MaxAge => TimeSpan.FromDays(int.Parse(MaxAgeDays, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>The time from which the rides of a month are purged.</summary>
    /// <param name="month">Any time in it.</param>
    public DateTimeOffset PurgeAt(DateTimeOffset month) =>
        new DateTimeOffset(month.UtcDateTime.Year, month.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero)
        .AddMonths(1).AddYears(int.Parse(RetentionYears, NumberStyles.None, CultureInfo.InvariantCulture));
}

public sealed class NetworkOptions
{
    public string? FrontDoorId { get; set; }
}
