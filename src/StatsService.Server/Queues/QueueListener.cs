using OpenTelemetry;
using StatsService.Storage;

namespace StatsService.Server.Queues;

/// <summary>
/// Delivers a queue's messages to its function: in batches, side by side, at least once. A message that fails comes back until
/// it has been delivered <see cref="QueueOptions.MaxDequeueCount"/> times, then it is set aside.
/// </summary>
internal sealed partial class QueueListener(
    ServedFunction function,
    QueueOptions options,
    Queue queue,
    IServiceProvider services,
    ILogger<QueueListener> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPollingInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>As on the real host, but not renewed: far longer than a message takes, so that none is delivered while still in work.</summary>
    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource outOfTime = new();

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
            if (messages.Count > 0)
            {
                pause = FirstPollingInterval;
                continue;
            }

            await queue.WaitAsync(pause, stoppingToken);
            pause = pause * 2 < options.MaxPollingInterval ? pause * 2 : options.MaxPollingInterval;
        }

        await Task.WhenAll(running);
    }

    private async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Asking again and again tells nothing.
            using var untraced = SuppressInstrumentationScope.Begin();
            return await queue.ReceiveAsync(options.BatchSize, DeliveryTimeout, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception unreachable)
        {
            Log.NoMessages(logger, queue.Name, unreachable);
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
            if (message.Deliveries > options.MaxDequeueCount || !await SucceedsAsync(message))
                await ReturnAsync(message);
            else
                await queue.DeleteAsync(message, outOfTime.Token);
        }
        catch (Exception lost)
        {
            Log.WillComeAgain(logger, queue.Name, message.Id, DeliveryTimeout.TotalMinutes, lost);
        }
    }

    private async Task<bool> SucceedsAsync(QueueMessage message)
    {
        try
        {
            await function.CallAsync(services, message.Text, outOfTime.Token);
            return true;
        }
        catch (Exception failure)
        {
            Log.Failed(logger, function.Name, message.Id, message.Deliveries, options.MaxDequeueCount, failure);
            return false;
        }
    }

    private async Task ReturnAsync(QueueMessage message)
    {
        if (message.Deliveries < options.MaxDequeueCount)
        {
            await queue.ReturnAsync(message, options.VisibilityTimeout, outOfTime.Token);
            return;
        }

        await queue.SetAsideAsync(message, outOfTime.Token);
        Log.SetAside(logger, message.Id, queue.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Queue {Queue} gives no messages; they wait there and are asked for again.")]
        public static partial void NoMessages(ILogger logger, string queue, Exception exception);

        [LoggerMessage(LogLevel.Error, "{Function} failed on message {Message}, delivery {Delivery} of {Deliveries}.")]
        public static partial void Failed(ILogger logger, string function, string message, int delivery, int deliveries, Exception exception);

        [LoggerMessage(LogLevel.Error, "Message {Message} failed too often and is kept in queue {Queue}-poison.")]
        public static partial void SetAside(ILogger logger, string message, string queue);

        [LoggerMessage(LogLevel.Warning, "Queue {Queue} could not be told the outcome of message {Message}, which will come again within {Minutes} minutes.")]
        public static partial void WillComeAgain(ILogger logger, string queue, string message, double minutes, Exception exception);
    }
}
