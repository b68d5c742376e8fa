using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace StatsService.Functions.Http.Edge;

/// <summary>
/// The Functions host hands a call on to the worker as a proxy that replaces what the front end sent in <c>X-Forwarded-For</c> and <c>-Proto</c>,
/// so that all callers have one address. The trigger's metadata still have those headers.
/// </summary>
internal static class HostHop
{
    /// <summary>
    /// Makes the request look as if the host had added its entry at the end of each header, as other proxies do: it then is read by the same rule as
    /// on the server, with the host on loopback as the first proxy.
    /// </summary>
    public static void Undo(HttpContext http, IReadOnlyDictionary<string, object?> bindingData)
    {
        if (bindingData.GetValueOrDefault("Headers") is not string json || JsonSerializer.Deserialize<Dictionary<string, string>>(json) is not { } sent)
            return;
        var received = new Dictionary<string, string>(sent, StringComparer.OrdinalIgnoreCase);
        var request = http.Request;
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        request.PathBase = PathString.Empty;
        Set("For", "");
        Set("Proto", "");
        // A caller can send these through the front end, which doesn't touch them: they count only where a trusted proxy is before it.
        Set("Host", $",{request.Host}");
        Set("Prefix", ",/");

        void Set(string what, string added)
        {
            var name = $"X-Forwarded-{what}";
            var value = received.GetValueOrDefault(name, "");
            request.Headers[name] = value.Length == 0 ? StringValues.Empty : value + added;
        }
    }
}
