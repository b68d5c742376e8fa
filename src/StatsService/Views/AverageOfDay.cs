using StatsService.Answers;
using StatsService.Processors;
using StatsService.Stats;
using StatsService.Tallies;
using StatsService.Totals;

namespace StatsService.Views;

/// <summary>What a processor makes of the newest day that is over, or of some months.</summary>
public sealed class AverageOfDay(PublicTotals totals, FinishedAnswers answers, TimeProvider time)
{
    /// <param name="months">To today; null: the newest day alone.</param>
    /// <returns>
    /// <c>{"day", "from", "to", "analyses", "contributors", "average"}</c>: <c>average</c> is what the processor writes, null where there are no stats.
    /// Over months <c>day</c> and <c>contributors</c> are null, and <c>analyses</c> are those of the fullest day.
    /// </returns>
    public async ValueTask<FinishedAnswer> GetAsync(Processor processor, int? months, CancellationToken cancellationToken)
    {
        var version = await RecentDays.ReadVersionAsync(totals, processor.Type, time, cancellationToken);
        return await answers.GetAsync(
            (processor.Name, months, PublicDays.Today(time)),
            version,
            async () => Render(version, processor, await (months is { } some ? ReadMonthsAsync(processor.Type, some, cancellationToken) : ReadNewestAsync(processor.Type, cancellationToken))),
            cancellationToken);
    }

    private async Task<Found> ReadNewestAsync(StatType type, CancellationToken cancellationToken) =>
        await RecentDays.ReadAsync(totals, type, time, cancellationToken) is { Now: var now }
            ? new Found(new Period(now.Date, now.Date), [now], now.Date, now.Tally.Contributors)
            : new Found(Period.Ending(PublicDays.Today(time), 1), [], null, null);

    private async Task<Found> ReadMonthsAsync(StatType type, int months, CancellationToken cancellationToken)
    {
        var period = Period.OfMonths(months, PublicDays.Today(time));
        return new Found(period, (await totals.ReadAsync(type, period.From, period.To, cancellationToken)).Days, null, null);
    }

    private static FinishedAnswer Render(string version, Processor processor, Found found) => ViewJson.Finish(version, found.Days.Count > 0, writer =>
    {
        writer.WriteDay("day", found.Day);
        writer.WriteRange(found.Period);
        writer.WriteNumber("analyses", Period.MostAnalyses(found.Days));
        writer.WriteNumber("contributors", found.Contributors);
        writer.WritePropertyName("average");
        if (found.Days.Count == 0)
            writer.WriteNullValue();
        else
            processor.Write(writer, found.Days, ProcessorParams.None);
    });

    private sealed record Found(Period Period, IReadOnlyList<DayTally> Days, DateOnly? Day, long? Contributors);
}
