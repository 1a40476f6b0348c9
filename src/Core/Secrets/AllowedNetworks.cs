using System.Net;
using System.Net.Sockets;

namespace Eds.Core;

/// <summary>The networks from which a secret may be used, as CIDR: <c>203.0.113.0/24</c>, <c>2001:db8::/48</c>.</summary>
public static class AllowedNetworks
{
    public const int MaxCount = 20;

    /// <summary>In canonical form; null: not a network, or one with bits set beyond its prefix.</summary>
    public static string? Canonical(string? text)
    {
        if (!IPNetwork.TryParse(text, out var network) || network.BaseAddress.IsIPv4MappedToIPv6
            || text!.Contains('%', StringComparison.Ordinal))
        {
            return null;
        }

        // The parser clears the bits beyond the prefix, and of IPv4 it reads 010 as octal and 10 as the last byte.
        var canonical = network.ToString();
        var isExact = network.BaseAddress.AddressFamily is AddressFamily.InterNetwork
            ? canonical == text
            : IPAddress.Parse(text[..text.IndexOf('/', StringComparison.Ordinal)]).Equals(network.BaseAddress);
        return isExact ? canonical : null;
    }

    /// <param name="networks">Separated by commas; null or empty: from anywhere.</param>
    /// <param name="address">Null: unknown, which is nowhere.</param>
    internal static bool Allow(string? networks, IPAddress? address) =>
        string.IsNullOrEmpty(networks)
        || (address is not null && networks.Split(',').Any(network => IPNetwork.Parse(network).Contains(address)));
}
