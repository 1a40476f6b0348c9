namespace Eds.Bench;

/// <summary>Tokens and lists, with little and with much stored, beside what storage alone takes; and what a purge costs.</summary>
internal sealed class GrowthBenchmarks(MeasuredSystem system, WorkloadSize size)
{
    private const int Small = 1_000;
    private const int Callers = 16;
    private const int ListCallers = 2;
    private const int PageSize = 100;

    /// <summary>The number of clients that ask for tokens in turn.</summary>
    private const int Devices = 200;

    public static async Task MeasureAsync(WorkloadSize size, Report report)
    {
        await using var system = await MeasuredSystem.StartAsync();
        var benchmarks = new GrowthBenchmarks(system, size);
        var taxpayer = await system.Storage.EnrolAsync(Small / 2, SharedSecret.Generated());
        await taxpayer.RegisterAsync(Small / 2, SharedSecret.Chosen());
        var small = await benchmarks.MeasureAsync(taxpayer);
        report.AddTable($"{Small:N0} clients stored", small.All);

        var largest = await system.Storage.EnrolAsync(size.Large, SharedSecret.Generated());
        var each = (size.Stored - size.Large) / size.Taxpayers;
        var taxpayers = await system.Storage.EnrolAsync(size.Taxpayers, each);
        var stored = Small + size.Large + (each * size.Taxpayers);
        var large = await benchmarks.MeasureAsync(taxpayer);
        var (query, list) = await benchmarks.ListsAsync(largest, size.Large);
        await MeasuredOperation.TakeTurnsAsync(size, query, list);
        report.AddTable($"{stored:N0} clients stored", [.. large.All, query, list]);

        var due = taxpayers.Take((size.Due + each - 1) / each).ToList();
        var purge = await PurgeCost.MeasureAsync(system, due);
        await using var empty = await MeasuredSystem.StartAsync();
        var alone = await PurgeCost.MeasureAsync(empty, await empty.Storage.EnrolAsync(Math.Max(4, due.Count / 10), each));

        var (token, atSmall) = (small.Token, $"of that at {Small:N0}");
        report.AddShare($"token, generated secret, {Callers} callers", small.TokenToBare, 0.8, "of the bare point reads");
        report.AddTarget("… per CPU-second of the server", "≥ 2,000", $"{token.PerCpuSecond:N0}", token.PerCpuSecond >= 2_000);
        report.AddMultiple("… p99", token.Percentile(99) / small.Read.Percentile(99), 4, "that of the bare read");
        report.AddShare("token, chosen secret, warm", small.Chosen.PerSecond / token.PerSecond, 0.9, "of those with a generated one");
        report.AddMultiple(
            $"list a page of {PageSize} out of {size.Large:N0} clients", list.MedianSeconds / query.MedianSeconds, 2, "the bare query");
        report.AddShare(
            $"growth: tokens at {stored:N0} clients, as part of the bare operation", large.TokenToBare / small.TokenToBare, 0.9, atSmall);
        report.AddShare(
            $"growth: list at {stored:N0} clients, as part of the bare operation", small.ListToBare / large.ListToBare, 0.9, atSmall);
        report.AddTarget(
            $"purge: {purge.Clients:N0} due among {stored:N0}", "as many calls to storage for each as where nothing else is stored",
            $"{purge}; alone {alone}", purge.CallsEach < alone.CallsEach * 1.05);
        report.AddTarget(
            "purge killed halfway", "the next run finishes", purge.Complete ? "all gone, nothing else" : "rows left or violations",
            purge.Complete);
    }

    private async Task<Reads> MeasureAsync(SimulatedTaxpayer taxpayer)
    {
        var devices = taxpayer.Active.ToLookup(device => device.Secret).Select(same => same.Take(Devices).ToArray()).ToArray();
        var (generated, chosen, device) = (devices[0], devices[1], await system.SignInAsync(devices[0][0]));
        var (query, list) = await ListsAsync(taxpayer, Small);
        var reads = new Reads(
            system.Bare("bare point read", Callers, turn => BareStorage.ReadAsync(system.Tables, generated[turn % Devices])),
            system.Ours("token, generated secret", Callers, turn => system.RequestTokenAsync(generated[turn % Devices])),
            system.Ours("token, chosen secret, warm", Callers, turn => system.RequestTokenAsync(chosen[turn % Devices])),
            system.Ours("whoami with a token (2 reads)", Callers, _ => device.WhoAmIAsync()),
            query,
            list);
        await MeasuredOperation.TakeTurnsAsync(size, reads.All);
        return reads;
    }

    private async Task<(MeasuredOperation Query, MeasuredOperation List)> ListsAsync(SimulatedTaxpayer taxpayer, int listed)
    {
        var manager = await system.SignInAsync(taxpayer);
        var filter = $"PartitionKey eq '{taxpayer.Id}' and RowKey gt 'client|' and RowKey lt 'client}}' and State eq 'active'";
        return (
            system.Bare(
                $"bare query, {PageSize + 1} of {listed:N0}", ListCallers,
                _ => BareStorage.QueryAsync(system.Tables.Taxpayers, filter, PageSize + 1)),
            system.Ours(
                $"list, a page of {PageSize} of {listed:N0}", ListCallers,
                _ => manager.ListClientsAsync(taxpayer.Id, limit: PageSize)));
    }

    private sealed record Reads(
        MeasuredOperation Read,
        MeasuredOperation Token,
        MeasuredOperation Chosen,
        MeasuredOperation WhoAmI,
        MeasuredOperation Query,
        MeasuredOperation List)
    {
        public IEnumerable<MeasuredOperation> All => [Read, Token, Chosen, WhoAmI, Query, List];

        /// <summary>A ratio of rates; more is better.</summary>
        public double TokenToBare => Token.PerSecond / Read.PerSecond;

        /// <summary>A ratio of medians; less is better.</summary>
        public double ListToBare => List.MedianSeconds / Query.MedianSeconds;
    }
}
