using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using StatsService.Functions.Http.Contract;

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

    /// <summary>
    /// The licence under which anybody may use what the instance publishes: its name, and its address behind that where it has one, such as
    /// `CC BY 4.0 https://creativecommons.org/licenses/by/4.0/`. Empty: the data page says that numbers may be quoted with their source, and that whoever wants more asks the operator.
    /// </summary>
    [ConfigurationKeyName("DATA_LICENSE")]
    [RegularExpression(@"[^\p{C}]{1,200}", ErrorMessage = "DATA_LICENSE must be one line of at most 200 characters, such as CC BY 4.0 https://creativecommons.org/licenses/by/4.0/, or empty.")]
    public string DataLicense { get; set; } = "";

    /// <summary>Where the instance is seen from outside; empty: where each request was sent to.</summary>
    [ConfigurationKeyName("INSTANCE_URL")]
    [RegularExpression(@"https?://\S+", ErrorMessage = "INSTANCE_URL must be a URL that begins with http:// or https://, or empty.")]
    public string InstanceUrl { get; set; } = "";

    /// <summary>Whom to write to: the e-mail address, else the operator's page, else empty.</summary>
    public string Contact => AdminEmail.Length > 0 ? AdminEmail : AdminUrl;

    /// <summary><see cref="DataLicense"/> taken apart; null: none is named.</summary>
    internal License? License
    {
        get
        {
            var named = DataLicense.Trim();
            var last = named.Split(' ')[^1];
            if (!Uri.TryCreate(last, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
                return named.Length == 0 ? null : new License(named, null);
            var name = named[..^last.Length].TrimEnd(' ', ',', ':');
            return new License(name.Length == 0 ? last : name, address.AbsoluteUri);
        }
    }
}
