using System.Runtime.InteropServices;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Eds.Core;
using Eds.Ops;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

const string Usage = """
    scale                      prints the tables of docs/scale.md
    backup STORAGE FOLDER      copies all tables into files of a new folder
    restore FOLDER STORAGE     fills tables that exist and are empty
    move-user OLD NEW NAME     gives a rights manager's new personal code what the old one had; needs the app's settings

    STORAGE is the URL of the table service (https://edsdata.table.core.windows.net), reached as whoever is signed in to the
    Azure CLI, with the role Storage Table Data Reader (backup) or Contributor (restore); or UseDevelopmentStorage=true.
    """;
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    switch (args)
    {
        case ["scale"]:
            Scale.Print(Console.Out);
            return 0;
        case ["backup", var storage, var folder]:
            await new TableCopy(Connect(storage), Console.Out).BackUpAsync(folder, stop.Token);
            return 0;
        case ["restore", var folder, var storage]:
            await new TableCopy(Connect(storage), Console.Out).RestoreAsync(folder, stop.Token);
            return 0;
        case ["move-user", var old, var renewed, var name]:
            return await MoveAsync(old, renewed, name, stop.Token) ? 0 : 1;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException or KeysUnavailableException
    or ContentionException or AggregateException or OptionsValidationException or FormatException or InvalidDataException
    or IOException or OperationCanceledException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // ends by itself, when what it began is cleared away
    stop.Cancel();
}

static TableServiceClient Connect(string storage)
{
    try
    {
        return storage.StartsWith("https://", StringComparison.Ordinal)
            ? new TableServiceClient(new Uri(storage), new DefaultAzureCredential())
            : new TableServiceClient(storage);
    }
    catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException) // it may hold a key: not repeated
    {
        throw new FormatException("STORAGE is neither the https URL of a table service nor a whole connection string.");
    }
}

static async Task<bool> MoveAsync(string old, string renewed, string name, CancellationToken cancellation)
{
    if (!PersonalCode.TryParse(old, out var from)
        || !PersonalCode.TryParse(renewed, out var to)
        || !NameRule.TryNormalize(name, out var normal))
    {
        throw new FormatException("A personal code or the name is not well-formed.");
    }

    var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
    await using var services = new ServiceCollection().AddLogging().AddEdsCore(configuration).BuildServiceProvider();
    return await new MovedUser(services.GetRequiredService<Membership>(), services.GetRequiredService<Users>(), Console.Out)
        .MoveAsync(from, new Person(to, normal), cancellation);
}
