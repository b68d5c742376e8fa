using StatsService.Stats;
using StatsService.Tallies;

namespace StatsService.Totals;

/// <summary>Totals of days as they were at a moment.</summary>
/// <param name="Version">Changes whenever one of these totals changes.</param>
/// <param name="Days">Only days with stats, in ascending order.</param>
public sealed record TotalsOfDays(string Version, IReadOnlyList<DayTally> Days);

/// <summary>The totals over all clients, and how far these differ, kept in memory by month and version.</summary>
public sealed class TotalsCache(TotalStore totals, SpreadStore spreads, TotalVersions versions, TimeProvider time)
{
    /// <summary>How long a version that was read answers for the next callers too.</summary>
    private static readonly TimeSpan VersionLifetime = TimeSpan.FromMilliseconds(500);

    // The months of a year, and of what touches it, at once.
    private const int ParallelReads = 16;

    // Of a type. What is asked for is mostly the last year; of all time, the newest stay in memory and the others are read again.
    private const int MaxMonths = 40;

    private readonly Dictionary<StatType, TypeTotals> types = StatTypes.All.ToDictionary(type => type, type => new TypeTotals(type, totals, spreads, versions, time));

    /// <summary>The version of the totals between two days, inclusive; one operation, or none.</summary>
    public async Task<string> ReadVersionAsync(StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        VersionOf(MonthsIn(await types[type].ReadVersionsAsync(cancellationToken), from, to));

    /// <summary>The totals between two days, inclusive; no total is older than the version that was read before it.</summary>
    public async Task<TotalsOfDays> ReadAsync(StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var own = types[type];
        var months = MonthsIn(await own.ReadVersionsAsync(cancellationToken), from, to);
        var read = await ReadAsync(own.Totals, months, cancellationToken);
        return new TotalsOfDays(VersionOf(months), [.. read.SelectMany(month => month).Where(day => day.Date >= from && day.Date <= to)]);
    }

    /// <summary>How far organisations differ on the days between two, inclusive, and what they report together.</summary>
    public async Task<Spreads> ReadSpreadsAsync(StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var own = types[type];
        var months = await ReadAsync(own.Spreads, MonthsIn(await own.ReadVersionsAsync(cancellationToken), from, to), cancellationToken);
        return new Spreads(
            [.. months.SelectMany(month => month.Days).Where(day => day.Date >= from && day.Date <= to)],
            months.Select(month => month.Companions).LastOrDefault(found => found is not null && found.Date >= from && found.Date <= to));
    }

    /// <summary>The first day of the first month that has totals; <see cref="DateOnly.MaxValue"/> where none has.</summary>
    public async Task<DateOnly> FindFirstDayAsync(StatType type, CancellationToken cancellationToken)
    {
        var months = (await types[type].ReadVersionsAsync(cancellationToken)).Keys;
        return months.Any() ? months.Min().FirstDay : DateOnly.MaxValue;
    }

    /// <summary>The months that have totals, in their order.</summary>
    public async Task<IReadOnlyList<Month>> ListMonthsAsync(StatType type, CancellationToken cancellationToken) =>
        [.. (await types[type].ReadVersionsAsync(cancellationToken)).Keys.Order()];

    /// <summary>The newest days up to one, inclusive: as many as it takes to have a number of stats.</summary>
    /// <param name="stats">That number; the days may have more, since each is given whole.</param>
    public async Task<TotalsOfDays> ReadNewestAsync(StatType type, int stats, DateOnly to, CancellationToken cancellationToken)
    {
        var own = types[type];
        var months = MonthsIn(await own.ReadVersionsAsync(cancellationToken), DateOnly.MinValue, to);
        var newest = new List<DayTally>();
        var count = 0L;
        foreach (var (month, version) in months.Reverse())
        {
            foreach (var day in (await own.Totals.ReadAsync(month, version, cancellationToken)).Where(day => day.Date <= to).Reverse())
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

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(CachedMonths<T> cache, KeyValuePair<Month, string>[] months, CancellationToken cancellationToken)
    {
        var read = new List<T>();
        foreach (var part in months.Chunk(ParallelReads))
            read.AddRange(await Task.WhenAll(part.Select(month => cache.ReadAsync(month.Key, month.Value, cancellationToken))));
        return read;
    }

    private sealed class TypeTotals(StatType type, TotalStore totals, SpreadStore spreads, TotalVersions versions, TimeProvider time)
    {
        private readonly Remembered<IReadOnlyDictionary<Month, string>> known = new(VersionLifetime, time, () => versions.ReadAsync(type, CancellationToken.None));

        public CachedMonths<IReadOnlyList<DayTally>> Totals { get; } = new(month => totals.ReadMonthAsync(type, month, CancellationToken.None));

        public CachedMonths<Spreads> Spreads { get; } = new(month => spreads.ReadMonthAsync(type, month, CancellationToken.None));

        public Task<IReadOnlyDictionary<Month, string>> ReadVersionsAsync(CancellationToken cancellationToken) => known.GetAsync(cancellationToken);
    }

    private sealed class CachedMonths<T>(Func<Month, Task<T>> read)
    {
        private readonly Dictionary<Month, (string Version, Task<T> Days)> months = [];

        public Task<T> ReadAsync(Month month, string version, CancellationToken cancellationToken)
        {
            lock (months)
            {
                if (!months.TryGetValue(month, out var cached) || cached.Version != version || cached.Days.IsFaulted || cached.Days.IsCanceled)
                    months[month] = cached = (version, read(month));
                if (months.Count > MaxMonths)
                    months.Remove(months.Keys.Min());
                return cached.Days.WaitAsync(cancellationToken);
            }
        }
    }
}
