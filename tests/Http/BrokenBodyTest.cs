using System.Net.Sockets;
using System.Text;

namespace Eds.Tests;

/// <summary>A body whose framing is broken: no client library sends one, so these speak over a socket.</summary>
public sealed class BrokenBodyTest
{
    [Fact]
    public async Task Of_management_is_a_problem()
    {
        var taxpayer = await Api.OfRun.EnrolAsync();

        var answer = await PostAsync(taxpayer.Path("users"), "application/json", $"Authorization: Bearer {taxpayer.Token}\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalid-request\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"body-unreadable\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_taxi_route_is_an_OAuth_error()
    {
        var answer = await PostAsync(TestDevice.Endpoint, "application/x-www-form-urlencoded", "");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"error\":\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Contains("did not arrive whole", answer, StringComparison.Ordinal);
    }

    /// <summary>One good chunk, and one whose length is no number. ToTransaction until the server closes.</summary>
    private static async Task<string> PostAsync(string path, string type, string headers)
    {
        var server = Api.OfRun.BaseAddress;
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        var request = $"POST /{path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}Content-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{{\r\nzz\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
