using Azure;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using StatsService.Stats;
using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>The queue <c>aggregate</c>, made on first use, and the one beside it where the host puts messages that failed too often.</summary>
internal sealed class AggregationQueue(QueueServiceClient service, IOptions<StorageOptions> options) : IAggregationQueue
{
    private readonly QueueClient queue = service.GetQueueClient(options.Value.Prefix + AggregationMessage.QueueName);
    private readonly QueueClient poison = service.GetQueueClient($"{options.Value.Prefix}{AggregationMessage.QueueName}-poison");
    private volatile bool exists;

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await poison.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }

    /// <summary>Drops all messages.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await CreateAsync(cancellationToken);
        await queue.ClearMessagesAsync(cancellationToken);
        await poison.ClearMessagesAsync(cancellationToken);
    }

    public async Task SendAsync(IReadOnlyList<ChangedDay> changed, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var message in AggregationMessage.Create(changed))
            {
                if (!exists)
                {
                    await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                    exists = true;
                }

                await queue.SendMessageAsync(message.ToJson(), cancellationToken);
            }
        }
        catch (RequestFailedException exception)
        {
            // It was deleted meanwhile, or is still being deleted.
            exists = false;
            throw new StorageUnavailableException($"The queue {queue.Name} takes no message ({exception.ErrorCode}).", exception);
        }
    }

    public async Task<int> CountPoisonAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await poison.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return 0;
        }
    }

    public async Task<int> RetryPoisonAsync(CancellationToken cancellationToken)
    {
        var retried = 0;
        try
        {
            while ((await poison.ReceiveMessagesAsync(maxMessages: 32, cancellationToken: cancellationToken)).Value is { Length: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    // Sent before it is deleted: at worst it is delivered twice, which changes nothing.
                    await queue.SendMessageAsync(message.Body, cancellationToken: cancellationToken);
                    await poison.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
                    retried++;
                }
            }
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // No message ever failed so often.
        }

        return retried;
    }

    public async Task DiscardPoisonAsync(CancellationToken cancellationToken)
    {
        try
        {
            await poison.ClearMessagesAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // No message ever failed so often.
        }
    }
}
