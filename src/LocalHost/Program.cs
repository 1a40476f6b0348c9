using System.Globalization;
using System.Runtime.InteropServices;
using Eds.LocalHost;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

// Ctrl+C and SIGTERM end it in good order; a second signal ends it at once.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await RunAsync(CommandLine.Read(args), stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (Exception e) when (Explain(e) is { } sentence)
{
    Console.Error.WriteLine(sentence);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

static string? Explain(Exception e) => e switch
{
    CannotStartException or OptionsValidationException or InvalidDataException => e.Message,
    IOException or UnauthorizedAccessException => $"{e.Message.TrimEnd('.')}: choose a folder that can be written (--Data).",
    _ when StorageOutage.Is(e) => $"The storage does not answer: {TerseFormatter.CauseOf(e)}",
    _ => null,
};

static async Task RunAsync(IConfiguration options, CancellationToken cancellation)
{
    if (options["help"] is not null)
    {
        Console.WriteLine(Texts.Help);
        return;
    }

    // Whatever can be refused is refused before anything slow begins.
    var signInOnly = options["sign-in-only"] is not null;
    var port = options["Port"] ?? (signInOnly ? "7072" : "7071");
    var number = ushort.TryParse(port, CultureInfo.InvariantCulture, out var parsed)
        ? parsed
        : throw new CannotStartException($"Port is not a number from 1 to 65535 such as 7071: \"{port}\".");
    Loopback.Listen(number).Dispose();
    var data = Path.GetFullPath(options["Data"] ?? Path.Combine(Folders.Repository, ".local"));
    await using var azurite = signInOnly || !string.IsNullOrEmpty(options["Tables:ConnectionString"])
        ? null
        : await Azurite.StartAsync(new AzuriteOptions(Path.Combine(data, "azurite")), cancellation);
    await using var host = await EdsHost.StartAsync(
        new EdsHostOptions
        {
            Port = number,
            SignInOnly = signInOnly,
            Configuration = options,
            Settings = azurite is null ? [] : new() { ["Tables:ConnectionString"] = azurite.ConnectionString },
            KeysFile = signInOnly ? null : Path.Combine(data, "keys.json"),
            PortalFolder = Folders.Portal,
            Logging = log => log.AddConsole(console => console.FormatterName = TerseFormatter.FormatterName)
                .AddConsoleFormatter<TerseFormatter, ConsoleFormatterOptions>()
                .SetMinimumLevel(LogLevel.Warning)
                .AddFilter("Eds", LogLevel.Information)
                .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical), // Explain says what fails a start
        },
        cancellation);
    if (signInOnly)
    {
        Console.WriteLine(Texts.SignInStarted(host.BaseAddress));
    }
    else
    {
        await Node.BuildPortalAsync(cancellation);
        await DemoData.SeedAsync(host.Services, cancellation);
        Console.WriteLine(Texts.Started(host.BaseAddress, azurite is null ? "as Tables:ConnectionString says" : data));
    }

    while (true)
    {
        await (azurite?.Ended ?? Task.Delay(Timeout.Infinite, cancellation)).WaitAsync(cancellation);
        Console.Error.WriteLine("Azurite ended by itself, and is started again. What it took in its last five seconds may be lost.");
        await azurite!.RestartAsync(cancellation);
        await DemoData.SeedAsync(host.Services, cancellation);
    }
}
