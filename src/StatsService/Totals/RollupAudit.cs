using StatsService.Tallies;
using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Totals;

/// <param name="Days">Days of types that were compared.</param>
/// <param name="Waiting">Days that wait for their aggregation, and so were left out.</param>
public sealed record RollupFindings(int Days, int Waiting, IReadOnlyList<RollupDifferences> Differences);

/// <summary>Compares all totals, of every day, with a computation from scratch.</summary>
public sealed class RollupAudit(ClientStore clients, IStatStore stats, IRollupStore rollups, Aggregator aggregator, Reconciler reconciler)
{
    // A day's clients are compared side by side too.
    private const int ParallelDays = 4;

    /// <summary>Changes nothing.</summary>
    /// <param name="progress">How many days are compared so far.</param>
    public Task<RollupFindings> VerifyAsync(IProgress<int>? progress, CancellationToken cancellationToken) =>
        CompareAsync(repair: false, progress, cancellationToken);

    /// <summary>Aggregates what waits, and repairs what differs.</summary>
    /// <returns>What differed.</returns>
    public async Task<RollupFindings> RebuildAsync(IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await foreach (var client in clients.ListAsync(cancellationToken))
        {
            var marked = await stats.ReadMarksAsync(client.Uuid, cancellationToken).Select(mark => mark.Day).ToListAsync(cancellationToken);
            await aggregator.AggregateAsync(marked, cancellationToken);
        }

        return await CompareAsync(repair: true, progress, cancellationToken);
    }

    private async Task<RollupFindings> CompareAsync(bool repair, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var (compared, waiting) = (0, 0);
        var differences = new List<RollupDifferences>();
        foreach (var type in StatTypes.All.Where(type => type.HasTallies()))
        {
            var (days, marked) = await FindDaysAsync(type, cancellationToken);
            waiting += marked.Count;
            await Parallel.ForEachAsync(
                days.Where(day => !marked.Contains(day.Key)).OrderBy(day => day.Key),
                new ParallelOptions { MaxDegreeOfParallelism = ParallelDays, CancellationToken = cancellationToken },
                async (day, token) =>
                {
                    var found = await reconciler.FindDifferencesAsync(type, day.Key, day.Value, token);
                    if (repair && found.Count > 0)
                        await reconciler.ReconcileDayAsync(type, day.Key, day.Value, token);

                    // What changed between the reads is marked now, or aggregated by now.
                    var isMarked = !repair && found.Count > 0 && await IsMarkedAsync(type, day.Key, token);
                    if (!repair && found.Count > 0 && !isMarked)
                        found = await reconciler.FindDifferencesAsync(type, day.Key, day.Value, token);
                    lock (differences)
                    {
                        waiting += isMarked ? 1 : 0;
                        if (found.Count > 0 && !isMarked)
                            differences.Add(found);
                        progress?.Report(++compared);
                    }
                });
        }

        return new RollupFindings(compared, waiting, [.. differences.OrderBy(found => (found.Type, found.Date))]);
    }

    private async Task<bool> IsMarkedAsync(StatType type, DateOnly date, CancellationToken cancellationToken) =>
        await clients.ListAsync(cancellationToken)
            .SelectMany(client => stats.ReadMarksAsync(client.Uuid, cancellationToken))
            .AnyAsync(mark => mark.Day.Type == type && mark.Day.Date == date, cancellationToken);

    /// <summary>The days that have stats, with the clients that sent them, and all days of months that ever had a total.</summary>
    private async Task<(Dictionary<DateOnly, List<Guid>> Days, HashSet<DateOnly> Marked)> FindDaysAsync(StatType type, CancellationToken cancellationToken)
    {
        var days = new Dictionary<DateOnly, List<Guid>>();
        var marked = new HashSet<DateOnly>();
        foreach (var month in (await rollups.ReadVersionsAsync(type, cancellationToken)).Keys)
        {
            for (var day = 1; day <= DateTime.DaysInMonth(month.Year, month.Number); day++)
                days[new DateOnly(month.Year, month.Number, day)] = [];
        }

        await foreach (var client in clients.ListAsync(cancellationToken))
        {
            await foreach (var date in stats.ReadDaysAsync(client.Uuid, type, cancellationToken))
            {
                if (!days.TryGetValue(date, out var senders))
                    days[date] = senders = [];
                senders.Add(client.Uuid);
            }

            // After the days: what changed meanwhile is marked, and no difference.
            await foreach (var mark in stats.ReadMarksAsync(client.Uuid, cancellationToken))
            {
                if (mark.Day.Type == type)
                    marked.Add(mark.Day.Date);
            }
        }

        return (days, marked);
    }
}
