using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StatsService.Functions.Http.About;

/// <summary>What the operator publishes about the instance.</summary>
public sealed class InstanceOptions
{
    /// <summary>Where the operator reads mail.</summary>
    [ConfigurationKeyName("ADMIN_EMAIL")]
    [RegularExpression(@"[^\s@]+@[^\s@]+", ErrorMessage = "ADMIN_EMAIL must be an e-mail address such as stats@example.org, or empty.")]
    public string AdminEmail { get; set; } = "";

    /// <summary>A page of the operator.</summary>
    [ConfigurationKeyName("ADMIN_URL")]
    [RegularExpression(@"https?://\S+", ErrorMessage = "ADMIN_URL must be a URL that begins with http:// or https://, or empty.")]
    public string AdminUrl { get; set; } = "";

    /// <summary>Where the instance is seen from outside; empty: where each request was sent to.</summary>
    [ConfigurationKeyName("INSTANCE_URL")]
    [RegularExpression(@"https?://\S+", ErrorMessage = "INSTANCE_URL must be a URL that begins with http:// or https://, or empty.")]
    public string InstanceUrl { get; set; } = "";

    /// <summary>Whom to write to: the e-mail address, else the operator's page, else empty.</summary>
    public string Contact => AdminEmail.Length > 0 ? AdminEmail : AdminUrl;
}
