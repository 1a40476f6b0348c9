using System.Runtime.InteropServices;

namespace Eds.Bench;

/// <summary>The tables of docs/performance.md. What has been measured goes to standard error meanwhile.</summary>
internal sealed class Report
{
    private readonly List<string> _targets = ["| What | Reach | Measured | Met |\n|---|---|---|---|"];
    private readonly List<string> _operations = [];

    /// <summary>A number to reach, and what was measured. Missing it fails nothing.</summary>
    public void AddTarget(string what, string reach, string measured, bool met) =>
        _targets.Add($"| {what} | {reach} | {measured} | {(met ? "yes" : "**no**")} |");

    /// <summary>A part of something else, of which more is better.</summary>
    public void AddShare(string what, double share, double least, string of) =>
        AddTarget(what, $"≥ {least:P0} {of}", $"{share:P0}", share >= least);

    /// <summary>A multiple of something else, of which less is better.</summary>
    public void AddMultiple(string what, double multiple, double most, string of) =>
        AddTarget(what, $"< {most} × {of}", $"{multiple:F2} ×", multiple < most);

    /// <summary>Beside what the transactions that it makes take alone.</summary>
    public void AddDuration(string what, MeasuredOperation operation, MeasuredOperation transaction, int transactions)
    {
        var (seconds, bare) = (operation.MedianSeconds, transaction.MedianSeconds * transactions);
        AddTarget(what, "< 1.5 s", $"{seconds:F2} s; its {transactions} transactions alone, bare, {bare:F2} s", seconds < 1.5);
    }

    public void AddTable(string title, params IEnumerable<MeasuredOperation> operations)
    {
        _operations.AddRange([$"\n{title}:\n", MeasuredOperation.Header, .. operations.Select(operation => $"{operation}")]);
        Console.Error.WriteLine($"… {title}");
    }

    public void Print() => Console.WriteLine(string.Join('\n', _targets.Concat(_operations)));

    /// <summary>Measured 2026-11-25 on 2 × AMD EPYC, 24 GB, Debian …, .NET 10.0.1.</summary>
    public static string Machine()
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : $"{RuntimeInformation.ProcessArchitecture}";
        return $"Measured {TimeProvider.System.GetUtcNow():yyyy-MM-dd} on {Environment.ProcessorCount} × {processor}, "
            + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.FrameworkDescription}.";
    }
}
