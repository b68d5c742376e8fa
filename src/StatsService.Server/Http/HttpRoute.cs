using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Server.Http;

/// <summary>The route of one HTTP function. <see cref="Methods"/> is null where every method is served.</summary>
internal sealed record HttpRoute(ServedFunction Function, string Template, RoutePattern Pattern, IReadOnlyList<string>? Methods)
{
    public static HttpRoute Of(ServedFunction function)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        var template = string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route;
        return new HttpRoute(function, template, RoutePatternFactory.Parse(template), trigger.Methods is { Length: > 0 } methods ? methods : null);
    }
}
