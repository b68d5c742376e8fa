using Microsoft.Extensions.Options;
using StatsService.Ingestion;
using StatsService.Stats;

namespace StatsService.Upkeep;

/// <summary>Removes stats that are older than the operator wants to keep them, from the oldest on, a month at a time, and what is dated more than a year ahead.</summary>
/// <remarks>Between the months the client's own uploads have their turn. What is interrupted is completed by the next run.</remarks>
public sealed class Retention(StatStore stats, StatIngestion ingestion, IOptions<StatsServiceOptions> options, TimeProvider time)
{
    /// <summary>The first day that is kept; null: all are.</summary>
    public DateOnly? FirstDay => options.Value.RetentionMonths is > 0 and var months
        ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddMonths(-months)
        : null;

    /// <summary>The last day that is kept: what is dated later is a mistake that would never grow old.</summary>
    public DateOnly LastDay => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddYears(1);

    /// <summary>Where there is nothing to remove: one small operation a type, and one for the client's newest days.</summary>
    public async Task RemoveAsync(Guid client, CancellationToken cancellationToken)
    {
        while (FirstDay is { } first && await stats.FindOldestDayAsync(client, first, cancellationToken) is { } oldest)
        {
            await ingestion.RemoveAsync(client, new StatSelection(oldest, LastOf(oldest, first)), cancellationToken);
        }

        var last = LastDay;
        if ((await stats.ReadLatestAsync(client, cancellationToken)).Any(stat => stat.Date > last))
            await ingestion.RemoveAsync(client, new StatSelection(last.AddDays(1), DateOnly.MaxValue), cancellationToken);
    }

    private static DateOnly LastOf(DateOnly oldest, DateOnly first)
    {
        var month = new DateOnly(oldest.Year, oldest.Month, DateTime.DaysInMonth(oldest.Year, oldest.Month));
        return month < first ? month : first.AddDays(-1);
    }
}
