namespace StatsService.Totals;

/// <summary>How far aggregation is behind, as the sweeper last saw it.</summary>
/// <param name="OldestMark">When the day that waits longest was marked; null: none waits.</param>
/// <param name="PoisonMessages">Messages that failed too often and are kept aside.</param>
public sealed record AggregationState(DateTimeOffset ObservedAt, DateTimeOffset? OldestMark, int PoisonMessages);

/// <summary>Keeps the last <see cref="AggregationState"/> for all instances.</summary>
public interface IAggregationStateStore
{
    Task<AggregationState?> ReadAsync(CancellationToken cancellationToken);

    Task WriteAsync(AggregationState state, CancellationToken cancellationToken);
}
