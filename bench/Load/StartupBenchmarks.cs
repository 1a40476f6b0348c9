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
        var folder = Directory.CreateTempSubdirectory("eds-clone-");
        using var clone = Process.Start("git", ["clone", "--quiet", Folders.Repository, folder.FullName]);
        await clone.WaitForExitAsync();
        var cloned = await MeasureAsync(folder.FullName);
        folder.Delete(recursive: true);
        report.AddTarget("… in a fresh clone (packages cached, Azurite restored)", "< 3 min", $"{cloned:F0} s", cloned < 180);
    }

    private static async Task<double> MeasureAsync(string repository, params string[] options)
    {
        var (data, started) = (Directory.CreateTempSubdirectory("eds-start-"), TimeProvider.System.GetTimestamp());
        var address = new Uri($"http://127.0.0.1:{Loopback.FreePort(0)}");
        using var run = Process.Start(new ProcessStartInfo(
            "dotnet", ["run", .. options, "--project", "src/LocalHost", "--", "--Port", $"{address.Port}", "--Data", data.FullName])
        {
            WorkingDirectory = repository,
            RedirectStandardOutput = true,
        })!;
        try
        {
            using var timeout = new CancellationTokenSource(Timeout);
            for (var line = ""; !line.Contains($"{address.Authority}", StringComparison.Ordinal);)
            {
                line = await run.StandardOutput.ReadLineAsync(timeout.Token) ?? throw new InvalidOperationException("LocalHost ended.");
            }

            using var http = new HttpClient { BaseAddress = address };
            using var answer = await http.GetAsync(new Uri(Routes.GetHealth().Path, UriKind.Relative), timeout.Token);
            answer.EnsureSuccessStatusCode();
            return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync();
            data.Delete(recursive: true);
        }
    }
}
