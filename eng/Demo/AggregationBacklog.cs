using StatsService.Totals;

namespace StatsService.Demo;

/// <summary>The aggregation that is pending.</summary>
internal sealed class AggregationBacklog(AggregationStatus aggregation)
{
    private const int MaxPending = 100;

    /// <summary>Waits until little is left: a year sent at once would drown a storage emulator in retries.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while ((await aggregation.ReadAsync(cancellationToken)).Days > MaxPending)
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
    }
}
