using StatsService.Stats;

namespace StatsService.Totals;

/// <summary>Tells the aggregator which days changed. A message may be lost: the marks beside the stats remain.</summary>
public interface IAggregationQueue
{
    Task SendAsync(IReadOnlyList<ChangedDay> changed, CancellationToken cancellationToken);

    /// <summary>About how many messages failed too often and are kept aside.</summary>
    Task<int> CountPoisonAsync(CancellationToken cancellationToken);

    /// <summary>Sends the messages that are kept aside back to the queue.</summary>
    /// <returns>How many.</returns>
    Task<int> RetryPoisonAsync(CancellationToken cancellationToken);

    /// <summary>Deletes the messages that are kept aside; what their days still wait for is marked beside the stats.</summary>
    Task DiscardPoisonAsync(CancellationToken cancellationToken);
}
