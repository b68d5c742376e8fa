using Microsoft.Azure.Functions.Worker;
using StatsService.Storage;

namespace StatsService.Server.Queues;

internal static class QueueFunctions
{
    public static void AddQueueListeners(this IServiceCollection services, IEnumerable<ServedFunction> functions, HostJson host, IConfiguration settings)
    {
        var options = host.Queues.Get<QueueOptions>() ?? new QueueOptions();
        foreach (var function in functions)
        {
            if (function.Trigger is not QueueTriggerAttribute trigger)
                continue;
            var name = SettingReferences.Resolve(trigger.QueueName, settings, function.Name);
            services.AddSingleton<IHostedService>(provider => new QueueListener(
                function, options, provider.GetRequiredService<StorageEngine>().Queue(name), provider, provider.GetRequiredService<ILogger<QueueListener>>()));
        }
    }
}
