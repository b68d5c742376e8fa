using System.Text.RegularExpressions;

namespace StatsService.Server;

/// <summary>Replaces <c>%NAME%</c> in what a trigger says by the setting NAME.</summary>
internal static partial class SettingReferences
{
    public static string Resolve(string text, IConfiguration settings, string function) =>
        Reference().Replace(text, reference => settings[reference.Groups[1].Value]
            ?? throw new HostRuleException($"Function {function} asks for the setting {reference.Groups[1].Value}, which is missing: set it in the environment or in local.settings.json."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
