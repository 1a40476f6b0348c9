using System.Net;
using System.Net.Sockets;

namespace Eds.LocalHost;

internal static class Loopback
{
    /// <summary>A socket that already listens, so that its port is known and held before anything is built on it.</summary>
    /// <param name="port">0 means any free one.</param>
    /// <exception cref="CannotStartException">The port is taken.</exception>
    public static Socket Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener.Server;
        }
        catch (SocketException e)
        {
            throw new CannotStartException($"Port {port}: {e.Message}. Stop what uses it, or choose another (--Port {port + 1}).", e);
        }
    }

    /// <summary>A port that was free a moment ago: the preferred one if possible. Somebody may take it before it is used.</summary>
    public static int FreePort(int preferred)
    {
        try
        {
            using var socket = Listen(preferred);
            return PortOf(socket);
        }
        catch (CannotStartException) when (preferred != 0)
        {
            return FreePort(0);
        }
    }

    public static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
