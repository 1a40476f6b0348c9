using System.Text.Json.Nodes;

namespace Eds.Bench;

/// <summary>Reading: tokens and lists, each beside what storage alone takes, at one size of the store.</summary>
internal sealed class TokenFigures : IDisposable
{
    private const int Callers = 16;
    private const int ListCallers = 2;
    private const int Page = 100;

    /// <summary>How many clients ask for tokens in turn.</summary>
    private const int Devices = 200;

    private readonly Calls _calls;
    private int _turn;

    private TokenFigures(Calls calls) => _calls = calls;

    public required Operation BareRead { get; init; }

    public required Operation Generated { get; init; }

    public required Operation Chosen { get; init; }

    public required Operation WhoAmI { get; init; }

    public required Operation BareQuery { get; init; }

    public required Operation List { get; init; }

    public IReadOnlyList<Operation> All => [BareRead, Generated, Chosen, WhoAmI, BareQuery, List];

    /// <param name="generated">Clients with a generated secret.</param>
    /// <param name="chosen">With a chosen one.</param>
    /// <param name="listed">Whose clients are listed.</param>
    /// <param name="listedClients">How many they are.</param>
    public static async Task<TokenFigures> PrepareAsync(Store store, Server server, Fleet generated, Fleet chosen, Fleet listed, int listedClients)
    {
        var calls = new Calls(server);
        byte[][] Forms(Fleet fleet) => [.. fleet.Clients.Take(Devices).Select(client => Calls.TokenForm(client, fleet.Secret))];
        var (generatedForms, chosenForms) = (Forms(generated), Forms(chosen));
        var answer = JsonNode.Parse(await calls.TokenAsync(generatedForms[0]))!;
        var (deviceToken, managerToken) = (answer["access_token"]!.GetValue<string>(), await calls.SignInAsync(listed.Manager));
        var path = $"api/taxpayers/{listed.TaxpayerId}/taxi/clients?limit={Page}";
        TokenFigures figures = null!;
        int Turn() => Interlocked.Increment(ref figures._turn) % Devices;
        return figures = new TokenFigures(calls)
        {
            BareRead = new("bare point read", Callers, ours: false, _ => Bare.ReadAsync(store.Tables, generated.TaxpayerId, generated.Clients[Turn()])),
            Generated = new("token, generated secret", Callers, ours: true, _ => calls.TokenAsync(generatedForms[Turn()])),
            Chosen = new("token, chosen secret, warm", Callers, ours: true, _ => calls.TokenAsync(chosenForms[Turn()])),
            WhoAmI = new("whoami with a token (4 reads)", Callers, ours: true, _ => calls.GetAsync("api/taxi/whoami", deviceToken)),
            BareQuery = new($"bare query, {Page + 1} of {listedClients:N0}", ListCallers, ours: false, _ => Bare.QueryAsync(store.Tables, listed.TaxpayerId, Page + 1)),
            List = new($"list, a page of {Page} of {listedClients:N0}", ListCallers, ours: true, _ => calls.GetAsync(path, managerToken)),
        };
    }

    public async Task MeasureAsync(Store store, Server server, Sizes sizes)
    {
        foreach (var operation in All)
        {
            await operation.WarmUpAsync(4 * sizes.Round);
        }

        for (var round = 0; round < sizes.Rounds; round++)
        {
            foreach (var operation in All)
            {
                await operation.MeasureAsync(store, server, sizes.Round);
            }
        }
    }

    public async Task MeasureListAsync(Store store, Server server, Sizes sizes)
    {
        for (var round = 0; round < sizes.Rounds; round++)
        {
            await BareQuery.MeasureAsync(store, server, sizes.Round);
            await List.MeasureAsync(store, server, sizes.Round);
        }
    }

    /// <summary>Of the rates; more is better.</summary>
    public double TokenToBare => Generated.Sample.PerSecond / BareRead.Sample.PerSecond;

    /// <summary>Of the medians; less is better.</summary>
    public double ListToBare => List.Sample.Percentile(50) / BareQuery.Sample.Percentile(50);

    public void Dispose() => _calls.Dispose();
}
