using Microsoft.AspNetCore.Routing.Patterns;

namespace StatsService.Tests.Functions;

/// <summary>The route of one HTTP function. <see cref="Methods"/> is null where every method is served.</summary>
internal sealed record DeclaredRoute(string Function, string Template, RoutePattern Pattern, IReadOnlyList<string>? Methods)
{
    public bool SharesMethodWith(DeclaredRoute other) =>
        Methods is null || other.Methods is null || Methods.Intersect(other.Methods, StringComparer.OrdinalIgnoreCase).Any();
}
