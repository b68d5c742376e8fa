using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace StatsService.Functions.Http.Dashboard;

/// <summary>Who may show charts of this instance in pages of their own.</summary>
public sealed partial class EmbedOptions : IValidatableObject
{
    /// <summary>Origins of the sites that may show the pages below /embed/ in a frame, such as https://www.example.org, with commas between; * stands for any. Empty: none may.</summary>
    [ConfigurationKeyName("EMBED_ORIGINS")]
    public string EmbedOrigins { get; set; } = "";

    /// <summary>As a policy of browsers lists them.</summary>
    internal string FrameAncestors => string.Join(' ', Origins.Prepend("'self'"));

    private IEnumerable<string> Origins => EmbedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from origin in Origins
        where !Origin().IsMatch(origin)
        select new ValidationResult($"EMBED_ORIGINS must be origins such as https://www.example.org or https://*.example.org, with commas between, or *; \"{origin}\" is none.");

    [GeneratedRegex(@"^(\*|https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?)\z")]
    private static partial Regex Origin();
}
