using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StatsService.Functions.Http.Contract;

/// <summary>How many wrong keys are answered, and who is believed about a caller's address.</summary>
public sealed class AccessOptions : IValidatableObject
{
    /// <summary>So many wrong keys a minute are looked up for one address; further ones are answered 429. 0: no limit.</summary>
    [ConfigurationKeyName("FAILED_KEYS_PER_MINUTE")]
    [Range(0, 1_000_000, ErrorMessage = "FAILED_KEYS_PER_MINUTE must be a number from 0 (no limit) to 1000000.")]
    public int FailedKeysPerMinute { get; set; } = 30;

    /// <summary>Addresses or networks of reverse proxies, with commas between: what these say in X-Forwarded-For is believed.</summary>
    [ConfigurationKeyName("TRUSTED_PROXIES")]
    public string TrustedProxies { get; set; } = "127.0.0.0/8,::1";

    internal IEnumerable<string> Proxies => TrustedProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from proxy in Proxies
        where CallerAddress.ParseNetwork(proxy) is null
        select new ValidationResult($"TRUSTED_PROXIES must be addresses or networks such as 10.0.0.5 or 10.0.0.0/8, with commas between; \"{proxy}\" is neither.");
}
