using StatsService.Totals;

namespace StatsService.Upkeep;

/// <summary>What has to be done now and then: stats that are too old go, and the totals of months that have none any more.</summary>
public sealed class Housekeeper(JobParts parts, Retention retention, EmptyMonths emptyMonths)
{
    /// <returns>What was done, in a sentence.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var sent = await parts.SendRetentionAsync(cancellationToken);
        var dropped = retention.FirstDay is { } first ? await emptyMonths.DropAsync(first, retention.LastDay, cancellationToken) : 0;
        return $"Removal of old statistics: {sent} Months without statistics whose totals were dropped: {dropped}.";
    }
}
