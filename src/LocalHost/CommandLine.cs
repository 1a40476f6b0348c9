using System.Globalization;
using Eds.Core;
using Microsoft.Extensions.Configuration;

namespace Eds.LocalHost;

/// <summary>What the program was called with: arguments, and environment variables beneath them.</summary>
internal sealed record CommandLine(IConfiguration Settings, bool Help, bool Prepare, bool SignInOnly, bool SkipPortal)
{
    public const string HelpText =
        """
        Runs EdsFunctions on this machine: the API, the portal, Table Storage (Azurite), demo data and a development sign-in, without a cloud
        account. The first start restores Azurite and the portal's packages from npm and builds the portal. Needs Node.js 20.19 or later.

        Usage: dotnet run --project src/LocalHost [-- options]

          --Port 7071        the port on 127.0.0.1 (7072 with --sign-in-only)
          --Data .local      where data and keys are kept; delete the folder to begin anew
          --skip-portal      serve the portal as it was built last, or none; do not build it
          --prepare          restore and build what a start needs, and end
          --sign-in-only     serve the development sign-in alone, for functions that run elsewhere (docs/testing.md)
          --Name:Key value   any setting of README.md; also as an environment variable, Name__Key
          --help             this text

        Examples:
          dotnet run --project src/LocalHost -- --Port 8080 --Data /tmp/eds
          dotnet run --project src/LocalHost -- --Purge:RetentionDays 1
          dotnet run --project src/LocalHost -- --Tables:ConnectionString UseDevelopmentStorage=true   (an Azurite that runs already)

        Demo people, on the portal's sign-in page and for POST /dev/token:

        """;

    public int Port => int.TryParse(Settings["Port"] ?? (SignInOnly ? "7072" : "7071"), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and <= 65535
            ? port
            : throw new CannotStartException($"Port is not a number from 1 to 65535 such as 7071: \"{Settings["Port"]}\".");

    public string Data => Path.GetFullPath(Settings["Data"] is { Length: > 0 } data ? data : Folders.Local);

    /// <summary>False: Tables:… names another, which is on this machine too.</summary>
    public bool HasOwnStorage =>
        !SignInOnly && string.IsNullOrEmpty(Settings["Tables:ConnectionString"]) && string.IsNullOrEmpty(Settings["Tables:Endpoint"]);

    /// <exception cref="CannotStartException">An argument is unknown; it would otherwise be a setting that nobody reads.</exception>
    public static CommandLine Parse(string[] args)
    {
        var flags = args.Where(arg => arg is "--help" or "-h" or "--prepare" or "--sign-in-only" or "--skip-portal").ToHashSet();
        string[] settings = [.. args.Except(flags)];
        RequireKnown(settings);
        return new CommandLine(
            new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build(),
            Help: flags.Contains("--help") || flags.Contains("-h"),
            Prepare: flags.Contains("--prepare"),
            SignInOnly: flags.Contains("--sign-in-only"),
            SkipPortal: flags.Contains("--skip-portal"));
    }

    private static void RequireKnown(string[] args)
    {
        string[] known = ["--Port", "--Data", .. KnownSettings.All.Select(setting => $"--{setting.Name}")];
        for (var i = 0; i < args.Length; i++)
        {
            var written = args[i];
            if (!known.Contains(written.Split('=')[0], StringComparer.OrdinalIgnoreCase))
            {
                throw new CannotStartException($"Unknown option \"{written}\"; --help lists all.");
            }

            if (!written.Contains('=') && ++i == args.Length)
            {
                throw new CannotStartException($"{written} needs a value; --help shows examples.");
            }
        }
    }
}
