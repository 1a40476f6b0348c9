namespace Eds.Bench;

/// <summary>Tokens and lists, each beside what storage alone takes, at one size of the storage.</summary>
/// <param name="fleets">Clients with a generated secret, with a chosen one, and those that are listed.</param>
/// <param name="listed">Their number.</param>
internal sealed class ReadBenchmarks(
    MeasuredSystem system, (Fleet Generated, Fleet Chosen, Fleet Listed) fleets, int listed, WorkloadSize size)
{
    private const int Callers = 16;
    private const int ListCallers = 2;
    private const int PageSize = 100;

    /// <summary>The number of clients that ask for tokens in turn.</summary>
    private const int Devices = 200;

    private MeasuredOperation _read = null!;
    private MeasuredOperation _generated = null!;
    private MeasuredOperation _chosen = null!;
    private MeasuredOperation _query = null!;
    private MeasuredOperation _list = null!;

    /// <summary>A ratio of rates; more is better.</summary>
    public double TokenToBare => _generated.PerSecond / _read.PerSecond;

    /// <summary>A ratio of medians; less is better.</summary>
    public double ListToBare => _list.MedianSeconds / _query.MedianSeconds;

    public async Task<IReadOnlyList<MeasuredOperation>> MeasureAsync()
    {
        var device = await system.SignInAsync(fleets.Generated.Clients[0], fleets.Generated.Secret);
        _read = system.Bare(
            "bare point read", Callers, turn => BareStorage.ReadAsync(system.Tables, fleets.Generated.Clients[turn % Devices]));
        _generated = system.Ours("token, generated secret", Callers, turn => RequestTokenAsync(fleets.Generated, turn));
        _chosen = system.Ours("token, chosen secret, warm", Callers, turn => RequestTokenAsync(fleets.Chosen, turn));
        var whoAmI = system.Ours("whoami with a token (2 reads)", Callers, _ => device.WhoAmIAsync());
        var lists = await PrepareListsAsync();
        MeasuredOperation[] all = [_read, _generated, _chosen, whoAmI, .. lists];
        foreach (var operation in all)
        {
            await operation.WarmUpAsync(4 * size.Round);
        }

        await MeasuredOperation.TakeTurnsAsync(size.Rounds, size.Round, all);
        return all;
    }

    public async Task<IReadOnlyList<MeasuredOperation>> MeasureListAsync()
    {
        var lists = await PrepareListsAsync();
        await MeasuredOperation.TakeTurnsAsync(size.Rounds, size.Round, lists);
        return lists;
    }

    public void AddTokenTargets(Report report)
    {
        var (p99, warm) = (_generated.Percentile(99) / _read.Percentile(99), _chosen.PerSecond / _generated.PerSecond);
        var perCpuSecond = _generated.PerCpuSecond;
        report.AddTarget(
            $"token, generated secret, {Callers} callers", "≥ 80 % of the bare point reads", $"{TokenToBare:P0}", TokenToBare >= 0.8);
        report.AddTarget("… per CPU-second of the server", "≥ 2,000", $"{perCpuSecond:N0}", perCpuSecond >= 2_000);
        report.AddTarget("… p99", "< 4 × that of the bare read", $"{p99:F2} ×", p99 < 4);
        report.AddTarget("token, chosen secret, warm", "≥ 90 % of those with a generated one", $"{warm:P0}", warm >= 0.9);
    }

    private async Task<IReadOnlyList<MeasuredOperation>> PrepareListsAsync()
    {
        var (taxpayerId, manager) = (fleets.Listed.TaxpayerId, await system.SignInAsync(fleets.Listed));
        var filter = $"PartitionKey eq '{taxpayerId}' and RowKey gt 'client|' and RowKey lt 'client}}' and State eq 'active'";
        _query = system.Bare(
            $"bare query, {PageSize + 1} of {listed:N0}", ListCallers,
            _ => BareStorage.QueryAsync(system.Tables.Taxpayers, filter, PageSize + 1));
        _list = system.Ours(
            $"list, a page of {PageSize} of {listed:N0}", ListCallers, _ => manager.ListClientsAsync(taxpayerId, limit: PageSize));
        return [_query, _list];
    }

    private Task<Answer> RequestTokenAsync(Fleet fleet, int turn) =>
        system.RequestTokenAsync(fleet.Clients[turn % Devices], fleet.Secret);
}
