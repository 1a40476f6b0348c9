using System.Globalization;

namespace Eds.LocalHost;

/// <summary>What the program was called with: arguments, and environment variables beneath them.</summary>
internal sealed record CommandLine(IConfiguration Settings, IReadOnlySet<string> Flags)
{
    public const string Help = "--help";
    public const string Prepare = "--prepare";
    public const string SignInOnly = "--sign-in-only";
    public const string SkipPortal = "--skip-portal";

    private static readonly string[] AllFlags = [Help, Prepare, SignInOnly, SkipPortal];

    public string Data => Path.GetFullPath(Settings["Data"] is { Length: > 0 } data ? data : Path.Combine(Folders.Repository, ".local"));

    public int Port
    {
        get
        {
            var written = Settings["Port"] ?? (Flags.Contains(SignInOnly) ? "7072" : "7071");
            return int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
                ? port
                : throw new CannotStartException($"Port is not a number from 1 to 65535 such as 7071: \"{written}\".");
        }
    }

    /// <exception cref="CannotStartException">An argument is unknown; it would otherwise be a setting that nobody reads.</exception>
    public static CommandLine Parse(string[] args)
    {
        var settings = args.Except(AllFlags).ToArray();
        string[] known = ["--Port", "--Data", .. KnownSettings.All.Select(setting => $"--{setting.Name}")];
        for (var i = 0; i < settings.Length; i++)
        {
            if (!known.Contains(settings[i].Split('=')[0], StringComparer.OrdinalIgnoreCase))
            {
                throw new CannotStartException($"Unknown option \"{settings[i]}\"; --help lists all.");
            }

            if (!settings[i].Contains('=') && ++i == settings.Length)
            {
                throw new CannotStartException($"{settings[^1]} needs a value; --help shows examples.");
            }
        }

        return new(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build(), args.Intersect(AllFlags).ToHashSet());
    }
}
