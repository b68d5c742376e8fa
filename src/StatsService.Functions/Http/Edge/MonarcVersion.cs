using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using StatsService.Functions.Http.Contract;

namespace StatsService.Functions.Http.Edge;

/// <summary>Marks a function that sends away a MONARC that is too old, before its key is looked at.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ChecksMonarcVersionAttribute : Attribute;

/// <summary>The oldest MONARC that this API speaks with.</summary>
internal static partial class MonarcVersion
{
    private static readonly Version Oldest = new(2, 10, 2);

    private static readonly IResult TooOld =
        Problems.Error(StatusCodes.Status426UpgradeRequired, $"This service requires use of MONARC version >= {Oldest}.");

    /// <summary>A caller that is no MONARC, or whose version can't be read, is let through.</summary>
    public static bool IsTooOld(string? userAgent)
    {
        var match = Pattern().Match(userAgent ?? "");
        return match.Success
            && Version.TryParse($"{match.Groups[1]}.{Part(match.Groups[2])}.{Part(match.Groups[3])}", out var version)
            && version < Oldest;

        static string Part(Group group) => group.Success ? group.Value : "0";
    }

    /// <summary>Middleware for functions with <see cref="ChecksMonarcVersionAttribute"/>.</summary>
    public static RequestDelegate RefuseTooOld(RequestDelegate next) => context =>
        context.GetEndpoint()?.Metadata.GetMetadata<ChecksMonarcVersionAttribute>() is not null && IsTooOld(context.Request.Headers.UserAgent)
            ? TooOld.ExecuteAsync(context)
            : next(context);

    [GeneratedRegex(@"MONARC/([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?")]
    private static partial Regex Pattern();
}
