using System.Net;
using System.Net.Sockets;

namespace Eds.Core;

/// <summary>Sign-ins are limited by networks of 24 (IPv6: 56) bits: a caller easily changes the address within one.</summary>
internal static class CallerNetwork
{
    /// <summary><c>203.0.113.0/24</c>.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        var bits = address.AddressFamily is AddressFamily.InterNetwork ? 24 : 56;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
