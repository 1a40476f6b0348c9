namespace Eds.Bench;

/// <summary>The same reads with little and with much stored, and what a purge costs in both.</summary>
internal static class GrowthBenchmarks
{
    private const int Small = 1_000;

    public static async Task MeasureAsync(WorkloadSize size, Report report)
    {
        await using var system = await MeasuredSystem.StartAsync();
        var seeder = system.Seeder;
        var generated = await seeder.AddFleetAsync(Small / 2);
        var chosen = await seeder.AddClientsAsync(generated, Small / 2, StorageSeeder.Chosen());
        var small = new ReadBenchmarks(system, (generated, chosen, generated), Small, size);
        report.AddTable($"{Small:N0} clients stored", await small.MeasureAsync());

        Report.Progress($"storing {size.Stored:N0} clients");
        var largest = await seeder.AddFleetAsync(size.Large);
        var each = (size.Stored - size.Large) / size.Taxpayers;
        var fleets = await seeder.AddFleetsAsync(size.Taxpayers, each);
        var stored = Small + size.Large + (each * size.Taxpayers);
        var large = new ReadBenchmarks(system, (generated, chosen, generated), Small, size);
        var ofLargest = new ReadBenchmarks(system, (generated, chosen, largest), size.Large, size);
        report.AddTable($"{stored:N0} clients stored", [.. await large.MeasureAsync(), .. await ofLargest.MeasureListAsync()]);

        Report.Progress($"purging {size.Due:N0}");
        var due = fleets.Take((size.Due + each - 1) / each).ToList();
        var purge = await PurgeCost.MeasureAsync(system, due);
        await using var empty = await MeasuredSystem.StartAsync();
        var alone = await PurgeCost.MeasureAsync(empty, await empty.Seeder.AddFleetsAsync(Math.Max(4, due.Count / 10), each));

        small.AddTokenTargets(report);
        report.AddTarget(
            $"list a page of 100 out of {size.Large:N0} clients", "< 2 × the bare query", $"{ofLargest.ListToBare:F2} ×",
            ofLargest.ListToBare < 2);
        AddGrowthTarget("tokens", large.TokenToBare / small.TokenToBare);
        AddGrowthTarget("list", small.ListToBare / large.ListToBare);
        report.AddTarget(
            $"purge: {purge.Clients:N0} due among {stored:N0}", "as many calls to storage for each as where nothing else is stored",
            $"{purge}; alone {alone}", purge.CallsEach < alone.CallsEach * 1.05);
        report.AddTarget(
            "purge killed halfway", "the next run finishes", purge.Complete ? "all gone, nothing else" : "rows left or violations",
            purge.Complete);

        void AddGrowthTarget(string what, double ratio) => report.AddTarget(
            $"growth: {what}, as part of the bare operation", $"at {stored:N0} clients ≥ 90 % of that at {Small:N0}", $"{ratio:P0}",
            ratio >= 0.9);
    }
}
