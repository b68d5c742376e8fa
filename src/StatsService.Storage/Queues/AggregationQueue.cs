using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using StatsService.Ingestion;
using StatsService.Stats;

namespace StatsService.Storage.Queues;

/// <summary>The queue <c>aggregate</c>, made on first use.</summary>
internal sealed class AggregationQueue(QueueServiceClient service, IOptions<StorageOptions> options) : IAggregationQueue
{
    private readonly QueueClient queue = service.GetQueueClient(options.Value.Prefix + AggregationMessage.QueueName);
    private volatile bool exists;

    public async Task SendAsync(IReadOnlyList<ChangedDay> changed, CancellationToken cancellationToken)
    {
        if (!exists)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            exists = true;
        }

        foreach (var message in AggregationMessage.Create(changed))
            await queue.SendMessageAsync(message.ToJson(), cancellationToken);
    }
}
