using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace StatsService.Functions.Http.Edge;

/// <summary>Under which path the service stands, who is believed about a caller's address, and from when on wrong keys are slowed down.</summary>
public sealed class AccessOptions : IValidatableObject
{
    /// <summary>How many wrong keys a minute from one address are answered at once; each further one is answered after a wait. 0: no wrong key waits.</summary>
    [ConfigurationKeyName("FAILED_KEYS_PER_MINUTE")]
    [Range(0, 1_000_000, ErrorMessage = "FAILED_KEYS_PER_MINUTE must be a number from 0 (no wrong key waits) to 1000000.")]
    public int FailedKeysPerMinute { get; set; } = 30;

    /// <summary>Addresses or networks of reverse proxies, with commas between: what these say in X-Forwarded-For, -Host, -Proto and -Prefix is believed.</summary>
    [ConfigurationKeyName("TRUSTED_PROXIES")]
    public string TrustedProxies { get; set; } = "127.0.0.0/8,::1";

    /// <summary>The path under which a reverse proxy shows the service, such as /dashboard, whether or not the proxy takes it off; empty: none.</summary>
    [ConfigurationKeyName("PATH_PREFIX")]
    [RegularExpression(@"/[^\s?#]*", ErrorMessage = "PATH_PREFIX must be a path that begins with a slash, such as /dashboard, or empty.")]
    public string PathPrefix { get; set; } = "";

    /// <summary>Each proxy adds its entry at the end of a header; entries count, from the last on, for as long as who wrote them is trusted.</summary>
    internal ForwardedHeadersOptions ForwardedHeaders
    {
        get
        {
            var options = new ForwardedHeadersOptions { ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All, ForwardLimit = null };
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            foreach (var proxy in Proxies)
                options.KnownIPNetworks.Add(ParseNetwork(proxy)!.Value);
            return options;
        }
    }

    private IEnumerable<string> Proxies => TrustedProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from proxy in Proxies
        where ParseNetwork(proxy) is null
        select new ValidationResult($"TRUSTED_PROXIES must be addresses or networks such as 10.0.0.5 or 10.0.0.0/8, with commas between; \"{proxy}\" is neither.");

    /// <returns>Null where it is neither an address nor a network.</returns>
    private static System.Net.IPNetwork? ParseNetwork(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new System.Net.IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return System.Net.IPNetwork.TryParse(text, out var network) ? network : null;
    }
}
