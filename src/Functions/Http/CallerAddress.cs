using System.Net;

namespace Eds.Functions;

/// <summary>
/// Where a request comes from. The Functions host and ASP.NET Core have put the address into RemoteIpAddress. Behind Azure Front Door that
/// is Front Door, which writes the caller's into X-Azure-ClientIP; anyone can write that header, so it counts only beside the id of our own
/// Front Door.
/// </summary>
internal static class CallerAddress
{
    private const string FrontDoorIdHeader = "X-Azure-FDID";
    private const string ClientAddressHeader = "X-Azure-ClientIP";

    /// <summary>Null: unknown.</summary>
    public static IPAddress? Of(HttpRequest request, EdsOptions options)
    {
        var address = options.Network.FrontDoorId is { Length: > 0 } own
            && request.Headers[FrontDoorIdHeader] is [{ } presented] && own.Equals(presented, StringComparison.OrdinalIgnoreCase)
            && request.Headers[ClientAddressHeader] is [{ } written] && IPAddress.TryParse(written, out var client)
                ? client
                : request.HttpContext.Connection.RemoteIpAddress;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
    }
}
