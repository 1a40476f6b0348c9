using System.Globalization;
using Eds.Core;
using Eds.LocalHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

const string SignInOnly = "--sign-in-only";
using var signals = new StopSignals();
var cancellation = signals.Token;
try
{
    if (args.Contains("--help"))
    {
        Console.WriteLine(StartText.Usage);
        return 0;
    }

    var signInOnly = args.Contains(SignInOnly);
    RequireKnown([.. args.Where(arg => arg != SignInOnly)]);
    var configuration = new ConfigurationBuilder()
        .AddEnvironmentVariables()
        .AddCommandLine([.. args.Where(arg => arg != SignInOnly)])
        .Build();
    var port = Port(configuration["Port"] ?? (signInOnly ? "7072" : "7071"));
    var data = Path.GetFullPath(configuration["Data"] ?? Folders.Local);
    LocalOnly.Require(configuration);
    LocalServer.Listen(port).Dispose(); // refused now rather than after the storage has started
    var ownStorage = !signInOnly
        && string.IsNullOrEmpty(configuration["Tables:ConnectionString"]) && string.IsNullOrEmpty(configuration["Tables:Endpoint"]);

    await using var azurite = ownStorage
        ? await Azurite.StartAsync(new AzuriteOptions { DataFolder = Path.Combine(data, "azurite") }, cancellation)
        : null;
    await using var host = await EdsHost.StartAsync(
        new EdsHostOptions
        {
            Port = port,
            Configuration = configuration,
            Settings = new Dictionary<string, string?>
            {
                ["Tables:ConnectionString"] = azurite?.ConnectionString ?? configuration["Tables:ConnectionString"],
            },
            KeysFile = Path.Combine(data, "keys.json"),
            Logging = Terse,
            PortalFolder = Folders.Portal,
            SignInOnly = signInOnly,
        },
        cancellation);
    if (!signInOnly)
    {
        await DemoData.SeedAsync(host.Services, cancellation);
    }

    Console.WriteLine(signInOnly ? StartText.OfSignIn(host.BaseAddress) : StartText.OfAll(host.BaseAddress));

    var stopped = Task.Delay(Timeout.Infinite, cancellation);
    while (await Task.WhenAny(stopped, azurite?.Ended ?? stopped) != stopped)
    {
        Console.Error.WriteLine("Azurite ended by itself, and is started again. What it took in its last five seconds may be lost.");
        await azurite!.RestartAsync(cancellation);
        await DemoData.SeedAsync(host.Services, cancellation); // and the tables, if it had not saved them yet
    }

    return 0;
}
catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
{
    return 0;
}
catch (Exception e) when (e is CannotStartException or OptionsValidationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// Every argument is --Name value or --Name=value: a misspelt one would otherwise be taken for a setting that nobody reads.
static void RequireKnown(string[] args)
{
    string[] known = ["Port", "Data", .. KnownSettings.All.Select(setting => setting.Name)];
    for (var i = 0; i < args.Length; i++)
    {
        var parts = args[i].Split('=', 2);
        if (!args[i].StartsWith("--", StringComparison.Ordinal) || !known.Contains(parts[0][2..], StringComparer.OrdinalIgnoreCase)
            || (parts.Length == 1 && ++i == args.Length))
        {
            throw new CannotStartException($"\"{args[i < args.Length ? i : ^1]}\" is not understood. {StartText.Usage}");
        }
    }
}

static int Port(string written) =>
    int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
        ? port
        : throw new CannotStartException($"The setting Port is not a number from 1 to 65535 such as 7071: \"{written}\".");

static void Terse(ILoggingBuilder log) => log
    .AddSimpleConsole(console => console.SingleLine = true)
    .AddFilter("Microsoft", LogLevel.Warning)
    .AddFilter("System", LogLevel.Warning);
