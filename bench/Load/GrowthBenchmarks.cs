namespace Eds.Bench;

/// <summary>The same reads with little and with much stored, and what a purge costs in both.</summary>
internal static class GrowthBenchmarks
{
    private const int Small = 1_000;

    public static async Task<((string Title, IReadOnlyList<MeasuredOperation> Operations)[] Tables, Target[] Targets)> MeasureAsync(
        WorkloadSize size)
    {
        await using var storage = await BenchStorage.StartAsync();
        await using var server = await ServerProcess.StartAsync(storage.ServerOptions);
        var seeder = new StorageSeeder(storage);
        var generated = await seeder.AddFleetAsync(Small / 2, new SecretChoice.Generated(Each: false));
        var chosen = await seeder.AddClientsAsync(generated, Small / 2, StorageSeeder.Chosen());
        using var small = await ReadBenchmarks.PrepareAsync(storage, server, generated, chosen, generated, Small);
        await small.MeasureAsync(storage, server, size);

        Benchmarks.ReportProgress($"storing {size.Stored:N0} clients");
        var largest = await seeder.AddFleetAsync(size.Large, new SecretChoice.Generated(Each: false));
        var each = (size.Stored - size.Large) / size.Taxpayers;
        var fleets = await seeder.AddFleetsAsync(size.Taxpayers, each);
        var stored = Small + size.Large + (each * size.Taxpayers);
        using var large = await ReadBenchmarks.PrepareAsync(storage, server, generated, chosen, generated, Small);
        using var ofLargest = await ReadBenchmarks.PrepareAsync(storage, server, generated, chosen, largest, size.Large);
        await large.MeasureAsync(storage, server, size);
        await ofLargest.MeasureListAsync(storage, server, size);

        Benchmarks.ReportProgress($"purging {size.Due:N0}");
        var due = fleets.Take((size.Due + each - 1) / each).ToList();
        var purge = await PurgeBenchmarks.MeasureAsync(storage, server, seeder, due);
        var alone = await PurgeBenchmarks.MeasureAloneAsync(Math.Max(4, due.Count / 10), each);
        return (
            [
                ($"{Small:N0} clients stored", small.All),
                ($"{stored:N0} clients stored", [.. large.All, ofLargest.BareQuery, ofLargest.List]),
            ],
            [
                .. TokenTargets(small),
                new(
                    $"list a page of 100 out of {size.Large:N0} clients", "< 2 × the bare query", $"{ofLargest.ListToBare:F2} ×",
                    ofLargest.ListToBare < 2),
                GrowthTarget("tokens", small.TokenToBare, large.TokenToBare, stored),
                GrowthTarget("list", 1 / small.ListToBare, 1 / large.ListToBare, stored),
                .. PurgeBenchmarks.Targets(purge, alone, stored),
            ]);
    }

    private static IEnumerable<Target> TokenTargets(ReadBenchmarks reads)
    {
        var p99 = reads.Generated.Sample.Percentile(99) / reads.BareRead.Sample.Percentile(99);
        var warm = reads.Chosen.Sample.PerSecond / reads.Generated.Sample.PerSecond;
        var perCpuSecond = reads.Generated.PerCpuSecond;
        yield return new(
            "token, generated secret, 16 callers", "≥ 80 % of the bare point reads", $"{reads.TokenToBare:P0}", reads.TokenToBare >= 0.8);
        yield return new("… per CPU-second of the server", "≥ 2,000", $"{perCpuSecond:N0}", perCpuSecond >= 2_000);
        yield return new("… p99", "< 4 × that of the bare read", $"{p99:F2} ×", p99 < 4);
        yield return new("token, chosen secret, warm", "≥ 90 % of those with a generated one", $"{warm:P0}", warm >= 0.9);
    }

    private static Target GrowthTarget(string what, double small, double large, int stored) => new(
        $"growth: {what}, as part of the bare operation",
        $"at {stored:N0} clients ≥ 90 % of that at {Small:N0}",
        $"{large / small:P0}",
        large / small >= 0.9);
}
