using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Eds.Bench;

/// <summary>Stands between a server and Azurite, and injects a random <see cref="Fault"/> into a percentage of calls.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private enum Fault
    {
        DelayRequest,
        CutBeforeRequest,
        CutBeforeAnswer,
        CutWithinAnswer,
        RequestTwice,
        RequestAgainLater,
        AnswerTwice,

        /// <summary>Three later answers of other connections go first.</summary>
        DelayAnswer,
    }

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly int _target;
    private readonly FaultCounters _counters;
    private int _answers;

    public FaultyProxy(int target, FaultCounters counters)
    {
        (_target, _counters) = (target, counters);
        _listener.Start();
        Run(AcceptAsync);
    }

    /// <summary>0: none.</summary>
    public int FaultPercent { get; set; }

    /// <summary>A server with these options speaks to storage through it.</summary>
    public ServerOptions Between(ServerOptions options) => options with
    {
        ConnectionString = options.ConnectionString.Replace(
            $":{_target}/", $":{((IPEndPoint)_listener.LocalEndpoint).Port}/", StringComparison.Ordinal),
    };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await Task.WhenAll(_running);
        _end.Dispose();
    }

    /// <summary>In the background, until it ends or a side hangs up.</summary>
    private void Run(Func<Task> work)
    {
        _running.Add(RunAsync());

        async Task RunAsync()
        {
            try
            {
                await work();
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // A side hung up.
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var caller = await _listener.AcceptTcpClientAsync(_end.Token);
            Run(() => RelayAsync(caller));
        }
    }

    private async Task RelayAsync(TcpClient caller)
    {
        using (caller)
        {
            using var storage = await ConnectAsync();
            var (requests, answers) = (new HttpMessageReader(caller.GetStream()), new HttpMessageReader(storage.GetStream()));
            while (await RelayAsync(await requests.ReadAsync(_end.Token), storage.GetStream(), answers, caller.GetStream()))
            {
                Interlocked.Increment(ref _answers);
            }
        }
    }

    /// <returns>False: hang up.</returns>
    private async Task<bool> RelayAsync(byte[] request, NetworkStream storage, HttpMessageReader answers, NetworkStream caller)
    {
        if (!RandomChoice.Occurs(FaultPercent))
        {
            await caller.WriteAsync(await SendAsync(request, storage, answers), _end.Token);
            return true;
        }

        var fault = RandomChoice.Of(Enum.GetValues<Fault>());
        _counters.CountFault();
        if (fault is Fault.CutBeforeRequest)
        {
            return false;
        }

        if (fault is Fault.DelayRequest)
        {
            await Task.Delay(RandomChoice.Milliseconds(1, 800), _end.Token);
        }

        var answer = await SendAsync(request, storage, answers);
        switch (fault)
        {
            case Fault.RequestTwice:
                answer = await SendAsync(request, storage, answers);
                break;
            case Fault.RequestAgainLater:
                Run(() => SendLaterAsync(request));
                break;
            case Fault.AnswerTwice:
                answer = [.. answer, .. answer];
                break;
            case Fault.DelayAnswer:
                await WaitForLaterAnswersAsync();
                break;
            case Fault.CutWithinAnswer:
                answer = answer[..(answer.Length / 2)];
                break;
            case Fault.CutBeforeAnswer:
                return false;
        }

        await caller.WriteAsync(answer, _end.Token);
        return fault is not Fault.CutWithinAnswer;
    }

    private async Task<byte[]> SendAsync(byte[] request, NetworkStream storage, HttpMessageReader answers)
    {
        await storage.WriteAsync(request, _end.Token);
        return await answers.ReadAsync(_end.Token);
    }

    private async Task SendLaterAsync(byte[] request)
    {
        await Task.Delay(RandomChoice.Milliseconds(1, 2_000), _end.Token);
        using var storage = await ConnectAsync();
        await SendAsync(request, storage.GetStream(), new HttpMessageReader(storage.GetStream()));
    }

    /// <summary>Returns after three answers to others, or a second.</summary>
    private async Task WaitForLaterAnswersAsync()
    {
        var (started, until) = (TimeProvider.System.GetTimestamp(), _answers + 3);
        while (_answers < until && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(1))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), _end.Token);
        }
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var storage = new TcpClient { NoDelay = true };
        await storage.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
        return storage;
    }
}
