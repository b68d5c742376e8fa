using StatsService.Stats;

namespace StatsService.Ingestion;

/// <summary>Tells the aggregator which days changed. A message may be lost: the marks beside the stats remain.</summary>
public interface IAggregationQueue
{
    Task SendAsync(IReadOnlyList<ChangedDay> changed, CancellationToken cancellationToken);
}
