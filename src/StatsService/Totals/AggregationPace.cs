namespace StatsService.Totals;

/// <summary>How patient the aggregator is.</summary>
/// <param name="LongestGathering">
/// How long after its first bell a pass begins at the latest, where several rang just before. A pass costs about 28 storage operations, and five more for
/// each client: alone the pass would be the greater part of what a client costs at midnight.
/// </param>
public sealed record AggregationPace(TimeSpan LongestGathering)
{
    public static AggregationPace Default { get; } = new(TimeSpan.FromSeconds(2));
}
