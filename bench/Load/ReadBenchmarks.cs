namespace Eds.Bench;

/// <summary>Tokens and lists, each beside what storage alone takes, at one size of the storage.</summary>
internal sealed class ReadBenchmarks : IDisposable
{
    private const int Callers = 16;
    private const int ListCallers = 2;
    private const int PageSize = 100;

    /// <summary>The number of clients that ask for tokens in turn.</summary>
    private const int Devices = 200;

    private readonly LoadClient _client;

    private ReadBenchmarks(LoadClient client) => _client = client;

    public required MeasuredOperation BareRead { get; init; }

    public required MeasuredOperation Generated { get; init; }

    public required MeasuredOperation Chosen { get; init; }

    public required MeasuredOperation WhoAmI { get; init; }

    public required MeasuredOperation BareQuery { get; init; }

    public required MeasuredOperation List { get; init; }

    public IReadOnlyList<MeasuredOperation> All => [BareRead, Generated, Chosen, WhoAmI, BareQuery, List];

    /// <summary>A ratio of rates; more is better.</summary>
    public double TokenToBare => Generated.Sample.PerSecond / BareRead.Sample.PerSecond;

    /// <summary>A ratio of medians; less is better.</summary>
    public double ListToBare => List.Sample.Percentile(50) / BareQuery.Sample.Percentile(50);

    /// <param name="generated">Clients with a generated secret.</param>
    /// <param name="chosen">Clients with a chosen secret.</param>
    /// <param name="listed">Whose clients are listed.</param>
    /// <param name="listedClients">Their number.</param>
    public static async Task<ReadBenchmarks> PrepareAsync(
        BenchStorage storage, ServerProcess server, Fleet generated, Fleet chosen, Fleet listed, int listedClients)
    {
        var (client, tables, turn) = (new LoadClient(server), storage.Tables, 0);
        var (generatedForms, chosenForms) = (await TokenFormsAsync(generated), await TokenFormsAsync(chosen));
        var (device, manager) = (await client.SignInAsync(generated.Clients[0], generated.Secret), await client.SignInAsync(listed));
        return new ReadBenchmarks(client)
        {
            BareRead = Bare(
                "bare point read", Callers, () => BareStorage.ReadAsync(tables, generated.TaxpayerId, generated.Clients[NextTurn()])),
            Generated = Ours("token, generated secret", Callers, () => client.RequestTokenAsync(generatedForms[NextTurn()])),
            Chosen = Ours("token, chosen secret, warm", Callers, () => client.RequestTokenAsync(chosenForms[NextTurn()])),
            WhoAmI = Ours("whoami with a token (2 reads)", Callers, () => LoadClient.SuccessAsync(device.WhoAmIAsync())),
            BareQuery = Bare(
                $"bare query, {PageSize + 1} of {listedClients:N0}", ListCallers,
                () => BareStorage.QueryAsync(tables, listed.TaxpayerId, PageSize + 1)),
            List = Ours(
                $"list, a page of {PageSize} of {listedClients:N0}", ListCallers,
                () => LoadClient.SuccessAsync(manager.ListClientsAsync(listed.TaxpayerId, limit: PageSize))),
        };

        int NextTurn() => Interlocked.Increment(ref turn) % Devices;

        static Task<byte[][]> TokenFormsAsync(Fleet fleet) =>
            Task.WhenAll(fleet.Clients.Take(Devices).Select(clientId => LoadClient.TokenFormAsync(clientId, fleet.Secret)));

        static MeasuredOperation Bare(string name, int callers, Func<Task> run) => new(name, callers, isOurs: false, _ => run());

        static MeasuredOperation Ours(string name, int callers, Func<Task> run) => new(name, callers, isOurs: true, _ => run());
    }

    public async Task MeasureAsync(BenchStorage storage, ServerProcess server, WorkloadSize size)
    {
        foreach (var operation in All)
        {
            await operation.WarmUpAsync(4 * size.Round);
        }

        await MeasuredOperation.TakeTurnsAsync(storage, server, size.Rounds, size.Round, All);
    }

    public Task MeasureListAsync(BenchStorage storage, ServerProcess server, WorkloadSize size) =>
        MeasuredOperation.TakeTurnsAsync(storage, server, size.Rounds, size.Round, BareQuery, List);

    public void Dispose() => _client.Dispose();
}
