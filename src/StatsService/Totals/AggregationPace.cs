using StatsService.Storage;

namespace StatsService.Totals;

/// <summary>How patient the aggregator is, and how much it does at once.</summary>
/// <param name="LongestGathering">
/// How long after its first bell a pass begins at the latest, where several rang just before. A pass costs about 28 storage operations, and five more for
/// each client: alone the pass would be the greater part of what a client costs at midnight.
/// </param>
public sealed record AggregationPace(TimeSpan LongestGathering)
{
    /// <summary>What suits a storage that is reached over a network.</summary>
    public static AggregationPace Default { get; } = new(TimeSpan.FromSeconds(2));

    /// <summary>How many types are aggregated side by side at most, how many groups of clients of each, and how many clients of a group are read so.</summary>
    public int AtOnce { get; init; } = 16;

    /// <summary>In a file aggregation is computing alone: one processor does it, and the others are left to the requests.</summary>
    public static AggregationPace For(StorageEngine storage) => storage.IsRemote ? Default : Default with { AtOnce = 1 };
}
