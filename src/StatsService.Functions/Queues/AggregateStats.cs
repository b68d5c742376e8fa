using Microsoft.Azure.Functions.Worker;
using StatsService.Totals;

namespace StatsService.Functions.Queues;

/// <summary>Brings the averages up to date when something was stored or removed.</summary>
public sealed class AggregateStats(Aggregator aggregator)
{
    [Function(nameof(AggregateStats))]
    public Task RunAsync([QueueTrigger(Bell.QueueName)] string message, CancellationToken cancellationToken) =>
        aggregator.AggregateAsync(Bell.Parse(message), cancellationToken);
}
