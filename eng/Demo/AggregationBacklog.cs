using Azure.Storage.Queues;
using StatsService.Ingestion;

namespace StatsService.Demo;

/// <summary>The aggregation that was announced and is not done yet.</summary>
internal sealed class AggregationBacklog(QueueServiceClient queues)
{
    private readonly QueueClient messages = queues.GetQueueClient(AggregationMessage.QueueName);

    /// <summary>Waits until no more than some messages are left: a year sent at once would drown a storage emulator in retries.</summary>
    public async Task WaitAsync(int most, CancellationToken cancellationToken)
    {
        await messages.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        while ((await messages.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > most)
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
    }
}
