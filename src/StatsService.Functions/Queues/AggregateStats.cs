using Microsoft.Azure.Functions.Worker;
using StatsService.Totals;

namespace StatsService.Functions.Queues;

public sealed class AggregateStats(Aggregator aggregator)
{
    [Function(nameof(AggregateStats))]
    public Task RunAsync([QueueTrigger(AggregationMessage.QueueName)] string message, CancellationToken cancellationToken) =>
        aggregator.AggregateAsync(AggregationMessage.Parse(message), cancellationToken);
}
