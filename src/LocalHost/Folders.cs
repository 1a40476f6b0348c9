using System.Reflection;

namespace Eds.LocalHost;

/// <summary>Where things lie in this clone. The build writes its root into the assembly.</summary>
internal static class Folders
{
    public static string Repository { get; } = typeof(Folders).Assembly.GetCustomAttribute<AssemblyMetadataAttribute>()!.Value!;

    /// <summary>With azurite.mjs, and the npm packages that it needs.</summary>
    public static string LocalHost { get; } = Path.Combine(Repository, "src", "LocalHost");

    /// <summary>The built portal: index.html, assets/, staticwebapp.config.json.</summary>
    public static string Portal { get; } = Path.Combine(Repository, "artifacts", "portal");

    /// <summary>Keys, made-up personal codes and hashes are in it: other users of this machine may not read them.</summary>
    public static void CreatePrivate(string folder) => _ = OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder)
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
