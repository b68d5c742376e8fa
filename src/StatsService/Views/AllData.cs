using System.Runtime.CompilerServices;
using StatsService.Answers;
using StatsService.Mosp;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <summary>Reads everything that is public for a file, a month at a time; each month and each day takes a turn among the computations.</summary>
public sealed class AllData(PublicTotals totals, ObjectNames names, ComputationGate gate, TimeProvider time)
{
    // A file that has begun waits for its turns for some minutes, since whoever loads it can't go on where it ended.
    private const int MostTries = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public Task<NamesInLanguage> ReadNamesAsync(Language language, CancellationToken cancellationToken) => names.ReadAsync(language, cancellationToken);

    /// <summary>The days with stats, in their order.</summary>
    public async IAsyncEnumerable<DayTally> ReadDaysAsync(StatType type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = PublicDays.Last(time);
        foreach (var month in await totals.ListMonthsAsync(type, cancellationToken))
        {
            var end = month.LastDay < last ? month.LastDay : last;
            foreach (var day in (await InTurnAsync(() => totals.ReadAsync(type, month.FirstDay, end, cancellationToken), cancellationToken)).Days)
                yield return day;
        }
    }

    /// <summary>Computes in a turn.</summary>
    /// <exception cref="OverloadedException">There was none for minutes.</exception>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> compute, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await gate.RunAsync(compute, cancellationToken);
            }
            catch (OverloadedException) when (tries < MostTries)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
