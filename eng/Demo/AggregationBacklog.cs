using Azure.Storage.Queues;
using StatsService.Totals;

namespace StatsService.Demo;

/// <summary>The aggregation that was announced and is not done yet.</summary>
internal sealed class AggregationBacklog(QueueServiceClient queues)
{
    private readonly QueueClient messages = queues.GetQueueClient(AggregationMessage.QueueName);

    /// <summary>Waits until next to nothing is left: a year sent at once would drown a storage emulator in retries.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await messages.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        while ((await messages.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > 1)
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
    }
}
