using System.Diagnostics;

namespace Eds.Bench;

/// <summary>From <c>dotnet run</c> to the first answered request.</summary>
internal static class StartupBenchmarks
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    public static async Task MeasureAsync(WorkloadSize size, Report report)
    {
        var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";
        var built = await MeasureAsync(Folders.Repository, "-c", configuration);
        report.AddTarget("`dotnet run --project src/LocalHost`, built, to the first answer", "< 10 s", $"{built:F1} s", built < 10);
        if (!size.FreshClone)
        {
            return;
        }

        // Of the last commit, with this machine's package cache.
        var folder = Directory.CreateTempSubdirectory("eds-clone-").FullName;
        try
        {
            using var clone = Process.Start("git", ["clone", "--quiet", Folders.Repository, folder]);
            await clone.WaitForExitAsync();
            var cloned = await MeasureAsync(folder);
            report.AddTarget("… in a fresh clone (packages cached, Azurite restored)", "< 3 min", $"{cloned:F0} s", cloned < 180);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(string repository, params string[] options)
    {
        var (data, port) = (Directory.CreateTempSubdirectory("eds-start-").FullName, Loopback.FreePort(0));
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
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            using var timeout = new CancellationTokenSource(Timeout);
            while (!run.HasExited && !await AnswersAsync(http, timeout.Token))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), timeout.Token);
            }

            return run.HasExited
                ? throw new InvalidOperationException("LocalHost ended.")
                : TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Routes.GetHealth().Path, UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
