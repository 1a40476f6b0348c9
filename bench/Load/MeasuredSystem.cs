namespace Eds.Bench;

/// <summary>A storage, one server on it, and who calls the server. A call throws unless it succeeds.</summary>
internal sealed class MeasuredSystem : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromMinutes(2) };

    private MeasuredSystem(BenchStorage storage, ServerProcess server) =>
        (Storage, Server) = (storage, server);

    /// <summary>The largest of any server that was seen, in bytes.</summary>
    public static long PeakWorkingSet { get; private set; }

    public BenchStorage Storage { get; }
    public ServerProcess Server { get; }
    public EdsTables Tables => Storage.Tables;
    private EdsClient Api => new(_http, Server.Address);

    public static async Task<MeasuredSystem> StartAsync()
    {
        var storage = await BenchStorage.StartAsync();
        return new MeasuredSystem(storage, await ServerProcess.StartAsync(storage.ServerOptions));
    }

    public MeasuredOperation Bare(string name, int callers, Func<int, Task> run) => new(this, name, callers, isOurs: false, run);

    public MeasuredOperation Ours<T>(string name, int callers, Func<int, Task<T>> call)
        where T : Answer => new(this, name, callers, isOurs: true, turn => SuccessAsync(call(turn)));

    public async Task<ServerState> StateAsync()
    {
        var state = await Server.StateAsync();
        PeakWorkingSet = Math.Max(PeakWorkingSet, state.WorkingSet);
        return state;
    }

    /// <summary>Its answer is not parsed.</summary>
    public Task<Answer> RequestTokenAsync(SimulatedDevice device) => Api.SendFormAsync(
        Routes.IssueToken(),
        [("grant_type", "client_credentials"), ("client_id", device.ClientId), ("client_secret", device.Secret.Text)]);

    public async Task<EdsClient> SignInAsync(SimulatedTaxpayer taxpayer) => Api.As(await taxpayer.Manager.SignInAsync(Api));

    public async Task<EdsClient> SignInAsync(SimulatedDevice device) =>
        Api.As((await SuccessAsync(Api.IssueTokenAsync(device.ClientId, device.Secret.Text!))).Value.AccessToken);

    public static async Task<T> SuccessAsync<T>(Task<T> call)
        where T : Answer
    {
        var answer = await call;
        return answer.Status is 200 or 201 or 204
            ? answer
            : throw new InvalidOperationException($"{answer.Response.RequestMessage} {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        await Storage.DisposeAsync();
    }
}
