using StatsService.Clients;
using StatsService.Stats;

namespace StatsService.Totals;

/// <param name="Days">Days of types that were compared.</param>
/// <param name="Waiting">Changes of days that await their aggregation, and so count as no difference.</param>
public sealed record AuditFindings(int Days, int Waiting, IReadOnlyList<DayDifferences> Differences);

/// <param name="Days">Days of types that are compared so far.</param>
/// <param name="AllDays">How many there are.</param>
public sealed record AuditProgress(int Days, int AllDays);

/// <summary>Compares all totals, of every day, with a computation from scratch.</summary>
public sealed class TotalsAudit(ClientStore clients, StatStore stats, TotalVersions versions, AggregationStatus status, Aggregator aggregator, Reconciler reconciler)
{
    // A day's clients are compared side by side too.
    private const int ParallelDays = 4;

    /// <summary>Changes nothing.</summary>
    public Task<AuditFindings> VerifyAsync(IProgress<AuditProgress>? progress, CancellationToken cancellationToken) =>
        CompareAsync(reconciler.FindAsync, progress, cancellationToken);

    /// <summary>Aggregates what waits, and repairs what differs.</summary>
    /// <returns>What differed.</returns>
    public async Task<AuditFindings> RebuildAsync(IProgress<AuditProgress>? progress, CancellationToken cancellationToken)
    {
        await foreach (var client in clients.ListAsync(cancellationToken))
            await aggregator.AggregateAsync(client.Uuid, cancellationToken);
        return await CompareAsync(reconciler.ReconcileDayAsync, progress, cancellationToken);
    }

    private async Task<AuditFindings> CompareAsync(
        Func<StatType, DateOnly, IReadOnlyCollection<Guid>, CancellationToken, Task<DayDifferences>> compare, IProgress<AuditProgress>? progress, CancellationToken cancellationToken)
    {
        var compared = 0;
        var differences = new List<DayDifferences>();
        var days = new Dictionary<StatType, IReadOnlyDictionary<DateOnly, List<Guid>>>();
        foreach (var type in StatTypes.All)
            days[type] = await FindDaysAsync(type, cancellationToken);
        var all = days.Values.Sum(found => found.Count);
        foreach (var (type, found) in days)
        {
            await Parallel.ForEachAsync(
                found.OrderBy(day => day.Key),
                new ParallelOptions { MaxDegreeOfParallelism = ParallelDays, CancellationToken = cancellationToken },
                async (day, token) =>
                {
                    var differs = await compare(type, day.Key, day.Value, token);
                    lock (differences)
                    {
                        if (differs.Count > 0)
                            differences.Add(differs);
                        compared++;
                        progress?.Report(new AuditProgress(compared, all));
                    }
                });
        }

        return new AuditFindings(
            compared, (await status.ReadAsync(cancellationToken)).Days, [.. differences.OrderBy(differs => (differs.Type, differs.Date))]);
    }

    /// <summary>The days that have stats, with the clients that sent them, and all days of months that have totals.</summary>
    private async Task<IReadOnlyDictionary<DateOnly, List<Guid>>> FindDaysAsync(StatType type, CancellationToken cancellationToken)
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
