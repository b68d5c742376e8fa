using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <summary>The days that a view shows, both ends included, and how many of them make one of its values: one day, or weeks where there are many.</summary>
internal sealed record Period(DateOnly From, DateOnly To)
{
    private const int MostValues = 400;
    private const int Week = 7;

    /// <summary>How many days make a value.</summary>
    public int Step => Days <= MostValues ? 1 : Week * (((Days - 1) / (Week * MostValues)) + 1);

    /// <summary>How many values there are.</summary>
    public int Values => Days == 0 ? 0 : ((Days - 1) / Step) + 1;

    private int Days => Math.Max(0, To.DayNumber - From.DayNumber + 1);

    /// <summary>The period that ends with a day.</summary>
    public static Period Ending(DateOnly to, int days) => new(DaysBefore(to, days - 1), to);

    /// <summary>What is asked for, from the first stats on: callers that look back further ask the same question.</summary>
    public static async Task<Period> WithinAsync(PublicTotals totals, StatType type, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var first = await totals.FindFirstDayAsync(type, cancellationToken);
        return new Period(from < first && first <= to ? first : from, to);
    }

    /// <summary>So many months to a day.</summary>
    public static Period OfMonths(int months, DateOnly to) => new(to.AddMonths(-months).AddDays(1), to);

    /// <summary>The day that lies a number of days before another one; <see cref="DateOnly.MinValue"/> where the calendar does not reach so far back.</summary>
    public static DateOnly DaysBefore(DateOnly day, int days) => DateOnly.FromDayNumber(Math.Max(0, day.DayNumber - days));

    /// <summary>What is reported in each step, the oldest first; null where nothing is. So a mean over a week is one over its stats.</summary>
    public IReadOnlyList<Tally?> Sum(IEnumerable<DayTally> days, int step)
    {
        var sums = new Tally?[Days == 0 ? 0 : ((Days - 1) / step) + 1];
        foreach (var part in days.Where(day => day.Date >= From && day.Date <= To).GroupBy(day => (day.Date.DayNumber - From.DayNumber) / step))
            sums[part.Key] = SumOf([.. part]);
        return sums;
    }

    /// <inheritdoc cref="Sum(IEnumerable{DayTally}, int)"/>
    public IReadOnlyList<Tally?> Sum(IEnumerable<DayTally> days) => Sum(days, Step);

    /// <summary>What each step has on its fullest day: neither analyses nor clients may be summed up over days, as the same send each day.</summary>
    public IReadOnlyList<long?> MostOf(IEnumerable<DayTally> days, Func<Tally, long> number)
    {
        var most = new long?[Values];
        foreach (var day in days.Where(day => day.Date >= From && day.Date <= To))
        {
            var at = (day.Date.DayNumber - From.DayNumber) / Step;
            most[at] = Math.Max(most[at] ?? 0, number(day.Tally));
        }

        return most;
    }

    /// <summary>How many analyses reported on the fullest day.</summary>
    public static long MostAnalyses(IEnumerable<DayTally> days) => days.Select(day => day.Tally.Stats).DefaultIfEmpty().Max();

    /// <summary>All days together.</summary>
    public static Tally SumOf(IReadOnlyList<DayTally> days)
    {
        if (days is [var only])
            return only.Tally;
        var sum = new Tally();
        foreach (var day in days)
            sum.Add(day.Tally);
        return sum;
    }
}
