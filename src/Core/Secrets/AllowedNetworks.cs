using System.Net;

namespace Eds.Core;

/// <summary>The networks from which a secret may be used, as CIDR: <c>203.0.113.0/24</c>, <c>2001:db8::/48</c>.</summary>
public static class AllowedNetworks
{
    public const int MaxCount = 20;

    /// <summary>In canonical form; null: not a network, or one with bits set beyond its prefix.</summary>
    public static string? Canonical(string? text) =>
        text is not null && text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out var network)
        && !network.BaseAddress.IsIPv4MappedToIPv6
        && text.StartsWith(text[..text.IndexOf('/', StringComparison.Ordinal)], StringComparison.Ordinal)
        && IPAddress.TryParse(text[..text.IndexOf('/', StringComparison.Ordinal)], out var address) && address.Equals(network.BaseAddress)
            ? network.ToString()
            : null;

    /// <param name="networks">Separated by commas; null or empty: from anywhere.</param>
    /// <param name="address">Null: unknown, which is nowhere.</param>
    internal static bool Allow(string? networks, IPAddress? address) =>
        string.IsNullOrEmpty(networks)
        || (address is not null && networks.Split(',').Any(network => IPNetwork.Parse(network).Contains(address)));
}
