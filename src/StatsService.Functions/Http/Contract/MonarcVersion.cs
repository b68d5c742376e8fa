using System.Text.RegularExpressions;

namespace StatsService.Functions.Http.Contract;

/// <summary>The oldest MONARC that this API speaks with.</summary>
internal static partial class MonarcVersion
{
    private static readonly Version Oldest = new(2, 10, 2);

    public static string TooOld { get; } = $"This service requires use of MONARC version >= {Oldest}.";

    /// <summary>A caller that is no MONARC, or whose version can't be read, is let through.</summary>
    public static bool IsTooOld(string? userAgent)
    {
        var match = Pattern().Match(userAgent ?? "");
        return match.Success
            && Version.TryParse($"{match.Groups[1]}.{Part(match.Groups[2])}.{Part(match.Groups[3])}", out var version)
            && version < Oldest;

        static string Part(Group group) => group.Success ? group.Value : "0";
    }

    [GeneratedRegex(@"MONARC/([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?")]
    private static partial Regex Pattern();
}
