namespace StatsService.Server.Queues;

/// <summary><c>extensions.queues</c> of host.json with the host's defaults.</summary>
internal sealed record QueueOptions
{
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message stays hidden after a failed delivery.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    public int BatchSize { get; init; } = 16;

    /// <summary>The next batch is fetched once this many messages, or fewer, are in work.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    public int MaxDequeueCount { get; init; } = 5;
}
