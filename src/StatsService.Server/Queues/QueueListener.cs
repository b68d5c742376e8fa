using Azure.Storage.Queues.Models;
using OpenTelemetry;

namespace StatsService.Server.Queues;

/// <summary>
/// Delivers a queue's messages to its function: in batches, side by side, at least once. A message that fails comes back until
/// it has been delivered <see cref="QueueOptions.MaxDequeueCount"/> times, then it moves to the poison queue.
/// </summary>
internal sealed partial class QueueListener(
    ServedFunction function,
    QueueOptions options,
    QueuePair queue,
    IServiceProvider services,
    ILogger<QueueListener> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPollingInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>As on the real host, but not renewed: far longer than a message takes, so that none is delivered while still in work.</summary>
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource outOfTime = new();
    private bool created;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Messages in work may finish until the host's time to stop is over.
        await using var registration = cancellationToken.Register(outOfTime.Cancel);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        outOfTime.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> running = [];
        var pause = FirstPollingInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            running.RemoveAll(delivery => delivery.IsCompleted);
            if (running.Count > options.NewBatchThreshold)
            {
                await Task.WhenAny(running);
                continue;
            }

            var messages = await ReceiveAsync(stoppingToken);
            running.AddRange(messages.Select(DeliverAsync));
            if (messages.Length > 0)
            {
                pause = FirstPollingInterval;
                continue;
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < options.MaxPollingInterval ? pause * 2 : options.MaxPollingInterval;
        }

        await Task.WhenAll(running);
    }

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!created)
                await queue.Messages.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            created = true;
            // Asking again and again tells nothing.
            using var untraced = SuppressInstrumentationScope.Begin();
            return await queue.Messages.ReceiveMessagesAsync(options.BatchSize, DeliveryTimeout, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception unreachable)
        {
            created = false;
            Log.NoMessages(logger, queue.Messages.Name, unreachable);
            return [];
        }
    }

    private async Task DeliverAsync(QueueMessage message)
    {
        // The receiving loop goes on to the next message at once.
        await Task.Yield();
        try
        {
            // More than the allowed deliveries are possible when the process died in one of them.
            if (message.DequeueCount > options.MaxDequeueCount || !await SucceedsAsync(message))
                await ReturnAsync(message);
            else
                await queue.Messages.DeleteMessageAsync(message.MessageId, message.PopReceipt, outOfTime.Token);
        }
        catch (Exception lost)
        {
            Log.WillComeAgain(logger, queue.Messages.Name, message.MessageId, DeliveryTimeout.TotalMinutes, lost);
        }
    }

    private async Task<bool> SucceedsAsync(QueueMessage message)
    {
        try
        {
            await function.CallAsync(services, message.Body.ToString(), outOfTime.Token);
            return true;
        }
        catch (Exception failure)
        {
            Log.Failed(logger, function.Name, message.MessageId, message.DequeueCount, options.MaxDequeueCount, failure);
            return false;
        }
    }

    private async Task ReturnAsync(QueueMessage message)
    {
        if (message.DequeueCount < options.MaxDequeueCount)
        {
            await queue.Messages.UpdateMessageAsync(message.MessageId, message.PopReceipt, message.Body, options.VisibilityTimeout, outOfTime.Token);
            return;
        }

        await queue.Poison.CreateIfNotExistsAsync(cancellationToken: outOfTime.Token);
        await queue.Poison.SendMessageAsync(message.Body, cancellationToken: outOfTime.Token);
        await queue.Messages.DeleteMessageAsync(message.MessageId, message.PopReceipt, outOfTime.Token);
        Log.Poisoned(logger, message.MessageId, queue.Poison.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Queue {Queue} gives no messages; they wait there and are asked for again.")]
        public static partial void NoMessages(ILogger logger, string queue, Exception exception);

        [LoggerMessage(LogLevel.Error, "{Function} failed on message {Message}, delivery {Delivery} of {Deliveries}.")]
        public static partial void Failed(ILogger logger, string function, string message, long delivery, int deliveries, Exception exception);

        [LoggerMessage(LogLevel.Error, "Message {Message} failed too often and is kept in queue {Poison}.")]
        public static partial void Poisoned(ILogger logger, string message, string poison);

        [LoggerMessage(LogLevel.Warning, "Queue {Queue} could not be told the outcome of message {Message}, which will come again within {Minutes} minutes.")]
        public static partial void WillComeAgain(ILogger logger, string queue, string message, double minutes, Exception exception);
    }
}
