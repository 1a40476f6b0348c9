using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Eds.LocalHost;

/// <summary>
/// What npm has to do before the first start and after a change: restore Azurite, build the portal. It says so on standard error. Of several
/// processes one does it, and the others wait.
/// </summary>
internal static class Npm
{
    public const string NodeMissing = "Node.js is missing: install Node.js 20.19 or later with npm (https://nodejs.org), then start again.";

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Installs what the folder's package-lock.json names, unless that has been done.</summary>
    /// <param name="what">As "Azurite", for the person who waits.</param>
    public static Task RestoreAsync(string what, string folder, CancellationToken cancellation) => OnceAsync(
        Path.Combine(folder, "node_modules", ".restored"),
        [Path.Combine(folder, "package-lock.json")],
        () => RunAsync($"Restoring {what} from npm", folder, ["ci", "--ignore-scripts", "--engine-strict", "--no-audit", "--no-fund"], cancellation),
        cancellation);

    /// <summary>Builds src/Portal into artifacts/portal, unless what is there was built from the same sources.</summary>
    public static async Task BuildPortalAsync(CancellationToken cancellation)
    {
        var portal = Path.Combine(Folders.Repository, "src", "Portal");
        await RestoreAsync("the portal's packages", portal, cancellation);
        string[] sources =
        [
            .. Directory.GetFiles(portal),
            .. Directory.GetFiles(Path.Combine(portal, "public"), "*", SearchOption.AllDirectories),
            .. Directory.GetFiles(Path.Combine(portal, "src"), "*", SearchOption.AllDirectories),
            Path.Combine(Folders.Repository, "docs", "openapi.yaml"),
        ];
        await OnceAsync(
            Path.Combine(Folders.Portal, ".built"),
            sources.Where(file => !file.EndsWith("schema.d.ts", StringComparison.Ordinal)), // is generated
            () => RunAsync("Building the portal", portal, ["run", "build"], cancellation),
            cancellation);
    }

    /// <summary>Does the work unless the stamp tells that it was done for files of the same names and contents.</summary>
    private static async Task OnceAsync(string stamp, IEnumerable<string> files, Func<Task> work, CancellationToken cancellation)
    {
        var digest = DigestOf(files);
        if (IsDone())
        {
            return;
        }

        using var turn = await TakeTurnAsync(cancellation);
        if (!IsDone())
        {
            await work();
            await File.WriteAllTextAsync(stamp, digest, cancellation);
        }

        bool IsDone() => File.Exists(stamp) && File.ReadAllText(stamp) == digest;
    }

    private static string DigestOf(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<FileStream> TakeTurnAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(Folders.Repository, "artifacts", "npm.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Poll, cancellation);
            }
        }
    }

    private static async Task RunAsync(string doing, string folder, string[] arguments, CancellationToken cancellation)
    {
        using var npm = Start(folder, arguments);
        var (output, errors) = (npm.StandardOutput.ReadToEndAsync(cancellation), npm.StandardError.ReadToEndAsync(cancellation));
        var ended = npm.WaitForExitAsync(cancellation);
        var started = TimeProvider.System.GetTimestamp();
        Console.Error.Write($"{doing} …");
        try
        {
            while (await Task.WhenAny(ended, Task.Delay(Tick, cancellation)) != ended)
            {
                Console.Error.Write($" {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s …");
            }

            await ended;
        }
        finally
        {
            Console.Error.WriteLine(ended.IsCompletedSuccessfully ? $" {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s" : "");
            if (!ended.IsCompletedSuccessfully)
            {
                npm.Kill(entireProcessTree: true);
            }
        }

        if (npm.ExitCode != 0)
        {
            throw new CannotStartException($"npm {string.Join(' ', arguments)} failed in {folder}:\n{(await output + await errors).Trim()}");
        }
    }

    private static Process Start(string folder, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new CannotStartException(NodeMissing, e);
        }
    }
}
