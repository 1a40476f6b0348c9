using System.Net;
using System.Net.Sockets;

namespace Eds.Functions;

/// <summary>
/// Where a request comes from, as a network of 24 (IPv6: 56) bits: <c>203.0.113.0/24</c>. The Functions host and ASP.NET Core have put
/// the address into RemoteIpAddress. Behind Azure Front Door that is Front Door, which writes the caller's into X-Azure-ClientIP; anyone
/// can write that header, so it counts only beside the id of our own Front Door.
/// </summary>
internal static class CallerNetwork
{
    private const string FrontDoorIdHeader = "X-Azure-FDID";
    private const string ClientAddressHeader = "X-Azure-ClientIP";

    public static string Of(HttpRequest request, EdsOptions options) =>
        options.Network.FrontDoorId is { Length: > 0 } own
        && request.Headers[FrontDoorIdHeader] is [{ } presented] && own.Equals(presented, StringComparison.OrdinalIgnoreCase)
        && request.Headers[ClientAddressHeader] is [{ } written] && IPAddress.TryParse(written, out var address)
            ? Mask(address)
            : Mask(request.HttpContext.Connection.RemoteIpAddress);

    private static string Mask(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bits = address.AddressFamily is AddressFamily.InterNetwork ? 24 : 56;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
