using System.Diagnostics;

namespace Eds.Bench;

/// <summary>From <c>dotnet run</c> to the first answered request.</summary>
internal static class StartupBenchmarks
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    public static async Task<Target> MeasureBuiltAsync()
    {
        var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";
        var seconds = await MeasureAsync(Folders.Repository, ["-c", configuration]);
        return new("`dotnet run --project src/LocalHost`, built, to the first answer", "< 10 s", $"{seconds:F1} s", seconds < 10);
    }

    /// <summary>A clone of the last commit, with this machine's package cache.</summary>
    public static async Task<Target> MeasureFreshCloneAsync()
    {
        var folder = Directory.CreateTempSubdirectory("eds-clone-").FullName;
        try
        {
            using (var clone = Process.Start("git", ["clone", "--quiet", Folders.Repository, folder]))
            {
                await clone.WaitForExitAsync();
            }

            var seconds = await MeasureAsync(folder, []);
            return new("… in a fresh clone (packages cached, Azurite restored)", "< 3 min", $"{seconds:F0} s", seconds < 180);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(string repository, string[] options)
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
            await WaitForAnswerAsync(new Uri($"http://127.0.0.1:{port}/{Routes.GetHealth().Path}"), run);
            return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task WaitForAnswerAsync(Uri health, Process run)
    {
        using var http = new HttpClient();
        using var timeout = new CancellationTokenSource(Timeout);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(health, timeout.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!run.HasExited)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), timeout.Token);
        }
    }
}
