using System.Runtime.InteropServices;
using Eds.LocalHost;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

// Ctrl+C, SIGTERM and a closing terminal end it in good order; a second signal ends it at once.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
try
{
    await RunAsync(CommandLine.Parse(args), stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (Exception e) when (e is CannotStartException or OptionsValidationException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (Exception e) when (StorageOutage.Is(e))
{
    Console.Error.WriteLine($"The storage does not answer: {e.GetBaseException().Message}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

static async Task RunAsync(CommandLine options, CancellationToken cancellation)
{
    if (options.Flags.Contains(CommandLine.Help))
    {
        Console.WriteLine(Texts.Help);
        return;
    }

    if (options.Flags.Contains(CommandLine.Prepare))
    {
        await Node.RestoreAsync("Azurite", Folders.LocalHost, cancellation);
        await Node.BuildPortalAsync(cancellation);
        return;
    }

    // Whatever can be refused is refused before anything slow begins.
    Loopback.Listen(options.Port).Dispose();
    if (options.Flags.Contains(CommandLine.SignInOnly))
    {
        await using var signIn = await StartAsync(options, null, cancellation);
        Console.WriteLine(Texts.SignInStarted(signIn.BaseAddress));
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    Folders.RequireWritable(options.Data);
    await using var azurite = string.IsNullOrEmpty(options.Settings["Tables:ConnectionString"])
        ? await Azurite.StartAsync(new AzuriteOptions { DataFolder = Path.Combine(options.Data, "azurite") }, cancellation)
        : null;
    await using var host = await StartAsync(options, azurite?.ConnectionString, cancellation);
    if (!options.Flags.Contains(CommandLine.SkipPortal))
    {
        await Node.BuildPortalAsync(cancellation);
    }

    await DemoData.SeedAsync(host.Services, cancellation);
    Console.WriteLine(Texts.Started(host.BaseAddress, azurite is null ? "as Tables:ConnectionString says" : options.Data));
    while (true)
    {
        await (azurite?.Ended ?? Task.Delay(Timeout.Infinite, cancellation)).WaitAsync(cancellation);
        Console.Error.WriteLine("Azurite ended by itself, and is started again. What it took in its last five seconds may be lost.");
        await azurite!.RestartAsync(cancellation);
        await DemoData.SeedAsync(host.Services, cancellation);
    }
}

static Task<EdsHost> StartAsync(CommandLine options, string? storage, CancellationToken cancellation) => EdsHost.StartAsync(
    new EdsHostOptions
    {
        Port = options.Port,
        SignInOnly = options.Flags.Contains(CommandLine.SignInOnly),
        Configuration = options.Settings,
        Settings = new Dictionary<string, string?> { ["Tables:ConnectionString"] = storage ?? options.Settings["Tables:ConnectionString"] },
        KeysFile = options.Flags.Contains(CommandLine.SignInOnly) ? null : Path.Combine(options.Data, "keys.json"),
        PortalFolder = Folders.Portal,
        Logging = log => log.AddConsole(console => console.FormatterName = TerseFormatter.FormatterName)
            .AddConsoleFormatter<TerseFormatter, ConsoleFormatterOptions>()
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning),
    },
    cancellation);
