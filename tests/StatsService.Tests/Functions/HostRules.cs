using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace StatsService.Tests.Functions;

/// <summary>What the real Functions host asks of functions: where one of these rules is broken, it does not load the app, or the app does not answer.</summary>
internal static class HostRules
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    /// <summary>A sentence for each rule that the functions of the types break.</summary>
    public static IReadOnlyList<string> Broken(params IEnumerable<Type> types)
    {
        var functions = types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .ToList();
        return [.. SharedNames(functions), .. functions.SelectMany(BrokenBy), .. Overlaps(functions)];
    }

    private static IEnumerable<string> SharedNames(IEnumerable<MethodInfo> functions) =>
        functions.GroupBy(Name, StringComparer.OrdinalIgnoreCase).Where(named => named.Skip(1).Any())
            .Select(named => $"Two functions have the name {named.Key}: the host loads neither, give one another name.");

    private static IEnumerable<string> BrokenBy(MethodInfo function)
    {
        var triggers = Triggers(function).ToList();
        if (triggers is not [var (parameter, trigger)])
            return [$"Function {Name(function)} has {triggers.Count} triggers: a function needs exactly one."];
        return [.. Parameters(function, parameter, trigger), .. trigger is HttpTriggerAttribute http ? Route(function, http) : []];
    }

    private static IEnumerable<string> Parameters(MethodInfo function, ParameterInfo triggered, Attribute trigger)
    {
        var type = trigger switch { HttpTriggerAttribute => typeof(HttpRequest), QueueTriggerAttribute => typeof(string), _ => typeof(TimerInfo) };
        if (triggered.ParameterType != type)
            yield return $"Function {Name(function)} must take its trigger as {type.Name}, not as {triggered.ParameterType.Name}.";
        var route = trigger is HttpTriggerAttribute http ? Parse(Template(function, http)) : null;
        foreach (var parameter in function.GetParameters())
        {
            if (parameter != triggered && parameter.ParameterType != typeof(CancellationToken) && route?.GetParameter(parameter.Name!) is null)
                yield return $"Function {Name(function)} has a parameter {parameter.Name} that nothing fills: take services in the constructor of its class.";
        }
    }

    private static IEnumerable<string> Route(MethodInfo function, HttpTriggerAttribute trigger)
    {
        var template = Template(function, trigger);
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
            yield return $"Function {Name(function)} asks for the authorization level {trigger.AuthLevel}, but the service checks X-API-KEY itself: use Anonymous.";
        if (template.StartsWith('/'))
            yield return $"The route \"{template}\" of function {Name(function)} begins with a slash: no HTTP function of the app would answer. The root page is \"{{ignored:maxlength(0)?}}\".";
        if (Reserved.Any(reserved => template.StartsWith(reserved, StringComparison.OrdinalIgnoreCase)))
            yield return $"The route \"{template}\" of function {Name(function)} begins with \"admin\" or \"runtime\", which the host keeps for itself.";
        if (Parse(template) is null)
            yield return $"The route \"{template}\" of function {Name(function)} can't be read.";
    }

    private static IEnumerable<string> Overlaps(IEnumerable<MethodInfo> functions)
    {
        using var routing = new ServiceCollection().AddRouting().BuildServiceProvider();
        var routes =
            from function in functions
            from found in Triggers(function)
            let trigger = found.Trigger as HttpTriggerAttribute
            where trigger is not null
            let pattern = Parse(Template(function, trigger))
            where pattern is not null
            select new DeclaredRoute(Name(function), Template(function, trigger), pattern, trigger.Methods is { Length: > 0 } methods ? methods : null);
        return [.. new RouteOverlap(routing.GetRequiredService<IInlineConstraintResolver>()).Find([.. routes])];
    }

    private static IEnumerable<(ParameterInfo Parameter, Attribute Trigger)> Triggers(MethodInfo function) =>
        from parameter in function.GetParameters()
        from attribute in parameter.GetCustomAttributes()
        where attribute is HttpTriggerAttribute or QueueTriggerAttribute or TimerTriggerAttribute
        select (parameter, attribute);

    private static string Name(MethodInfo function) => function.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static string Template(MethodInfo function, HttpTriggerAttribute trigger) => string.IsNullOrEmpty(trigger.Route) ? Name(function) : trigger.Route;

    private static RoutePattern? Parse(string template)
    {
        try
        {
            return RoutePatternFactory.Parse(template);
        }
        catch (RoutePatternException)
        {
            return null;
        }
    }
}
