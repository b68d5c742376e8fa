using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Server.Http;

/// <summary>The route of one HTTP function. <see cref="Methods"/> is null where every method is served.</summary>
internal sealed record HttpRoute(ServedFunction Function, string Template, RoutePattern Pattern, IReadOnlyList<string>? Methods)
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    public static HttpRoute Of(ServedFunction function)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
            throw new HostRuleException($"Function {function.Name} asks for the authorization level {trigger.AuthLevel}, but there are no function keys here: the service checks X-API-KEY itself, use Anonymous.");
        var template = string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route;
        if (template.StartsWith('/'))
            throw new HostRuleException($"The route \"{template}\" of function {function.Name} begins with a slash: no HTTP function of the app would answer on the real host. Leave the slash out; the root page is \"{{ignored:maxlength(0)?}}\".");
        if (Reserved.Any(reserved => template.StartsWith(reserved, StringComparison.OrdinalIgnoreCase)))
            throw new HostRuleException($"The route \"{template}\" of function {function.Name} begins with \"admin\" or \"runtime\", which the host keeps for itself.");
        var route = new HttpRoute(function, template, Parse(function, template), trigger.Methods is { Length: > 0 } methods ? methods : null);
        function.RequireParameters(typeof(HttpRequest), parameter => route.Pattern.GetParameter(parameter.Name!) is not null);
        return route;
    }

    public bool SharesMethodWith(HttpRoute other) =>
        Methods is null || other.Methods is null || Methods.Intersect(other.Methods, StringComparer.OrdinalIgnoreCase).Any();

    private static RoutePattern Parse(ServedFunction function, string template)
    {
        try
        {
            return RoutePatternFactory.Parse(template);
        }
        catch (RoutePatternException malformed)
        {
            throw new HostRuleException($"The route \"{template}\" of function {function.Name} can't be read: {malformed.Message}");
        }
    }
}
