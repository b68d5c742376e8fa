using System.Diagnostics;
using System.Reflection;

namespace StatsService.Server;

/// <summary>A method marked as a function, the one parameter with a trigger, and that trigger.</summary>
internal sealed record ServedFunction(string Name, MethodInfo Method, ParameterInfo TriggerParameter, Attribute Trigger)
{
    /// <summary>An activity for each call that a queue or a timer triggers, as the Functions host has one.</summary>
    public static ActivitySource Activities { get; } = new("StatsService.Server");

    /// <summary>Makes the function's class with its services, anew for each call; null for a static method.</summary>
    public object? CreateTarget(IServiceProvider services) => Method.IsStatic ? null : ActivatorUtilities.CreateInstance(services, Method.DeclaringType!);

    /// <summary>Calls a function that a queue or a timer triggers, with services of a scope of its own.</summary>
    public async Task CallAsync(IServiceProvider services, object trigger, CancellationToken cancellationToken)
    {
        using var activity = Activities.StartActivity(Name);
        await using var scope = services.CreateAsyncScope();
        var arguments = Method.GetParameters().Select(parameter => parameter == TriggerParameter ? trigger : cancellationToken).ToArray();
        var result = Method.Invoke(CreateTarget(scope.ServiceProvider), BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
        if (result is Task running)
            await running;
    }
}
