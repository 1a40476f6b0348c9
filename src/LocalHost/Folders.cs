using System.Reflection;

namespace Eds.LocalHost;

/// <summary>Where things lie in this clone. Written into the assembly by the build.</summary>
internal static class Folders
{
    /// <summary>The root of the clone.</summary>
    public static string Repository { get; } = Built("RepositoryFolder");

    /// <summary>What a run leaves behind: keys and stored data. Ignored by git; delete it as a whole to begin anew.</summary>
    public static string Local { get; } = Path.Combine(Repository, ".local");

    /// <summary>The npm packages of Azurite, one folder per lock file: artifacts/azurite/5f0c1d2e3a4b.</summary>
    public static string Azurite { get; } = Built("AzuriteFolder");

    /// <summary>The built portal: index.html, assets/, staticwebapp.config.json.</summary>
    public static string Portal { get; } = Path.Combine(Repository, "artifacts", "portal");

    private static string Built(string key) =>
        typeof(Folders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(written => written.Key == key).Value!;
}
