namespace Eds.Tests;

/// <summary>Ports that can be left and taken again: the system gives them to nobody who asks for any.</summary>
internal static class QuietPort
{
    /// <summary>A free one, below what systems draw from (from 32768 on Linux, from 49152 elsewhere).</summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 30_000);
            if (Loopback.FreePort(port) == port)
            {
                return port;
            }
        }
    }
}
