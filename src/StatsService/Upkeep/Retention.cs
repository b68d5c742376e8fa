using Microsoft.Extensions.Options;
using StatsService.Ingestion;
using StatsService.Stats;

namespace StatsService.Upkeep;

/// <summary>Removes stats that are older than the operator wants to keep them, from the oldest on, a month at a time.</summary>
/// <remarks>Between the months the client's own uploads have their turn. What is interrupted is completed by the next run.</remarks>
public sealed class Retention(StatStore stats, StatIngestion ingestion, IOptions<StatsServiceOptions> options, TimeProvider time)
{
    /// <summary>The first day that is kept; null: all are.</summary>
    public DateOnly? FirstDay => options.Value.RetentionMonths is > 0 and var months
        ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddMonths(-months)
        : null;

    /// <summary>One small operation a type where the client has nothing older.</summary>
    /// <returns>Whether there was something to remove.</returns>
    public async Task<bool> RemoveOldAsync(Guid client, CancellationToken cancellationToken)
    {
        var hasRemoved = false;
        while (FirstDay is { } first && await stats.FindOldestDayAsync(client, first, cancellationToken) is { } oldest)
        {
            await ingestion.RemoveAsync(client, new StatSelection(oldest, LastOf(oldest, first)), cancellationToken);
            hasRemoved = true;
        }

        return hasRemoved;
    }

    private static DateOnly LastOf(DateOnly oldest, DateOnly first)
    {
        var month = new DateOnly(oldest.Year, oldest.Month, DateTime.DaysInMonth(oldest.Year, oldest.Month));
        return month < first ? month : first.AddDays(-1);
    }
}
