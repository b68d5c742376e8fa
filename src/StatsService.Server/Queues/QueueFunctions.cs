using Microsoft.Azure.Functions.Worker;
using StatsService.Storage;

namespace StatsService.Server.Queues;

internal static class QueueFunctions
{
    public static void AddQueueListeners(this IServiceCollection services, IEnumerable<ServedFunction> functions, QueueOptions options, IConfiguration settings)
    {
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
