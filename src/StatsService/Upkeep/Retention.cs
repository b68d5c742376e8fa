using Microsoft.Extensions.Options;
using StatsService.Clients;
using StatsService.Ingestion;
using StatsService.Stats;

namespace StatsService.Upkeep;

/// <summary>Removes stats that are older than the operator wants to keep them, from the oldest on, a month at a time.</summary>
/// <remarks>Between the months the client's own uploads have their turn. What is interrupted is completed by the next run.</remarks>
public sealed class Retention(ClientStore clients, IStatStore stats, StatIngestion ingestion, IOptions<StatsServiceOptions> options, TimeProvider time)
{
    private const int ParallelClients = 4;

    /// <summary>The first day that is kept; null: all are.</summary>
    public DateOnly? FirstDay => options.Value.RetentionMonths is > 0 and var months
        ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddMonths(-months)
        : null;

    /// <param name="hasTime">Asked before each month of a client.</param>
    /// <returns>How many clients had older stats, and whether some are left for want of time.</returns>
    public async Task<(int Clients, bool IsComplete)> RemoveOldAsync(Func<bool> hasTime, CancellationToken cancellationToken)
    {
        if (FirstDay is not { } first)
            return (0, true);
        var (found, left) = (0, 0);
        await Parallel.ForEachAsync(
            clients.ListAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelClients, CancellationToken = cancellationToken },
            async (client, token) =>
            {
                var isFirst = true;
                while (await stats.FindOldestDayAsync(client.Uuid, first, token) is { } oldest)
                {
                    if (isFirst)
                        Interlocked.Increment(ref found);
                    isFirst = false;
                    if (!hasTime())
                    {
                        Interlocked.Increment(ref left);
                        return;
                    }

                    await ingestion.RemoveAsync(client.Uuid, new StatSelection(oldest, LastOf(oldest, first)), token);
                }
            });
        return (found, left == 0);
    }

    private static DateOnly LastOf(DateOnly oldest, DateOnly first)
    {
        var month = new DateOnly(oldest.Year, oldest.Month, DateTime.DaysInMonth(oldest.Year, oldest.Month));
        return month < first ? month : first.AddDays(-1);
    }
}
