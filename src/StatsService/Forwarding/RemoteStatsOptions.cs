using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using StatsService.Clients;

namespace StatsService.Forwarding;

/// <summary>The Stats Service that gets what this one's clients agree to share.</summary>
public sealed class RemoteStatsOptions : IValidatableObject
{
    /// <summary>Its base URL, which may carry a path prefix; empty: nothing is forwarded nor queued up.</summary>
    [ConfigurationKeyName("REMOTE_STATS_SERVER")]
    [RegularExpression(@"https?://[^\s?#@]+", ErrorMessage = "REMOTE_STATS_SERVER must be a URL such as https://dashboard.example.org, without a user, a query or a fragment, or empty.")]
    public string Server { get; set; } = "";

    /// <summary>The key for the remote instance of every client that has none of its own.</summary>
    [ConfigurationKeyName("REMOTE_STATS_TOKEN")]
    public string Token { get; set; } = "";

    /// <summary>Keys for the remote instance of single clients: <c>REMOTE_STATS_TOKENS__UUID</c>, with the client's UUID here, without dashes.</summary>
    [ConfigurationKeyName("REMOTE_STATS_TOKENS")]
    public Dictionary<string, string> Tokens { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>This instance's own address: it does not forward to itself.</summary>
    [ConfigurationKeyName("INSTANCE_URL")]
    public string InstanceUrl { get; set; } = "";

    public bool IsForwarding => Server.Length > 0;

    /// <summary>The remote instance with the key under which it knows the client.</summary>
    public RemoteInstance Of(Client client) => new(Server, Tokens.GetValueOrDefault(client.Uuid.ToString("N")) ?? Token);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var key in Tokens.Keys.Where(key => !Guid.TryParseExact(key, "N", out _)))
            yield return new ValidationResult($"REMOTE_STATS_TOKENS__{key} names no client: after the two underscores stands a client's UUID without dashes.");
        if (IsForwarding && string.Equals(Server.TrimEnd('/'), InstanceUrl.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            yield return new ValidationResult("REMOTE_STATS_SERVER is this instance's own INSTANCE_URL: it can't forward to itself. Name the other instance, or leave it empty.");
    }
}
