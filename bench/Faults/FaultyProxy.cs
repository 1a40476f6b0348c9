using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Eds.Bench;

/// <summary>
/// Stands between server and Azurite and harms so many calls of a hundred: delays the request; cuts the connection before it is sent,
/// after it was answered, or in the midst of the answer; delivers the request twice, at once or later; sends the answer twice; or holds
/// an answer back until others, asked for later, have overtaken it.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private enum Harm
    {
        Delay,
        CutBefore,
        CutAfter,
        CutWithin,
        DeliverTwice,
        DeliverAgainLater,
        AnswerTwice,
        Overtaken,
    }

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();
    private readonly int _target;
    private readonly Tally _tally;
    private readonly Task _accepting;
    private int _answers;

    public FaultyProxy(int target, Tally tally)
    {
        (_target, _tally) = (target, tally);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Of a hundred calls. 0: all go through.</summary>
    public int Percent { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_underWay.Keys);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                Keep(RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Keep(Task task)
    {
        _underWay.TryAdd(task, true);
        _ = task.ContinueWith(done => _underWay.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task RelayAsync(TcpClient caller)
    {
        using (caller)
        {
            try
            {
                using var storage = await ConnectAsync();
                var (asked, answered) = (new HttpFrames(caller.GetStream()), new HttpFrames(storage.GetStream()));
                while (await asked.ReadAsync(_end.Token) is { } request
                    && await RelayAsync(request, storage.GetStream(), answered, caller.GetStream()))
                {
                    Interlocked.Increment(ref _answers);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // one side hung up
            }
        }
    }

    /// <returns>False: hang up.</returns>
    private async Task<bool> RelayAsync(byte[] request, NetworkStream storage, HttpFrames answers, NetworkStream caller)
    {
        Harm? harm = Chance.Of(Percent) ? Chance.Pick(Enum.GetValues<Harm>()) : null;
        if (harm is not null)
        {
            _tally.Fault();
        }

        if (harm is Harm.Delay)
        {
            await Task.Delay(Chance.Milliseconds(1, 800), _end.Token);
        }

        if (harm is Harm.CutBefore)
        {
            return false;
        }

        var answer = await AskAsync(request, storage, answers);
        if (harm is Harm.DeliverTwice)
        {
            answer = await AskAsync(request, storage, answers);
        }

        if (harm is Harm.DeliverAgainLater)
        {
            Keep(DeliverLaterAsync(request));
        }

        if (harm is Harm.Overtaken)
        {
            await OvertakenAsync();
        }

        if (answer is null || harm is Harm.CutAfter)
        {
            return false;
        }

        await caller.WriteAsync(harm is Harm.CutWithin ? answer.AsMemory(0, answer.Length / 2) : harm is Harm.AnswerTwice ? [.. answer, .. answer] : answer, _end.Token);
        return harm is not Harm.CutWithin;
    }

    private async Task<byte[]?> AskAsync(byte[] request, NetworkStream storage, HttpFrames answers)
    {
        await storage.WriteAsync(request, _end.Token);
        return await answers.ReadAsync(_end.Token);
    }

    private async Task DeliverLaterAsync(byte[] request)
    {
        try
        {
            await Task.Delay(Chance.Milliseconds(1, 2_000), _end.Token);
            using var storage = await ConnectAsync();
            await AskAsync(request, storage.GetStream(), new HttpFrames(storage.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // nobody waits for it
        }
    }

    /// <summary>Until three other answers have been given, or a second is over.</summary>
    private async Task OvertakenAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var from = _answers; _answers < from + 3 && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(1);)
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
