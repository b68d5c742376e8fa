using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace StatsService.Functions.Http.Contract;

/// <summary>
/// Where a call comes from: the connection's other end or, where that is a trusted proxy, whom it names last in
/// <c>X-Forwarded-For</c>, and so on. What a caller writes into that header itself stands before those and is never reached.
/// </summary>
/// <remarks>In Azure the host calls the worker on loopback, and the front end appends the caller as <c>address:port</c>.</remarks>
public sealed class CallerAddress(IOptions<AccessOptions> options)
{
    private readonly List<IPNetwork> trusted = [.. options.Value.Proxies.Select(proxy => ParseNetwork(proxy)!.Value)];

    public IPAddress Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var address = Plain(request.HttpContext.Connection.RemoteIpAddress ?? IPAddress.Loopback);
        foreach (var named in request.Headers["X-Forwarded-For"].ToString().Split(',', StringSplitOptions.TrimEntries).Reverse())
        {
            if (!trusted.Any(network => network.Contains(address)) || !IPEndPoint.TryParse(named, out var before))
                break;
            address = Plain(before.Address);
        }

        return address;
    }

    /// <returns>Null where it is neither an address nor a network.</returns>
    internal static IPNetwork? ParseNetwork(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return IPNetwork.TryParse(text, out var network) ? network : null;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
