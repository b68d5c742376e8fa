using StatsService.Answers;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <summary>The day that a view of "now" rests on, and the days before it.</summary>
/// <remarks>
/// It is the newest day that is over (UTC), since some have not yet sent while a day lasts; a day that has begun counts only where there is no other.
/// It is compared with the day closest to thirty days before, if there is one with stats within three days of that.
/// </remarks>
/// <param name="Days">Up to 34 days with stats, <paramref name="Now"/> as the last.</param>
internal sealed record RecentDays(IReadOnlyList<DayTally> Days, DayTally Now, DayTally? Before)
{
    private const int Back = 30;
    private const int Tolerance = 3;

    /// <summary>The thirty days before it, and the day itself.</summary>
    public Period Shown => Period.Ending(Now.Date, Back + 1);

    /// <summary>Changes when the newest day may be another one.</summary>
    public static Task<string> ReadVersionAsync(PublicTotals totals, StatType type, TimeProvider time, CancellationToken cancellationToken) =>
        totals.ReadVersionAsync(type, DateOnly.MinValue, PublicDays.Last(time), cancellationToken);

    /// <returns>Null: there are no stats.</returns>
    public static async Task<RecentDays?> ReadAsync(PublicTotals totals, StatType type, TimeProvider time, CancellationToken cancellationToken)
    {
        var today = PublicDays.Today(time);
        var newest = await totals.FindNewestDayAsync(type, today.AddDays(-1), cancellationToken)
            ?? ((await totals.ReadAsync(type, today, PublicDays.Last(time), cancellationToken)).Days is [var first, ..] ? first.Date : null);
        if (newest is not { } day)
            return null;
        var days = (await totals.ReadAsync(type, Period.DaysBefore(day, Back + Tolerance), day, cancellationToken)).Days;
        // Between the reads the day's stats may have been deleted.
        return days.Count == 0 ? null : new RecentDays(days, days[^1], FindBefore(days));
    }

    private static DayTally? FindBefore(IReadOnlyList<DayTally> days)
    {
        var wanted = days[^1].Date.DayNumber - Back;
        return days.Where(day => DaysFrom(day) <= Tolerance).OrderBy(DaysFrom).ThenBy(day => day.Date).FirstOrDefault();

        int DaysFrom(DayTally day) => Math.Abs(day.Date.DayNumber - wanted);
    }
}
