using System.Net.Sockets;

namespace Eds.Bench;

/// <summary>Someone who guesses at clients' secrets, each time at another server.</summary>
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

    public static Task<Answer> SendAsync(EdsClient api, string clientId, string secret, (string Name, string? Value)[] headers)
    {
        var form = new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", clientId), new("client_secret", secret)]);
        return api.SendAsync(Routes.IssueToken(), form, headers);
    }

    /// <param name="headers">Where it comes from, or pretends to.</param>
    /// <returns>Whether the answer says that the guess was right or wrong.</returns>
    public Task<bool> GuessAsync(string clientId, string secret, params (string Name, string? Value)[] headers) =>
        GuessAndHangUpAsync(clientId, secret, Timeout.InfiniteTimeSpan, headers);

    /// <summary>Hangs up before the answer, if it has not come within this time.</summary>
    public async Task<bool> GuessAndHangUpAsync(
        string clientId, string secret, TimeSpan patience, params (string Name, string? Value)[] headers)
    {
        using var timeout = new CancellationTokenSource(patience);
        var client = new EdsClient(Http, servers.AnyAddress()) { Cancellation = timeout.Token };
        try
        {
            return (await SendAsync(client, clientId, secret, headers)).Status is 200 or 401;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
