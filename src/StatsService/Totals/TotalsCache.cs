using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>Totals of days as they were at a moment.</summary>
/// <param name="Version">Changes whenever one of these totals changes.</param>
/// <param name="Days">Only days with stats, in ascending order.</param>
public sealed record TotalsOfDays(string Version, IReadOnlyList<DayTally> Days);

/// <summary>The totals over all clients, kept in memory by month and version.</summary>
public sealed class TotalsCache(TotalStore totals, TotalVersions versions, TimeProvider time)
{
    /// <summary>How long a version that was read answers for the next callers too.</summary>
    private static readonly TimeSpan VersionLifetime = TimeSpan.FromMilliseconds(500);

    // The months of a year, and of what touches it, at once.
    private const int ParallelReads = 16;

    private readonly Dictionary<StatType, TypeTotals> types = StatTypes.All.ToDictionary(type => type, _ => new TypeTotals());

    /// <summary>The version of the totals between two days, inclusive; one operation, or none.</summary>
    public async Task<string> ReadVersionAsync(StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        VersionOf(MonthsIn(await types[type].ReadVersionsAsync(versions, type, time, cancellationToken), from, to));

    /// <summary>The totals between two days, inclusive; no total is older than the version that was read before it.</summary>
    public async Task<TotalsOfDays> ReadAsync(StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var own = types[type];
        var months = MonthsIn(await own.ReadVersionsAsync(versions, type, time, cancellationToken), from, to);
        var days = new List<DayTally>();
        foreach (var part in months.Chunk(ParallelReads))
        {
            foreach (var month in await Task.WhenAll(part.Select(month => own.ReadMonthAsync(totals, type, month.Key, month.Value, cancellationToken))))
                days.AddRange(month.Where(day => day.Date >= from && day.Date <= to));
        }

        return new TotalsOfDays(VersionOf(months), days);
    }

    /// <summary>The first day of the first month that has totals; <see cref="DateOnly.MaxValue"/> where none has.</summary>
    public async Task<DateOnly> FindFirstDayAsync(StatType type, CancellationToken cancellationToken)
    {
        var months = (await types[type].ReadVersionsAsync(versions, type, time, cancellationToken)).Keys;
        return months.Any() ? months.Min().FirstDay : DateOnly.MaxValue;
    }

    /// <summary>The newest days up to one, inclusive, whose stats together are at least so many.</summary>
    public async Task<TotalsOfDays> ReadNewestAsync(StatType type, int stats, DateOnly to, CancellationToken cancellationToken)
    {
        var own = types[type];
        var months = MonthsIn(await own.ReadVersionsAsync(versions, type, time, cancellationToken), DateOnly.MinValue, to);
        var newest = new List<DayTally>();
        var count = 0L;
        foreach (var (month, version) in months.Reverse())
        {
            foreach (var day in (await own.ReadMonthAsync(totals, type, month, version, cancellationToken)).Where(day => day.Date <= to).Reverse())
            {
                if (count >= stats)
                    break;
                newest.Add(day);
                count += day.Tally.Stats;
            }

            if (count >= stats)
                break;
        }

        newest.Reverse();
        return new TotalsOfDays(VersionOf(months), newest);
    }

    private static KeyValuePair<Month, string>[] MonthsIn(IReadOnlyDictionary<Month, string> versions, DateOnly from, DateOnly to) =>
        [.. versions.Where(version => version.Key >= Month.Of(from) && version.Key <= Month.Of(to)).OrderBy(version => version.Key)];

    private static string VersionOf(IEnumerable<KeyValuePair<Month, string>> months) =>
        string.Join('.', months.Select(month => month.Value));

    private sealed class TypeTotals
    {
        private readonly Dictionary<Month, (string Version, Task<IReadOnlyList<DayTally>> Days)> months = [];
        private (Task<IReadOnlyDictionary<Month, string>> Versions, long StartedAt)? known;

        // Callers that come while a version is being read wait for the answer instead of asking too.
        public Task<IReadOnlyDictionary<Month, string>> ReadVersionsAsync(
            TotalVersions store, StatType type, TimeProvider time, CancellationToken cancellationToken)
        {
            lock (months)
            {
                if (known is not { } read || read.Versions.IsFaulted || read.Versions.IsCanceled
                    || (read.Versions.IsCompleted && time.GetElapsedTime(read.StartedAt) >= VersionLifetime))
                    known = read = (store.ReadAsync(type, CancellationToken.None), time.GetTimestamp());
                return read.Versions.WaitAsync(cancellationToken);
            }
        }

        public Task<IReadOnlyList<DayTally>> ReadMonthAsync(
            TotalStore store, StatType type, Month month, string version, CancellationToken cancellationToken)
        {
            lock (months)
            {
                if (!months.TryGetValue(month, out var cached) || cached.Version != version || cached.Days.IsFaulted || cached.Days.IsCanceled)
                    months[month] = cached = (version, store.ReadMonthAsync(type, month, CancellationToken.None));
                return cached.Days.WaitAsync(cancellationToken);
            }
        }
    }
}
