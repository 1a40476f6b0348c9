using Microsoft.Extensions.Configuration;

namespace Eds.LocalHost;

/// <summary>The settings of a run: LocalHost's own, then those of files, environment and command line, then the caller's.</summary>
internal static class LocalSettings
{
    public static IConfiguration Of(EdsHostOptions options, Uri address, Uri issuer)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(Own(address, issuer))
            .AddInMemoryCollection(options.SignInOnly ? [] : options.KeysFile is { } file ? LocalKeys.ReadOrMake(file) : LocalKeys.Make());
        if (options.Configuration is { } outer)
        {
            settings.AddConfiguration(outer);
        }

        return settings.AddInMemoryCollection(options.Settings).Build();
    }

    private static Dictionary<string, string?> Own(Uri address, Uri issuer) => new()
    {
        ["Tokens:Issuer"] = address.GetLeftPart(UriPartial.Authority),
        ["Tokens:Audience"] = "eds-taxi",
        ["Portal:Authority"] = issuer.AbsoluteUri,
        ["Portal:Audience"] = "eds-portal",
        ["Portal:PersonalCodeClaim"] = "serial_number",
        ["Purge:Schedule"] = "0 30 1 * * *",
    };
}
