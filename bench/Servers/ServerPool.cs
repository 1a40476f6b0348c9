namespace Eds.Bench;

/// <summary>Server processes on one storage. A caller gets any of them, dead ones too.</summary>
internal sealed class ServerPool : IAsyncDisposable
{
    private readonly ServerProcess[] _all;
    private readonly ServerOptions _options;

    private ServerPool(ServerProcess[] all, ServerOptions options) => (_all, _options) = (all, options);

    public IReadOnlyList<ServerProcess> All => _all;

    public static async Task<ServerPool> StartAsync(int count, ServerOptions options) =>
        new(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => ServerProcess.StartAsync(options))), options);

    public ServerProcess Any() => RandomChoice.Of(_all);
    public Uri AnyAddress() => Any().Address;
    public Task KillFirstAsync() => _all[0].KillAsync();

    /// <summary>Kills the first one, if that was not done before, and starts another in its place.</summary>
    public async Task ReplaceFirstAsync(TimeSpan clockAhead = default)
    {
        await KillFirstAsync();
        var started = await ServerProcess.StartAsync(_options with { ClockAhead = clockAhead });
        await Interlocked.Exchange(ref _all[0], started).DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_all.Select(server => server.DisposeAsync().AsTask()));
}
