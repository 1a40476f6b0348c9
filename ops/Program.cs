using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Eds.Core;
using Eds.Ops;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

const string Usage = """
    scale                      prints the tables of docs/scale.md
    backup STORAGE FOLDER      copies all tables into files of a new folder
    restore FOLDER STORAGE     fills tables that exist and are empty
    move-user OLD NEW NAME     gives a rights manager's new personal code what the old one had; needs the app's settings

    STORAGE is the URL of the table service (https://edsdata.table.core.windows.net), reached as whoever is signed in to the
    Azure CLI, with the role Storage Table Data Reader (backup) or Contributor (restore); or UseDevelopmentStorage=true.
    """;
try
{
    switch (args)
    {
        case ["scale"]:
            Scale.Print(Console.Out);
            return 0;
        case ["backup", var storage, var folder]:
            await new TableCopy(Connect(storage), Console.Out).BackUpAsync(folder, CancellationToken.None);
            return 0;
        case ["restore", var folder, var storage]:
            await new TableCopy(Connect(storage), Console.Out).RestoreAsync(folder, CancellationToken.None);
            return 0;
        case ["move-user", var old, var renewed, var name]:
            return await MoveAsync(old, renewed, name) ? 0 : 1;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (Exception e) when (e is RequestFailedException or SettingsException or KeysUnavailableException or ContentionException or AuthenticationFailedException or IOException or InvalidDataException or AggregateException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static TableServiceClient Connect(string storage)
{
    try
    {
        return storage.StartsWith("https://", StringComparison.Ordinal) ? new TableServiceClient(new Uri(storage), new DefaultAzureCredential()) : new TableServiceClient(storage);
    }
    catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException) // it may hold a key: not repeated
    {
        throw new FormatException("STORAGE is neither the https URL of a table service nor a whole connection string.");
    }
}

static async Task<bool> MoveAsync(string old, string renewed, string name)
{
    if (!PersonalCode.TryParse(old, out var from) || !PersonalCode.TryParse(renewed, out var to) || !NameRule.TryNormalize(name, out var normal))
    {
        throw new FormatException("A personal code or the name is not well-formed.");
    }

    var settings = Settings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
    await using var services = new ServiceCollection().AddLogging().AddEdsCore(settings).BuildServiceProvider();
    return await new MovedUser(services.GetRequiredService<Membership>(), services.GetRequiredService<Users>(), Console.Out)
        .MoveAsync(from, new Person(to, normal), CancellationToken.None);
}
