using System.Security.Cryptography;

namespace Eds.Bench;

/// <summary>Server processes on one store. A caller gets any of them, dead ones too.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly Server[] _all;

    private Servers(Server[] all) => _all = all;

    public IReadOnlyList<Server> All => _all;

    public static async Task<Servers> StartAsync(int count, ServerOptions options) =>
        new(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Server.StartAsync(options))));

    public Server Any() => Volatile.Read(ref _all[RandomNumberGenerator.GetInt32(_all.Length)]);

    /// <summary>Kills the first one (SIGKILL).</summary>
    public Task KillAsync() => _all[0].KillAsync();

    /// <summary>Puts a new process in the place of the first one, which was killed.</summary>
    public async Task ReplaceAsync(ServerOptions options)
    {
        var started = await Server.StartAsync(options);
        await Interlocked.Exchange(ref _all[0], started).DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _all)
        {
            await server.DisposeAsync();
        }
    }
}
