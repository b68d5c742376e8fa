using Microsoft.Azure.Functions.Worker;
using StatsService.Upkeep;

namespace StatsService.Functions.Queues;

/// <summary>Does a nightly job for some of the clients.</summary>
public sealed class RunJobPart(JobParts parts)
{
    [Function(nameof(RunJobPart))]
    public Task RunAsync([QueueTrigger(JobPart.QueueName)] string message, CancellationToken cancellationToken) =>
        parts.RunAsync(JobPart.Parse(message), cancellationToken);
}
