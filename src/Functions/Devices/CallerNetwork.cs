using System.Net;
using System.Net.Sockets;

namespace Eds.Functions;

/// <summary>
/// Where a request comes from: the entry of X-Forwarded-For that the last trusted proxy wrote, as a network of 24 (IPv6: 56) bits. What
/// stands before it, the caller may have written himself; without proxies the connection's own address counts.
/// </summary>
internal static class CallerNetwork
{
    private const string Unknown = "unknown";

    public static string Of(HttpRequest request, Settings settings)
    {
        if (settings.TrustedHops == 0)
        {
            return Mask(request.HttpContext.Connection.RemoteIpAddress);
        }

        var entries = string.Join(',', request.Headers["X-Forwarded-For"].ToArray())
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return entries.Length == 0 ? Mask(request.HttpContext.Connection.RemoteIpAddress)
            : entries.Length < settings.TrustedHops ? Unknown
            : Mask(Address(entries[^settings.TrustedHops]));
    }

    /// <summary>203.0.113.7, 203.0.113.7:4711, 2001:db8::7 or [2001:db8::7]:4711.</summary>
    private static IPAddress? Address(string entry) =>
        IPEndPoint.TryParse(entry, out var endpoint) ? endpoint.Address : null;

    private static string Mask(IPAddress? address)
    {
        if (address is null)
        {
            return Unknown;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bits = address.AddressFamily is AddressFamily.InterNetwork ? 24 : 56;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
