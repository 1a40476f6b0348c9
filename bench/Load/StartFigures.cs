using System.Diagnostics;
using Eds.LocalHost;

namespace Eds.Bench;

/// <summary>From <c>dotnet run</c> to the first answered request.</summary>
internal static class StartFigures
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<Goal> BuiltAsync()
    {
        var seconds = await RunAsync(Folders.Repository, ["-c", Configuration]);
        return new("`dotnet run --project src/LocalHost`, built, to the first answer", "< 10 s", $"{seconds:F1} s", seconds < 10);
    }

    /// <summary>Of what is committed here; packages that this machine has are not fetched again.</summary>
    public static async Task<Goal> FreshCloneAsync()
    {
        var folder = Directory.CreateTempSubdirectory("eds-clone-").FullName;
        try
        {
            using (var clone = Process.Start("git", ["clone", "--quiet", Folders.Repository, folder]))
            {
                await clone.WaitForExitAsync();
            }

            var seconds = await RunAsync(folder, []);
            return new("… in a fresh clone (packages cached, Azurite restored)", "< 3 min", $"{seconds:F0} s", seconds < 180);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Configuration => AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";

    private static async Task<double> RunAsync(string repository, string[] options)
    {
        var data = Directory.CreateTempSubdirectory("eds-start-").FullName;
        var port = Loopback.FreePort(0);
        var started = TimeProvider.System.GetTimestamp();
        using var run = Process.Start(new ProcessStartInfo(
            "dotnet", ["run", .. options, "--project", "src/LocalHost", "--", "--Port", $"{port}", "--Data", data])
        {
            WorkingDirectory = repository,
            RedirectStandardOutput = true,
        })!;
        run.BeginOutputReadLine();
        try
        {
            await AnsweredAsync(new Uri($"http://127.0.0.1:{port}/api/health"), run);
            return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task AnsweredAsync(Uri health, Process run)
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(health, patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!run.HasExited)
            {
                // it does not listen yet
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
