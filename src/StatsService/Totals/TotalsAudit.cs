using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Totals;

/// <param name="Days">Days of types that were compared.</param>
/// <param name="Waiting">Changes of days that await their aggregation, and so count as no difference.</param>
public sealed record AuditFindings(int Days, int Waiting, IReadOnlyList<DayDifferences> Differences);

/// <summary>Compares all totals, of every day, with a computation from scratch.</summary>
public sealed class TotalsAudit(ClientStore clients, StatStore stats, TotalVersions versions, AggregationStatus status, Aggregator aggregator, Reconciler reconciler)
{
    // A day's clients are compared side by side too.
    private const int ParallelDays = 4;

    /// <summary>Changes nothing.</summary>
    /// <param name="progress">How many days are compared so far.</param>
    public Task<AuditFindings> VerifyAsync(IProgress<int>? progress, CancellationToken cancellationToken) =>
        CompareAsync(reconciler.FindAsync, progress, cancellationToken);

    /// <summary>Aggregates what waits, and repairs what differs.</summary>
    /// <returns>What differed.</returns>
    public async Task<AuditFindings> RebuildAsync(IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await foreach (var client in clients.ListAsync(cancellationToken))
            await aggregator.AggregateAsync(client.Uuid, cancellationToken);
        return await CompareAsync(reconciler.ReconcileDayAsync, progress, cancellationToken);
    }

    private async Task<AuditFindings> CompareAsync(
        Func<StatType, DateOnly, IReadOnlyCollection<Guid>, CancellationToken, Task<DayDifferences>> compare, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var compared = 0;
        var differences = new List<DayDifferences>();
        foreach (var type in StatTypes.All)
        {
            await Parallel.ForEachAsync(
                (await FindDaysAsync(type, cancellationToken)).OrderBy(day => day.Key),
                new ParallelOptions { MaxDegreeOfParallelism = ParallelDays, CancellationToken = cancellationToken },
                async (day, token) =>
                {
                    var found = await compare(type, day.Key, day.Value, token);
                    lock (differences)
                    {
                        if (found.Count > 0)
                            differences.Add(found);
                        compared++;
                        progress?.Report(compared);
                    }
                });
        }

        return new AuditFindings(
            compared, (await status.ReadAsync(cancellationToken)).Days, [.. differences.OrderBy(found => (found.Type, found.Date))]);
    }

    /// <summary>The days that have stats, with the clients that sent them, and all days of months that have totals.</summary>
    private async Task<Dictionary<DateOnly, List<Guid>>> FindDaysAsync(StatType type, CancellationToken cancellationToken)
    {
        var days = new Dictionary<DateOnly, List<Guid>>();
        foreach (var month in (await versions.ReadAsync(type, cancellationToken)).Keys)
        {
            for (var day = 1; day <= month.LastDay.Day; day++)
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
        }

        return days;
    }
}
