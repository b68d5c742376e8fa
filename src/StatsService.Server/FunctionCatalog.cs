using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Server;

/// <summary>Finds the functions of the given types and keeps the host's rules about their names and triggers.</summary>
internal static class FunctionCatalog
{
    public static IReadOnlyList<ServedFunction> Find(IEnumerable<Type> types, IConfiguration settings)
    {
        var functions = types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Function: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(found => found.Function is not null)
            .Select(found => Define(found.Function!.Name, found.Method))
            .ToList();
        var twice = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(named => named.Skip(1).Any());
        if (twice is not null)
            throw new HostRuleException($"Two functions have the name {twice.Key} ({string.Join(" and ", twice.Select(Place))}): the host loads neither, give one another name.");
        return [.. functions.Where(function => !IsDisabled(function.Name, settings))];
    }

    private static ServedFunction Define(string name, MethodInfo method)
    {
        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes().Where(IsTrigger).Select(trigger => (Parameter: parameter, Trigger: trigger)))
            .ToList();
        return triggers is [var only]
            ? new ServedFunction(name, method, only.Parameter, only.Trigger)
            : throw new HostRuleException($"Function {name} has {triggers.Count} triggers: a function needs exactly one.");
    }

    private static bool IsTrigger(Attribute attribute) => attribute is HttpTriggerAttribute or QueueTriggerAttribute or TimerTriggerAttribute;

    private static bool IsDisabled(string name, IConfiguration settings) =>
        IsTrue(settings[$"AzureWebJobs.{name}.Disabled"]) || IsTrue(settings[$"AzureWebJobs:{name}:Disabled"]);

    private static bool IsTrue(string? setting) => setting is "1" || string.Equals(setting, "true", StringComparison.OrdinalIgnoreCase);

    private static string Place(ServedFunction function) => $"{function.Method.DeclaringType!.Name}.{function.Method.Name}";
}
