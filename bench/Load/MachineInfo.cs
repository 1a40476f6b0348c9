using System.Runtime.InteropServices;

namespace Eds.Bench;

internal static class MachineInfo
{
    /// <summary>Measured 2026-11-25 on 2 × AMD EPYC, 24 GB, Debian …, .NET 10.0.1.</summary>
    public static string Describe()
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : $"{RuntimeInformation.ProcessArchitecture}";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return $"Measured {TimeProvider.System.GetUtcNow():yyyy-MM-dd} on {Environment.ProcessorCount} × {processor}, {memory} GB, "
            + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.";
    }
}
