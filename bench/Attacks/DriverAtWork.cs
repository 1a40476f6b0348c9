namespace Eds.Bench;

/// <summary>The real driver, who asks for tokens while the attack goes on, as docs/devices.md says: after a 503 again.</summary>
/// <param name="pause">Between two tokens.</param>
internal sealed class DriverAtWork(ServerPool servers, SimulatedDevice device, TimeSpan pause)
{
    private const string Address = "203.0.113.7";
    private readonly FaultCounters _counters = new();

    public int Tokens { get; private set; }

    /// <summary>Asked again after a 503.</summary>
    public int Retries => _counters.Retryable;

    /// <summary>For a token, since the work began.</summary>
    public TimeSpan LongestWait { get; private set; }

    /// <summary>Null: a token whenever it was asked for.</summary>
    public string? Refusal { get; private set; }

    /// <summary>A token from each server: the network is known then, and the secret need not be hashed for five minutes.</summary>
    public async Task SignInEverywhereAsync(string address = Address)
    {
        foreach (var server in servers.All)
        {
            await AskAsync(() => server.Address, address);
        }
    }

    public async Task WorkAsync(CancellationToken end)
    {
        LongestWait = TimeSpan.Zero;
        while (!end.IsCancellationRequested)
        {
            await AskAsync(servers.AnyAddress, Address);
            await Task.Delay(pause, end).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task AskAsync(Func<Uri> server, string address)
    {
        var started = TimeProvider.System.GetTimestamp();
        var reply = await new RetryingClient(server, _counters).SendAsync(
            null, api => Guesser.SendAsync(api, device.ClientId, device.Secret.Text!, [("X-Forwarded-For", address)]));
        var waited = TimeProvider.System.GetElapsedTime(started);
        LongestWait = waited > LongestWait ? waited : LongestWait;
        Tokens += reply.Status == 200 ? 1 : 0;
        Refusal ??= reply.Status == 200 ? null : $"{reply}";
    }
}
