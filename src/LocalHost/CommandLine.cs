namespace Eds.LocalHost;

/// <summary>Arguments, and environment variables beneath them, as settings. A flag is a setting with the value "true".</summary>
internal static class CommandLine
{
    private static readonly string[] Flags = ["--help", "--sign-in-only"];
    private static readonly string[] Known = [.. Flags, "--Port", "--Data", .. KnownSettings.All.Select(setting => $"--{setting.Name}")];

    /// <exception cref="CannotStartException">An argument is unknown; it would otherwise be a setting that nobody reads.</exception>
    public static IConfiguration Read(string[] args)
    {
        string[] settings = [.. args.Select(arg => Flags.Contains(arg) ? $"{arg}=true" : arg)];
        for (var i = 0; i < settings.Length; i++)
        {
            if (!Known.Contains(settings[i].Split('=')[0], StringComparer.OrdinalIgnoreCase))
            {
                throw new CannotStartException($"Unknown option \"{settings[i]}\"; --help lists all.");
            }

            if (!settings[i].Contains('=') && ++i == settings.Length)
            {
                throw new CannotStartException($"{settings[^1]} needs a value; --help shows examples.");
            }
        }

        return new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build();
    }
}
