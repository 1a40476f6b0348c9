using Eds.Tests.LocalHost;

namespace Eds.Tests.Worker;

/// <summary>The function app as <c>dotnet publish</c> leaves it: what is deployed to Azure.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
    public const string WorkerId = "worker-1";

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public async ValueTask InitializeAsync()
    {
        // artifacts/bin/Eds.Tests/debug: the configuration that the tests, and so the app, were built in.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name;
        var project = Path.Combine(Folders.Repository, "src", "Functions");
        var (code, output, _) = await Command.RunAsync(
            "dotnet", ["publish", project, "--no-build", "-c", configuration, "-o", Folder, "-nodeReuse:false"]);
        Assert.True(code == 0, output);
    }

    /// <summary>How the host starts the worker, by the app's own worker.config.json.</summary>
    public ProcessStartInfo Worker(Dictionary<string, string?> settings, Uri host)
    {
        var description = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "worker.config.json")))!["description"]!;
        var start = new ProcessStartInfo(
            description["defaultExecutablePath"]!.GetValue<string>(),
            [
                Path.Combine(Folder, description["defaultWorkerPath"]!.GetValue<string>()),
                "--functions-uri", host.OriginalString,
                "--functions-worker-id", WorkerId,
                "--functions-request-id", "start",
                "--functions-grpc-max-message-length", "2147483647",
            ])
        {
            WorkingDirectory = Folder,
        };
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = Folder;
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
