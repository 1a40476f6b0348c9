using System.ComponentModel;
using System.Diagnostics;

namespace Eds.LocalHost;

/// <summary>What Node.js does before the first start and after a change: restore Azurite, build the portal.</summary>
internal static class Node
{
    public static Process Start(string program, string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CannotStartException("Node.js is missing: install Node.js 20.19 or later with npm (https://nodejs.org).", e);
        }
    }

    /// <summary>Installs what the folder's package-lock.json names, unless that has been done.</summary>
    public static Task RestoreAsync(string what, string folder, CancellationToken cancellation)
    {
        var (sources, installed) = (Path.Combine(folder, "package-lock.json"), Path.Combine(folder, "node_modules", ".package-lock.json"));
        string[] command = ["ci", "--ignore-scripts", "--engine-strict", "--no-audit", "--no-fund"];
        return UpdateAsync(installed, [new(sources)], $"Restoring {what} from npm", folder, command, cancellation);
    }

    /// <summary>Builds src/Portal into artifacts/portal, unless that is newer than all sources.</summary>
    public static async Task BuildPortalAsync(CancellationToken cancellation)
    {
        var portal = new DirectoryInfo(Path.Combine(Folders.Repository, "src", "Portal"));
        await RestoreAsync("the portal's packages", portal.FullName, cancellation);
        var sources = portal.GetDirectories().Where(folder => folder.Name is "public" or "src")
            .SelectMany(folder => folder.GetFiles("*", SearchOption.AllDirectories))
            .Concat([.. portal.GetFiles(), new FileInfo(Path.Combine(Folders.Repository, "docs", "openapi.yaml"))]);
        var page = Path.Combine(Folders.Portal, "index.html");
        string[] command = ["run", "build", "--", "--outDir", Folders.Portal, "--emptyOutDir"];
        await UpdateAsync(page, sources, "Building the portal", portal.FullName, command, cancellation);
    }

    /// <summary>Runs npm if a source is newer than the output, and says for how long.</summary>
    private static async Task UpdateAsync(
        string output, IEnumerable<FileInfo> sources, string doing, string folder, string[] command, CancellationToken cancellation)
    {
        if (sources.All(source => source.LastWriteTimeUtc <= File.GetLastWriteTimeUtc(output)))
        {
            return;
        }

        using var npm = Start(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", folder, command);
        using var killed = cancellation.Register(() => npm.Kill(entireProcessTree: true));
        var texts = Task.WhenAll(
            npm.StandardOutput.ReadToEndAsync(CancellationToken.None), npm.StandardError.ReadToEndAsync(CancellationToken.None));
        var started = TimeProvider.System.GetTimestamp();
        Console.Error.Write($"{doing} …");
        while (!texts.IsCompleted)
        {
            await Task.WhenAny(texts, Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None));
            Console.Error.Write($" {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s …");
        }

        await npm.WaitForExitAsync(CancellationToken.None);
        Console.Error.WriteLine(npm.ExitCode == 0 ? " done" : " failed");
        cancellation.ThrowIfCancellationRequested();
        if (npm.ExitCode != 0)
        {
            throw new CannotStartException($"npm {string.Join(' ', command)} failed in {folder}:\n{string.Concat(await texts).Trim()}");
        }
    }
}
