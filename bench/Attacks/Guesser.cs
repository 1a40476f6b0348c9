using System.Net.Sockets;

namespace Eds.Bench;

/// <summary>Someone who guesses at clients' secrets, each time at another server, and counts the answers.</summary>
internal sealed class Guesser(ServerPool servers)
{
    /// <summary>Who hangs up resets the connection (RST).</summary>
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 500,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0), NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    private int _sent;
    private int _answered;

    public int Sent => _sent;

    /// <summary>Told whether the guess was right.</summary>
    public int Answered => _answered;

    public static Task<Answer> SendAsync(EdsClient api, ClientId clientId, string secret, (string Name, string? Value)[] headers)
    {
        var form = new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", $"{clientId}"), new("client_secret", secret)]);
        return api.SendAsync(Routes.IssueToken(), form, headers);
    }

    /// <param name="headers">Where it comes from, or pretends to.</param>
    public Task GuessAsync(ClientId clientId, string secret, (string Name, string? Value)[] headers) =>
        GuessAndHangUpAsync(clientId, secret, Timeout.InfiniteTimeSpan, headers);

    /// <summary>Hangs up before the answer, if it has not come within this time.</summary>
    public async Task GuessAndHangUpAsync(
        ClientId clientId, string secret, TimeSpan patience, (string Name, string? Value)[] headers)
    {
        Interlocked.Increment(ref _sent);
        using var timeout = new CancellationTokenSource(patience);
        var client = new EdsClient(Http, servers.Any().Address) { Cancellation = timeout.Token };
        try
        {
            var answer = await SendAsync(client, clientId, secret, headers);
            if (answer.Status is 200 or 401)
            {
                Interlocked.Increment(ref _answered);
            }
        }
        catch (OperationCanceledException)
        {
            // hung up
        }
    }
}
