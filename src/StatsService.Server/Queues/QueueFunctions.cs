using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Server.Queues;

internal static class QueueFunctions
{
    public static void AddQueueListeners(this IServiceCollection services, IEnumerable<ServedFunction> functions, QueueOptions options, IConfiguration settings)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is not QueueTriggerAttribute trigger)
                continue;
            var name = settings["STORAGE_PREFIX"] + SettingReferences.Resolve(trigger.QueueName, settings, function.Name);
            services.AddSingleton<IHostedService>(provider =>
            {
                var queues = provider.GetRequiredService<QueueServiceClient>();
                var pair = new QueuePair(queues.GetQueueClient(name), queues.GetQueueClient($"{name}-poison"));
                return new QueueListener(function, options, pair, provider, provider.GetRequiredService<ILogger<QueueListener>>());
            });
        }
    }
}
