using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace StatsService.Tests.Functions;

/// <summary>
/// Finds two routes that can match one path with a common method: the real host picks one by function name, however
/// specific the other is. Where only trying every text could tell (two parameters with constraints), they count as overlapping.
/// </summary>
internal sealed class RouteOverlap(IInlineConstraintResolver constraints)
{
    /// <summary>A sentence for each pair of overlapping routes.</summary>
    public IEnumerable<string> Find(IReadOnlyList<DeclaredRoute> routes) =>
        from pair in routes.Index()
        from other in routes.Skip(pair.Index + 1)
        let route = pair.Item
        where route.SharesMethodWith(other) && MatchOnePath(route.Pattern, other.Pattern)
        select $"The routes \"{route.Template}\" of function {route.Function} and \"{other.Template}\" of function {other.Function} can match one path with the same method: the real host would pick by name, so set them apart, for example with a constraint such as {{anr:guid}}.";

    private bool MatchOnePath(RoutePattern one, RoutePattern other) => MatchOnePath([.. one.PathSegments], [.. other.PathSegments]);

    private bool MatchOnePath(ReadOnlySpan<RoutePatternPathSegment> one, ReadOnlySpan<RoutePatternPathSegment> other)
    {
        if (one.IsEmpty || other.IsEmpty)
            return MatchesNothing(one) && MatchesNothing(other);
        if (IsCatchAll(one[0]) || IsCatchAll(other[0]))
            return true;
        // Optional and defaulted segments may be absent from the path, but only all to its end.
        return (MatchesNothing(one) && MatchesNothing(other)) || (MatchOneText(one[0], other[0]) && MatchOnePath(one[1..], other[1..]));
    }

    private static bool MatchesNothing(ReadOnlySpan<RoutePatternPathSegment> rest)
    {
        foreach (var segment in rest)
        {
            if (segment.Parts is not [RoutePatternParameterPart part] || !(part.IsOptional || part.IsCatchAll || part.Default is not null))
                return false;
        }

        return true;
    }

    private bool MatchOneText(RoutePatternPathSegment one, RoutePatternPathSegment other) => (Literal(one), Literal(other)) switch
    {
        ({ } text, { } otherText) => string.Equals(text, otherText, StringComparison.OrdinalIgnoreCase),
        ({ } text, null) => Matches(other, text),
        (null, { } text) => Matches(one, text),
        _ => MatchesSome(one) && MatchesSome(other),
    };

    private bool Matches(RoutePatternPathSegment segment, string text)
    {
        var values = new RouteValueDictionary();
        var matcher = new TemplateMatcher(new RouteTemplate(RoutePatternFactory.Pattern(segment)), []);
        return matcher.TryMatch($"/{text}", values) && Constraints(segment).All(constraint =>
            constraint.Rule.Match(httpContext: null, route: null, constraint.Parameter, values, RouteDirection.IncomingRequest));
    }

    /// <summary>A segment of a path is never empty, so a parameter that allows no character (the root page's) matches none.</summary>
    private bool MatchesSome(RoutePatternPathSegment segment) =>
        !Constraints(segment).Any(constraint => constraint.Rule is MaxLengthRouteConstraint { MaxLength: 0 });

    private IEnumerable<(string Parameter, IRouteConstraint Rule)> Constraints(RoutePatternPathSegment segment) =>
        from part in segment.Parts.OfType<RoutePatternParameterPart>()
        from policy in part.ParameterPolicies
        let constraint = policy.Content is null ? null : constraints.ResolveConstraint(policy.Content)
        where constraint is not null
        select (part.Name, constraint);

    private static string? Literal(RoutePatternPathSegment segment) => segment.Parts is [RoutePatternLiteralPart literal] ? literal.Content : null;

    private static bool IsCatchAll(RoutePatternPathSegment segment) => segment.Parts is [RoutePatternParameterPart { IsCatchAll: true }];
}
