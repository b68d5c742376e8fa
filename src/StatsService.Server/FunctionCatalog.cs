using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Server;

/// <summary>Finds the functions of the given types, but for those that a setting disables.</summary>
internal static class FunctionCatalog
{
    public static IReadOnlyList<ServedFunction> Find(IEnumerable<Type> types, IConfiguration settings) =>
    [
        .. from type in types
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null && !IsDisabled(function.Name, settings)
           from parameter in method.GetParameters()
           from trigger in parameter.GetCustomAttributes()
           where trigger is HttpTriggerAttribute or QueueTriggerAttribute or TimerTriggerAttribute
           select new ServedFunction(function.Name, method, parameter, trigger),
    ];

    private static bool IsDisabled(string name, IConfiguration settings) =>
        IsTrue(settings[$"AzureWebJobs.{name}.Disabled"]) || IsTrue(settings[$"AzureWebJobs:{name}:Disabled"]);

    private static bool IsTrue(string? setting) => setting is "1" || string.Equals(setting, "true", StringComparison.OrdinalIgnoreCase);
}
