using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace StatsService.Mosp;

/// <summary>Where MOSP is, MONARC's catalogue of objects.</summary>
public sealed class MospOptions
{
    private const string Off = "off";

    /// <summary>Its address; <c>off</c>, or empty: MOSP is not asked.</summary>
    [ConfigurationKeyName("MOSP_URL")]
    [RegularExpression(@"[oO][fF][fF]|https?://\S+", ErrorMessage = "MOSP_URL must be a URL that begins with http:// or https://, or off.")]
    public string Url { get; set; } = "https://objects.monarc.lu";

    /// <summary>The key of an account at MOSP; empty: MOSP is asked without one, which it allows.</summary>
    [ConfigurationKeyName("MOSP_TOKEN")]
    public string Token { get; set; } = "";

    /// <summary>With a slash at its end; null: MOSP is not asked.</summary>
    public Uri? Address => Url.Length == 0 || Url.Equals(Off, StringComparison.OrdinalIgnoreCase) ? null : new Uri(Url.TrimEnd('/') + "/");
}
