using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Eds.Bench;

/// <summary>Someone who guesses at clients' secrets, each time at another server, and counts the answers.</summary>
internal sealed class Guesser(ServerPool servers)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 500 });

    private int _sent;
    private int _answered;

    public int Sent => _sent;

    /// <summary>Told whether the guess was right.</summary>
    public int Answered => _answered;

    public static FormUrlEncodedContent Form(string clientId, string secret) =>
        new([new("grant_type", "client_credentials"), new("client_id", clientId), new("client_secret", secret)]);

    /// <param name="headers">Where it comes from, or pretends to.</param>
    public async Task GuessAsync(string clientId, string secret, params (string Name, string? Value)[] headers)
    {
        Interlocked.Increment(ref _sent);
        var answer = await new EdsClient(Http, servers.Any().Address).SendAsync(Routes.IssueToken(), Form(clientId, secret), headers);
        Count($"{answer.Status}");
    }

    /// <summary>Resets the connection (RST) before the answer, if it has not come within this time.</summary>
    public async Task GuessAndHangUpAsync(string clientId, string secret, string address, TimeSpan patience)
    {
        Interlocked.Increment(ref _sent);
        var server = servers.Any().Address;
        var body = await Form(clientId, secret).ReadAsStringAsync();
        var request = $"POST /{Routes.IssueToken().Path} HTTP/1.1\r\nHost: {server.Authority}\r\nX-Forwarded-For: {address}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            var start = new byte["HTTP/1.1 200".Length];
            Count(Encoding.ASCII.GetString(start, 0, await socket.ReceiveAsync(start, timeout.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // hung up, or the server did
        }
    }

    private void Count(string statusLine)
    {
        if (statusLine.EndsWith("200", StringComparison.Ordinal) || statusLine.EndsWith("401", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _answered);
        }
    }
}
